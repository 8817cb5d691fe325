"""What a release hands to Helm: its layers merged, its settings and secrets put on top, its namespace."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.manifests.kyaml import YamlError, load_all
from pipeline.model.config import Release, Secret, Text
from pipeline.model.problem import Place, Problem
from pipeline.repository.merging import merge
from pipeline.repository.patches import patches_of
from pipeline.repository.placeholders import double, doubled, placeholder
from pipeline.repository.setting import Literal, SettingError, apply
from pipeline.repository.tree import Tree
from pipeline.repository.variables import Missing, substitute

Lookup = Callable[[str], str | None]
Leaf = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Values as Helm gets them.

    integers: paths of the leaves that `set` made 64-bit integers, where values files make floats.
    doubled: the same values with other placeholders for the secrets; None where there are no secrets.
    real: the texts of real secrets in `values`, for which no placeholder stands.
    """

    namespace: str
    values: Mapping[str, Any]
    integers: frozenset[Leaf] = frozenset()
    doubled: Mapping[str, Any] | None = None
    real: tuple[str, ...] = ()
    patches: tuple[Mapping[str, Any], ...] = ()


def inputs_of(release: Release, tree: Tree, lookup: Lookup | None) -> Inputs | tuple[Problem, ...]:
    """Everything Helm needs to know of a release, or every mistake that stands in the way.

    lookup: the value of a variable; None renders for comparison: defaults for variables, placeholders for secrets.
    """
    problems: list[Problem] = []
    layered = _layered(release, tree, problems)
    namespace = _text(release.namespace, lookup, problems)
    texts = tuple(_secret_text(secret, lookup, problems) for secret in release.secrets)
    settings = [
        (setting.path, _value(setting.value, setting.place, lookup, problems), setting.place)
        for setting in release.settings
    ]
    patches = patches_of(release, tree, problems)
    if problems:
        return tuple(replace(problem, environment=release.environment, release=release.name) for problem in problems)
    overrides = [(one.path, one.value, one.place) for one in release.overrides]
    hidden = [(path, _plain(value), place) for path, value, place in overrides if release.hides(path)]
    values, integers = _set(layered, [*settings, *_literal(release.secrets, texts), *overrides], problems)
    twins = [(path, Literal(double(text)), place) for path, text, place in hidden]
    doubles = _literal(release.secrets, [double(text) for text in texts])
    twin, _ = _set(doubled(layered), [*settings, *doubles, *overrides, *twins], [])
    if problems:
        return tuple(replace(problem, environment=release.environment, release=release.name) for problem in problems)
    real = (*(texts if lookup else ()), *(text for _, text, _ in hidden))
    return Inputs(namespace, values, integers, twin if twin != values else None, real, patches)


def _plain(value: Any) -> str:
    """A value as templates print it."""
    if isinstance(value, list):
        return " ".join(map(_plain, value))
    return value.text if isinstance(value, Literal) else str(value)


def _layered(release: Release, tree: Tree, problems: list[Problem]) -> Mapping[str, Any]:
    merged: Mapping[str, Any] = {}
    contents = tree.read({layer.path for layer in release.layers})
    for layer in release.layers:
        for document in _documents(layer.path, contents[layer.path], problems):
            merged = merge(merged, document)
    return merged


def _documents(path: str, data: bytes, problems: list[Problem]) -> Sequence[Mapping[str, Any]]:
    """Helm 4 merges the documents of a values file, and an empty one counts as an empty map."""
    try:
        documents = load_all(data.decode("utf-8"))
    except UnicodeDecodeError:
        problems.append(Problem(Place(path), "is not UTF-8"))
        return ()
    except YamlError as error:
        problems.append(Problem(Place(path, error.line), f"is no valid YAML: {error}"))
        return ()
    strangers = [document for document in documents if document is not None and not isinstance(document, Mapping)]
    problems.extend(Problem(Place(path, 1), "must be a map of values") for _ in strangers)
    return [document for document in documents if isinstance(document, Mapping)]


def _text(text: Text, lookup: Lookup | None, problems: list[Problem]) -> str:
    found = substitute(text.raw, lookup)
    if isinstance(found, Missing):
        problems.append(Problem(text.place, found.message))
        return ""
    return found


def _secret_text(secret: Secret, lookup: Lookup | None, problems: list[Problem]) -> str:
    return _text(secret.source, lookup, problems) if lookup else placeholder(secret)


def _value(value: Any, place: Place, lookup: Lookup | None, problems: list[Problem]) -> Any:
    if isinstance(value, str):
        return _text(Text(value, place), lookup, problems)
    if isinstance(value, list):
        return [_value(item, place, lookup, problems) for item in value]
    return value


def _literal(secrets: Sequence[Secret], texts: Sequence[str]) -> list[tuple[str, Any, Place]]:
    return [(secret.path, Literal(text), secret.place) for secret, text in zip(secrets, texts, strict=True)]


def _set(
    values: Mapping[str, Any], settings: Sequence[tuple[str, Any, Place]], problems: list[Problem]
) -> tuple[Mapping[str, Any], frozenset[Leaf]]:
    integers: frozenset[Leaf] = frozenset()
    for path, value, place in settings:
        try:
            applied = apply(values, path, value)
        except SettingError as error:
            problems.append(Problem(place, str(error)))
            continue
        values, integers = applied.values, integers | applied.integers
    return values, frozenset(leaf for leaf in integers if _is_integer(values, leaf))


def _is_integer(values: Any, leaf: Leaf) -> bool:
    """A later setting may have put something else there."""
    try:
        for step in leaf:
            values = values[step]
    except (KeyError, IndexError, TypeError):
        return False
    return isinstance(values, int) and not isinstance(values, bool)
