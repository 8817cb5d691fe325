"""META: the labels of single objects."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, MAY, MUST, WARNING, objects, release
from pipeline.checks.subjects.labels import CHART, CORE, INSTANCE, MANAGED_BY, is_missing, is_templated, label, package
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined

_LABELS: Final = "/metadata/labels"
_LONGEST: Final = 63
_VERSIONED: Final = re.compile(r"[A-Za-z0-9][-A-Za-z0-9_.]*-v?\d+\.\d+\.\d+([-_+.][-_+.A-Za-z0-9]*)?")
_VALUE: Final = re.compile(r"(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?")


@objects("META001", MUST, ERROR, "config")
def core_labels(one: Manifest, release: Release) -> Iterator[Hit]:
    """Core labels are present on every object."""
    if is_templated(one):
        for key in CORE:
            if is_missing(one.labels, key):
                yield one.hit(_LABELS, f"no label {key!r}", key=key)


@objects("META005", MUST, ERROR, "none")
def chart_label(one: Manifest, release: Release) -> Iterator[Hit]:
    """helm.sh/chart holds chart name and version."""
    said = label(one.labels, CHART)
    if not said:
        return
    place = joined(_LABELS, CHART)
    if one.chart:
        wanted = package(one.chart)
        if said != wanted:
            yield one.hit(place, f"label {CHART!r} is {said!r}, the chart is {wanted!r}", key=place)
    elif len(said) > _LONGEST or not _VERSIONED.fullmatch(said):
        yield one.hit(place, f"label {CHART!r} is {said!r}, not a chart and its version", key=place)


@release("META006", MUST, ERROR, "none")
def instance_label(release: Release) -> Iterator[Hit]:
    """app.kubernetes.io/instance is the release name."""
    context = release.context
    wanted = context.release if context else _usual(release.objects)
    for one in release.objects:
        said = label(one.labels, INSTANCE)
        if said and said != wanted:
            other = f"the release is {wanted!r}" if context else f"most objects have {wanted!r}"
            yield one.hit(joined(_LABELS, INSTANCE), f"label {INSTANCE!r} is {said!r}, {other}")


@objects("META007", MUST, WARNING, "config")
def managing_tool(one: Manifest, release: Release) -> Iterator[Hit]:
    """app.kubernetes.io/managed-by names the tool."""
    said = label(one.labels, MANAGED_BY)
    tools = release.settings.tools
    if said and one.chart and said.lower() not in map(str.lower, tools):
        yield one.hit(joined(_LABELS, MANAGED_BY), f"label {MANAGED_BY!r} is {said!r}, not {' or '.join(tools)}")


@release("META009", MAY, ERROR, "none")
def label_values(release: Release) -> Iterator[Hit]:
    """Label values are valid strings."""
    for one in release.objects:
        yield from _invalid(one, _LABELS, one.labels)
    for pod in release.pods:
        if pod.labels is not pod.owner.labels:
            yield from _invalid(pod.owner, f"{pod.meta_path}/labels", pod.labels)


def _usual(found: Iterable[Manifest]) -> str:
    counted = Counter(said for one in found if (said := label(one.labels, INSTANCE)))
    return counted.most_common(1)[0][0] if counted else ""


def _invalid(owner: Manifest, path: str, labels: Mapping[str, Any]) -> Iterator[Hit]:
    for key, value in labels.items():
        if not isinstance(value, str):
            yield owner.hit(joined(path, key), f"label {key!r} is {value!r}, which is no text")
        elif len(value) > _LONGEST:
            yield owner.hit(
                joined(path, key), f"label {key!r} has {len(value)} characters, {_LONGEST} are allowed", key=path
            )
        elif not _VALUE.fullmatch(value):
            yield owner.hit(joined(path, key), f"label {key!r} has the value {value!r}, which Kubernetes refuses")
