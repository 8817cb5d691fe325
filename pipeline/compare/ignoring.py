"""The `ignore` rules of an environment: which edits do not count; they are marked, never lost."""

from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from pipeline.manifests.pointer import steps
from pipeline.model.change import Action, Change, Edit
from pipeline.model.config import Ignore


def ignoring(changes: Sequence[Change], rules: Sequence[Ignore]) -> tuple[Change, ...]:
    """The changes with the edits marked that a rule names; what is created, deleted or replaced always counts."""
    return tuple(_marked(change, rules) if change.action is Action.UPDATE and rules else change for change in changes)


def in_force(base: Sequence[Ignore], head: Sequence[Ignore]) -> tuple[Ignore, ...]:
    """The rules that both sides have: a change is not judged by rules that it brings itself."""
    known = {(rule.resource, rule.path) for rule in base}
    return tuple(rule for rule in head if (rule.resource, rule.path) in known)


def _marked(change: Change, rules: Sequence[Ignore]) -> Change:
    name = f"{change.resource.kind}/{change.resource.name}"
    paths = [steps(rule.path) for rule in rules if fnmatchcase(name, rule.resource)]
    if not paths:
        return change
    return replace(change, edits=tuple(replace(edit, ignored=_named(edit, paths)) for edit in change.edits))


def _named(edit: Edit, paths: Sequence[tuple[str, ...]]) -> bool:
    """Whether the edit lies at or below one of the paths; `*` in a path is any one step."""
    place = steps(edit.path)
    return any(
        len(path) <= len(place) and all(one in ("*", step) for one, step in zip(path, place, strict=False))
        for path in paths
    )
