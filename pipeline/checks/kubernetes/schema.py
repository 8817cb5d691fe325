"""K8S: objects fit the schemas of their kinds, Kubernetes' own and those of CustomResourceDefinitions."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.custom import DEFINITION, checkers
from pipeline.checks.rule import ERROR, MUST, WARNING, objects, release
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import at
from pipeline.model.finding import Severity
from pipeline.repository.nearest import suggest
from pipeline.repository.placeholders import stands_in
from pipeline.schemas.bundles import validator, version_of
from pipeline.schemas.crds import Unusable, checker, declared
from pipeline.schemas.flaws import Flaw, FlawKind

_SECRET: Final = (("data",), ("stringData",))
_STEP: Final = 60


@objects("K8S001", MUST, ERROR, "reason")
def fits(one: Manifest, release: Release) -> Iterator[Hit]:
    """Objects fit the schema of their kind."""
    return _own(one, release, unknown=False)


@objects("K8S002", MUST, ERROR, "reason")
def no_unknown_fields(one: Manifest, release: Release) -> Iterator[Hit]:
    """Objects have no unknown fields."""
    return _own(one, release, unknown=True)


@objects("K8S003", MUST, WARNING, "none")
def no_key_twice(one: Manifest, release: Release) -> Iterator[Hit]:
    """No key stands twice in an object."""
    for pointer in one.duplicates:
        key = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        yield one.hit(pointer, f"the key {key[:_STEP]!r} stands twice here, and only the last one counts")


@release("K8S004", MUST, ERROR, "reason")
def custom_fits(release: Release) -> Iterator[Hit]:
    """Custom resources fit the schema of their definition."""
    known = checkers(release)
    for one in release.objects if known else ():
        check = known.get((one.api_version, one.kind))
        for flaw in check(one.body) if check else ():
            if not _is_made_up(one, flaw):
                pruned = flaw.kind is FlawKind.UNKNOWN
                yield _hit(one, flaw, WARNING if pruned else None, ", which the API server drops" if pruned else "")


@objects("K8S005", MUST, ERROR, "reason", DEFINITION)
def usable(one: Manifest, release: Release) -> Iterator[Hit]:
    """The schema of a definition can be used."""
    minor = version_of(release.kube_version).minor
    for kind in declared(one.body):
        found = checker(kind, minor)
        if isinstance(found, Unusable):
            message = f"nothing can be checked by the schema of {kind.api_version}: {found.reason}"
            yield one.hit(kind.path, message, None if found.refused else WARNING, key=kind.api_version)
        elif found and found.left_out:
            count = len(found.left_out)
            message = (
                f"{count} pattern{'s' if count > 1 else ''} of {kind.api_version} cannot be matched in linear time and "
                f"{'are' if count > 1 else 'is'} not checked, first that of {found.left_out[0]}"
            )
            yield one.hit(kind.path, message, WARNING, key=kind.api_version)


def unchecked(release: Release) -> tuple[tuple[str, str], ...]:
    """(apiVersion, kind) of the objects for which there is no schema, or none that can be used."""
    minor = version_of(release.kube_version).minor
    known = checkers(release)
    kinds = sorted({(one.api_version, one.kind) for one in release.objects})
    return tuple(kind for kind in kinds if kind not in known and not validator(minor, *kind))


def _own(one: Manifest, release: Release, unknown: bool) -> Iterator[Hit]:
    known = version_of(release.kube_version)
    for flaw in _flaws(one, known.minor):
        if (flaw.kind is FlawKind.UNKNOWN) is unknown and not _is_made_up(one, flaw) and not _is_encoding(one, flaw):
            severity, said = (
                (None, "") if known.exact else (WARNING, f" (by Kubernetes {known}, the nearest that is known)")
            )
            yield _hit(one, flaw, severity, said)


@lru_cache(maxsize=1)
def _flaws(one: Manifest, minor: int) -> tuple[Flaw, ...]:
    """What is wrong with an object by the schema of its kind; the two rules that ask come one after the other."""
    check = validator(minor, one.api_version, one.kind)
    return tuple(check(one.body)) if check else ()


def _is_made_up(one: Manifest, flaw: Flaw) -> bool:
    """Whether what is wrong is a value that only stands for a secret."""
    value = at(one.body, *flaw.path) if flaw.found else None
    return isinstance(value, str) and stands_in(value)


def _is_encoding(one: Manifest, flaw: Flaw) -> bool:
    """Whether it is a value of a Secret that is no base64: K8S166 says so, and what to do."""
    return one.kind == "Secret" and flaw.kind is FlawKind.VALUE and flaw.path[:1] == ("data",)


def _hit(one: Manifest, flaw: Flaw, severity: Severity | None, said: str) -> Hit:
    pointer = ""
    for step in flaw.path:
        pointer = joined(pointer, step)
    is_open = one.kind != "Secret" or flaw.path[:1] not in _SECRET
    found = f", is {flaw.found}" if flaw.found and is_open else ""
    message = f"{_place(flaw)}{flaw.message}{found}{said}{_meant(flaw)}"
    return one.hit(pointer, message, severity, key=flaw.message if flaw.kind is FlawKind.MISSING else "")


def _place(flaw: Flaw) -> str:
    """The last two keys of the way to what is wrong, with positions: `containers[0].ports[1]: `."""
    path = flaw.path[:-1] if flaw.kind is FlawKind.UNKNOWN else flaw.path
    keys = [index for index, step in enumerate(path) if isinstance(step, str)][-2:]
    steps = (f"[{step}]" if isinstance(step, int) else f".{step[:_STEP]}" for step in path[keys[0] if keys else 0 :])
    place = "".join(steps).removeprefix(".")
    return f"{place}: " if place else ""


def _meant(flaw: Flaw) -> str:
    field = flaw.path[-1] if flaw.kind is FlawKind.UNKNOWN else ""
    return suggest(field, flaw.known) if isinstance(field, str) and 0 < len(field) <= _STEP else ""
