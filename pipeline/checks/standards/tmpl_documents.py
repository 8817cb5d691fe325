"""TMPL: which resources share a file."""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, chart
from pipeline.checks.subjects.actions import inside
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.pod import WORKLOADS, pod_of
from pipeline.checks.subjects.resources import Resource, resources
from pipeline.checks.subjects.template import Document, Step, Template
from pipeline.manifests.reading import mapping
from pipeline.manifests.selectors import matches

# Files that gather all resources of a kind, after the digits that may stand in front.
COLLECTIONS: Final = {"ConfigMap": "configmaps.yaml", "Secret": "secrets.yaml"}
_PREFIX: Final = re.compile(r"^\d+[-_.]")
_STORAGE: Final = frozenset(("PersistentVolume", "PersistentVolumeClaim"))
_INDENT: Final = re.compile(r"\|\s*n?indent\s+\d+")


@chart("TMPL005", SHOULD, WARNING, "reason")
def one_resource(chart: ChartSource) -> Iterator[Hit]:
    """One resource per template file."""
    for template in chart.templates:
        found = _sharing(chart, template)
        if found and _is_coupled(found) is False:
            message = f"one file defines {len(found)} resources: {_kinds(found)}"
            yield chart.hit(template.path, message, found[1].line, key=template.path)


@chart("TMPL006", MAY, WARNING, "reason")
def linked(chart: ChartSource) -> Iterator[Hit]:
    """Only linked resources share a file."""
    for template in chart.templates:
        found = _sharing(chart, template)
        if any(one.kind in WORKLOADS for one in found):
            # Beside a workload these two are the business of CFG007.
            found = [one for one in found if one.kind not in COLLECTIONS]
        if len(found) < 2 or not any(one.kind in (*WORKLOADS, *_STORAGE, "Service") for one in found):
            continue
        coupled = _is_coupled(found)
        if coupled is None:
            message = f"to review: whether {_kinds(found)} in one file belong together, for labels come from macros"
            yield chart.hit(template.path, message, found[1].line, INFO, template.path)
        elif not coupled:
            message = f"nothing links {_kinds(found)}, which share a file"
            yield chart.hit(template.path, message, found[1].line, key=template.path)


@chart("TMPL009", SHOULD, WARNING, "reason")
def config_maps(chart: ChartSource) -> Iterator[Hit]:
    """ConfigMaps are gathered in configmaps.yaml."""
    return _scattered(chart, "ConfigMap")


@chart("TMPL010", SHOULD, WARNING, "reason")
def secrets(chart: ChartSource) -> Iterator[Hit]:
    """Secrets are gathered in secrets.yaml."""
    return _scattered(chart, "Secret")


def is_collection(template: Template) -> bool:
    """Whether a file gathers the ConfigMaps or the Secrets of the chart."""
    return _PREFIX.sub("", template.name) in COLLECTIONS.values()


def _scattered(chart: ChartSource, kind: str) -> Iterator[Hit]:
    home = COLLECTIONS[kind]
    for template in chart.templates:
        if _PREFIX.sub("", template.name) != home:
            for index, one in enumerate(resources(chart, template)):
                if one.kind == kind and not one.is_hook:
                    message = f"a {kind} belongs into templates/{home}"
                    yield chart.hit(template.path, message, one.line, key=f"{template.path} {index}")


def _sharing(chart: ChartSource, template: Template) -> Sequence[Resource]:
    """The resources of a file that has more than one and is no collection; tests have rules of their own."""
    if is_collection(template) or template.path.startswith("templates/tests/"):
        return ()
    found = resources(chart, template)
    return found if len(found) > 1 else ()


def _kinds(found: Sequence[Resource]) -> str:
    return ", ".join(one.kind or "something" for one in found[:6]) + (" …" if len(found) > 6 else "")


def _is_coupled(found: Sequence[Resource]) -> bool | None:
    """Whether resources may share a file: volumes and claims, or a Service and the workload it selects; None if unknown."""
    if all(one.kind in _STORAGE for one in found):
        return True
    service = next((one for one in found if one.kind == "Service"), None)
    workload = next((one for one in found if one.kind in WORKLOADS), None)
    if len(found) != 2 or service is None or workload is None:
        return False
    if service.objects and workload.objects:
        return _selects(service, workload)
    if service.document and workload.document:
        return _seems_to_select(service.document, workload.document, workload.kind)
    return None


def _selects(service: Resource, workload: Resource) -> bool:
    """Whether one selects another; where loops print many, the first of one side is asked about all of the other."""
    selectors = [mapping(one.spec.get("selector")) for one in service.objects]
    labels = [pod.labels for one in workload.objects if (pod := pod_of(one))]
    pairs = [*product(selectors[:1], labels), *product(selectors, labels[:1])]
    return any(selector and matches(selector, there) for selector, there in pairs)


def _seems_to_select(service: Document, workload: Document, kind: str) -> bool | None:
    """By the text alone: both write the same, or have it printed by the same macro; None where macros hide it."""
    steps = () if kind == "Pod" else ("spec", "jobTemplate") * (kind == "CronJob") + ("spec", "template")
    wanted = _tokens(service, "spec", "selector")
    there = _tokens(workload, *steps, "metadata", "labels") | _tokens(workload, "spec", "selector", "matchLabels")
    if wanted and (wanted <= there or any(value.startswith("{{") for _, value in wanted & there)):
        return True
    return None if any("{{" in value for _, value in wanted | there) else False


def _tokens(document: Document, *path: Step) -> set[tuple[tuple[Step, ...], str]]:
    """What stands below a path, wherever it is indented to."""
    found = set()
    for entry in document.below(*path):
        value = entry.value
        if value.startswith("{{") and value.endswith("}}"):
            value = "{{" + _INDENT.sub("", inside(value)).strip()
        if value:
            found.add((entry.path[len(path) :], value))
    return found
