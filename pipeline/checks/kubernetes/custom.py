"""The kinds that CustomResourceDefinitions of a release and of its environment declare."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.checks.subjects.release import Release
from pipeline.schemas.bundles import version_of
from pipeline.schemas.crds import Declared, Unusable, checker, declared
from pipeline.schemas.flaws import Checker

DEFINITION = "CustomResourceDefinition"


def kinds(release: Release) -> Mapping[tuple[str, str], Declared]:
    """By (group/version, kind); the release's own definitions before those of the environment's folder."""
    found: dict[tuple[str, str], Declared] = {}
    for one in _all(release):
        found.setdefault((one.api_version, one.kind), one)
    return found


def checkers(release: Release) -> Mapping[tuple[str, str], Checker]:
    """What checks the custom resources of a release, for those kinds whose schema can be used."""
    used = {(one.api_version, one.kind) for one in release.objects}
    minor = version_of(release.kube_version).minor
    found = {key: checker(kind, minor) for key, kind in kinds(release).items() if key in used}
    return {key: one for key, one in found.items() if one and not isinstance(one, Unusable)}


def defined(release: Release) -> tuple[tuple[str, str], ...]:
    """(apiVersion, kind) of what the release's own definitions declare."""
    return tuple(sorted({kind for one in release.of(DEFINITION) for kind in declares(one.body)}))


def declares(body: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """(apiVersion, kind) of what a definition declares."""
    return frozenset((one.api_version, one.kind) for one in declared(body))


def _all(release: Release) -> Iterator[Declared]:
    for one in release.of(DEFINITION):
        yield from declared(one.body)
    for body in release.context.crds if release.context else ():
        yield from declared(body)
