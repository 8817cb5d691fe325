"""SVC: where Services stand in templates."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, SHOULD, WARNING, chart
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import WORKLOADS, Pod
from pipeline.checks.subjects.resources import Resource, resources
from pipeline.checks.subjects.template import Template
from pipeline.checks.subjects.written import plain, written

_EARLY: Final = re.compile(r"\d+[-_.]")


@chart("SVC001", SHOULD, WARNING, "reason")
def beside_its_workload(chart: ChartSource) -> Iterator[Hit]:
    """Service is in its workload's file, at the top."""
    for template in chart.templates:
        found = resources(chart, template)
        for one in found:
            if one.kind != "Service":
                continue
            if one.objects:
                messages = (_misplaced(chart, template, service) for service in one.objects)
                for message in dict.fromkeys(filter(None, messages)):
                    yield chart.hit(template.path, message, one.line)
            elif one.document and _selects(one):
                yield from _as_written(chart, template, one, found)


def _misplaced(chart: ChartSource, template: Template, service: Manifest) -> str:
    """What is wrong with the place of a Service that is rendered, "" where nothing is."""
    pods = [pod for pod in chart.defaults.served(service) if not pod.owner.is_hook] if chart.defaults else []
    beside = [pod for pod in pods if pod.owner.source == service.source]
    if any(pod.owner.order >= service.order for pod in beside):
        return ""
    if beside:
        return f"the Service stands behind the {beside[0].kind} that it selects"
    if not pods or (_EARLY.match(template.name) and all(service.source < pod.owner.source for pod in pods)):
        return ""
    return f"the Service stands apart from the {pods[0].kind} that it selects, which is in {_file(pods[0])}"


def _file(pod: Pod) -> str:
    return pod.owner.source.partition("/")[2]


def _as_written(chart: ChartSource, template: Template, one: Resource, found: Sequence[Resource]) -> Iterator[Hit]:
    """The same of a Service that is not rendered by the chart's own values."""
    workloads = [other for other in found if other.kind in WORKLOADS and other.document]
    if not workloads and not _EARLY.match(template.name):
        message = "to review: whether the Service, which is not rendered here, selects a workload of another file"
        yield chart.hit(template.path, message, one.line, INFO)
    elif workloads and all(other.line < one.line for other in workloads):
        yield chart.hit(template.path, f"the Service stands behind the {workloads[0].kind} in its file", one.line)


def _selects(one: Resource) -> bool:
    """Whether a Service is written with a selector, and leads to pods."""
    if one.document is None or plain(one.document.value("spec", "type")) == "ExternalName":
        return False
    below = (scalar.path[:2] for scalar in written(one.document))
    return one.document.entry("spec", "selector") is not None or ("spec", "selector") in below
