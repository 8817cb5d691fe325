"""API: versions of APIs that the target serves."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, WARNING, release
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import at, text
from pipeline.schemas import lifecycle
from pipeline.schemas.bundles import version_of
from pipeline.schemas.lifecycle import Api

_PLACE: Final = "/apiVersion"


@release("API004", MAY, ERROR, "env")
def served(release: Release) -> Iterator[Hit]:
    """apiVersion is served by the target Kubernetes."""
    target = version_of(release.kube_version)
    told = frozenset(release.context.api_versions) if release.context else frozenset[str]()
    others: dict[tuple[str, str], Manifest] = {}
    for one in release.objects:
        api = lifecycle.find(one.api_version, one.kind)
        if api is None:
            others.setdefault((one.api_version, one.kind), one)
        elif not api.is_served(target.asked):
            yield one.hit(
                _PLACE, f"Kubernetes 1.{target.asked} has no {one.kind} of {one.api_version}, {_why(api, target.asked)}"
            )
        elif api.is_off and not _is_told(one, told):
            message = f"to review: whether the cluster serves {one.kind} of {one.api_version}, which is off unless it is turned on"
            yield one.hit(_PLACE, message, INFO)
    for one in others.values():
        yield from _unknown(one, release, told, is_complete=target.exact, version=str(target))


@release("API005", MAY, WARNING, "env")
def not_deprecated(release: Release) -> Iterator[Hit]:
    """Deprecated apiVersions are replaced."""
    minor = version_of(release.kube_version).asked
    for one in release.objects:
        api = lifecycle.find(one.api_version, one.kind)
        if api and 0 < api.deprecated <= minor and api.is_served(minor) and (instead := _instead(api, minor)):
            message = f"{one.kind} of {one.api_version} is deprecated since Kubernetes 1.{api.deprecated}, {instead} replaces it"
            yield one.hit(_PLACE, message)


def _why(api: Api, minor: int) -> str:
    if api.introduced > minor:
        reason = f"which comes with 1.{api.introduced}"
    else:
        reason = f"which went with 1.{api.removed}"
    instead = _instead(api, minor)
    return f"{reason}; it has {instead}" if instead else reason


@lru_cache(maxsize=1024)
def _instead(api: Api, minor: int) -> str:
    """What takes the place of an API in a version, "" where nothing does."""
    found = lifecycle.replacement(api, minor)
    if not found:
        return ""
    return found.api_version if found.kind == api.kind else f"{found.kind} of {found.api_version}"


def _unknown(one: Manifest, release: Release, told: frozenset[str], is_complete: bool, version: str) -> Iterator[Hit]:
    """A pair that is none of Kubernetes' own: wrong in a group of its own, else fine where something defines it."""
    if not one.api_version or not one.kind or _is_told(one, told) or _is_defined(one, release):
        return
    if is_complete and one.group in lifecycle.groups():
        yield one.hit(_PLACE, f"Kubernetes {version} has no {one.kind} of {one.api_version}, and never had")
    else:
        message = f"to review: whether the cluster serves {one.kind} of {one.api_version}"
        yield one.hit(_PLACE, message, INFO)


def _is_told(one: Manifest, told: frozenset[str]) -> bool:
    return one.api_version in told or f"{one.api_version}/{one.kind}" in told


def _is_defined(one: Manifest, release: Release) -> bool:
    """Whether the release brings the definition of a type, or the environment has it."""
    own = (found.body for found in release.of("CustomResourceDefinition"))
    definitions = (*own, *(release.context.crds if release.context else ()))
    return any(
        text(at(body, "spec", "group")) == one.group and text(at(body, "spec", "names", "kind")) == one.kind
        for body in definitions
    )
