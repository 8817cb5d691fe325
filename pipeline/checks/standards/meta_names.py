"""META: names of objects, and the shape of metadata."""

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any, Final

from pipeline.checks.hit import Hit, an
from pipeline.checks.places.locating import in_chart
from pipeline.checks.rule import ERROR, INFO, MAY, MUST, SHOULD, WARNING, Subject, further, objects
from pipeline.checks.subjects.chart import METADATA, ChartSource
from pipeline.checks.subjects.labels import INSTANCE, NAME, label
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import at, text

_PLACE: Final = "/metadata/name"
_INNER: Final = ("name", "namespace", "labels", "annotations", "finalizers", "ownerReferences")
# The API server asks for these names: the group and the plural of what they define.
_DICTATED: Final = frozenset(("CustomResourceDefinition", "APIService"))
_OVERRIDES: Final = ("nameOverride", "fullnameOverride")
_LONGEST: Final = 63
# The longest name of a release that Helm takes (helm.sh/helm/v4, pkg/chart/v2/util/validate_name.go).
_RELEASE: Final = "r" * 53
_REASON: Final = 200  # characters of what Helm says
# A StatefulSet's pods have its name, an ordinal and a hash in labels.
_STATEFUL: Final = 52
_LABEL: Final = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SERVICE: Final = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
_DOTTED: Final = re.compile(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?")
# Names of RBAC are segments of a path, "system:auth-delegator" among them (kubernetes.io/docs/reference/access-authn-authz/rbac).
_SEGMENT: Final = re.compile(r"[a-z0-9]([-a-z0-9.:]*[a-z0-9])?")
_FORMS: Final = {
    "Service": _SERVICE,
    **dict.fromkeys(("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"), _SEGMENT),
    **dict.fromkeys(
        (
            "Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob",
        ),
        _LABEL,
    ),
}  # fmt: skip


@objects("META002", MUST, ERROR, "none")
def inside_metadata(one: Manifest, release: Release) -> Iterator[Hit]:
    """Name, labels and annotations sit inside metadata."""
    for key in _INNER:
        if key in one.body:
            yield one.hit(f"/{key}", f"{key} stands beside metadata, not in it")
    metadata = one.body.get("metadata", {})
    if not isinstance(metadata, Mapping):
        yield one.hit("/metadata", "metadata is empty" if metadata is None else "metadata is no map")
    elif "metadata" in one.body and metadata.get("name") in (None, "") and not metadata.get("generateName"):
        yield one.hit(_PLACE, "the object has no name")


@objects("META003", MUST, ERROR, "reason")
def name_label(one: Manifest, release: Release) -> Iterator[Hit]:
    """Resource name equals the app.kubernetes.io/name label."""
    said = label(one.labels, NAME)
    if not said or not one.name or said in (one.name, one.name[:_LONGEST].rstrip("-")):
        return
    place = joined("/metadata/labels", NAME)
    if one.name == f"{said}-{label(one.labels, INSTANCE)}":
        severity = None if release.settings.strict_names else INFO
        yield one.hit(place, f"label {NAME!r} is {said!r}, the name {one.name!r} without the release", severity)
    else:
        yield one.hit(place, f"label {NAME!r} is {said!r}, the name is {one.name!r}")


@objects("META004", SHOULD, WARNING, "reason")
def precise_name(one: Manifest, release: Release) -> Iterator[Hit]:
    """Names identify component, suite and release."""
    owner = release.context.release if release.context else label(one.labels, INSTANCE)
    if not one.name or not owner or one.kind in _DICTATED:
        return
    if not _has(one.name, owner):
        yield one.hit(_PLACE, f"name {one.name!r} does not hold the release {owner!r}")
    elif one.chart and one.chart.name not in owner:
        yield from _suite(one, owner, one.chart.name, _overrides(one, release))


@objects("META015", MAY, WARNING, "none")
def short_name(one: Manifest, release: Release) -> Iterator[Hit]:
    """Names fit in 63 characters."""
    name = one.metadata.get("name")
    if name in (None, "") or one.kind in _DICTATED:
        return
    if fault := _fault(one.kind, name):
        yield one.hit(_PLACE, f"name {name!r} {fault}")
    elif one.kind == "StatefulSet" and len(name) > _STATEFUL:
        yield one.hit(
            _PLACE, f"name {name!r} has {len(name)} characters, its pods need {_LONGEST - _STATEFUL} more", INFO
        )


@further(short_name, Subject.CHART)
def short_name_of_every_release(chart: ChartSource) -> Iterator[Hit]:
    """Names fit in 63 characters whatever the release is called; rendered again only where a name may grow too long."""
    found = _stretched(chart)
    if isinstance(found, str):
        reason = shorten(found, _REASON, placeholder=" …")
        message = f"with a release name of {len(_RELEASE)} characters the chart does not render: {reason}"
        yield chart.hit(METADATA, message, severity=INFO, key="release")
        return
    known = {(one.source, one.order, one.kind): one for objects in chart.own.values() for one in objects}
    for long in found:
        one, name = known.get((long.source, long.order, long.kind)), long.metadata.get("name")
        if one and name and not _fault(one.kind, one.name) and (fault := _fault(one.kind, name)):
            yield one.hit(
                _PLACE, f"with a release name of {len(_RELEASE)} characters the name {fault}", INFO, "release"
            )


def _stretched(chart: ChartSource) -> tuple[Manifest, ...] | str:
    """What may break the limit where the release has the longest name; the reason where nothing is rendered then."""
    context = chart.defaults.context if chart.defaults else None
    names = [one.name for objects in chart.own.values() for one in objects if one.kind not in _DICTATED]
    if not (chart.render and context and any(_may_grow(name, context.release, chart.name) for name in names)):
        return ()
    found = chart.render(_RELEASE, {})
    return found if isinstance(found, str) else tuple(one for one in found.objects if one.kind not in _DICTATED)


def _may_grow(name: str, release: str, chart: str) -> bool:
    """Whether a name may be too long with another release; the usual macro leaves out a chart that the release names."""
    left_out = len(chart) + 1 if chart in release else 0
    return release in name and len(name) - len(release) + left_out + len(_RELEASE) > _LONGEST


def _fault(kind: str, name: Any) -> str:
    """What is wrong with a name, "" where nothing is."""
    if not isinstance(name, str):
        return "is no text"
    if len(name) > _LONGEST:
        return f"has {len(name)} characters, {_LONGEST} are allowed"
    return "" if _FORMS.get(kind, _DOTTED).fullmatch(name) else f"is no DNS name as {an(kind or 'resource')} needs it"


def _overrides(one: Manifest, release: Release) -> Sequence[str]:
    """What the values put in the place of the chart's name, by the usual keys; those of a subchart stand below its own."""
    values = at(release.context.values, *in_chart(one.source)[1]) if release.context else None
    return [word for key in _OVERRIDES if (word := text(at(values, key)))]


def _suite(one: Manifest, owner: str, chart: str, overrides: Sequence[str]) -> Iterator[Hit]:
    """Whether a name holds the chart too, or what replaces it: by the values, or by its label after the release."""
    if any(_has(word, owner) and _has(one.name, word) for word in overrides):
        return
    said = label(one.labels, NAME)
    replaced = bool(said) and _has(one.name, f"{owner}-{said}")
    suite = next((word for word in (chart, *overrides) if _has(one.name, word)), "")
    if not replaced and not suite:
        yield one.hit(_PLACE, f"name {one.name!r} does not hold the chart {chart!r}")
    elif replaced or not _before(one.name, suite, owner):
        yield one.hit(_PLACE, f"name {one.name!r} has the release before the chart", INFO)


def _has(name: str, word: str) -> bool:
    """Whether a name holds a word between hyphens, dots or colons."""
    return _padded(word) in _padded(name)


def _before(name: str, first: str, second: str) -> bool:
    start = _padded(name).find(_padded(first))
    return start >= 0 and _padded(name).find(_padded(second), start + len(first) + 1) >= 0


def _padded(name: str) -> str:
    return f"-{name}-".replace(".", "-").replace(":", "-")
