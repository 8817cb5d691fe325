"""CTRL: what templates write about controllers."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, chart
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.template import Document, Template
from pipeline.checks.subjects.written import Written, in_full, is_open, plain

_SCALED: Final = ("Deployment", "StatefulSet")
_SCALERS: Final = ("HorizontalPodAutoscaler", "ScaledObject")
_KEY: Final = re.compile(r"\.Values\.(\w+)")
_SINGLE: Final = re.compile(r"\b(?:single|only one|one instance|one replica|databases?|devices?)\b", re.IGNORECASE)


@chart("CTRL006", MAY, INFO, "reason")
def replicas_from_values(chart: ChartSource) -> Iterator[Hit]:
    """Replica counts come from values."""
    for template in chart.templates:
        for document in template.documents:
            if plain(document.kind) in _SCALED:
                yield from _replicas(chart, template, document)


def _replicas(chart: ChartSource, template: Template, document: Document) -> Iterator[Hit]:
    kind, name = plain(document.kind), _name(document, "metadata", "name")
    counts = [one for one in in_full(document) if one.path == ("spec", "replicas")]
    key = f"{kind}/{name}"
    for one in counts:
        if not is_open(one.text) and not _is_switched(document, one) and not _is_single(chart, document, one.text):
            yield chart.hit(
                template.path, f"the {kind} has {one.text} replicas in every environment", one.line, key=key
            )
    if counts or _is_scaled(chart, document):
        return
    line = document.entries[0].line
    if any(entry.printed and entry.path in ((), ("spec",)) for entry in document.entries):
        message = f"to review: whether what is printed into the {kind} has its replicas"
        yield chart.hit(template.path, message, line, key=key)
    else:
        yield chart.hit(
            template.path, f"the {kind} does not say how many replicas it has, and no autoscaler does", line, key=key
        )


def _is_switched(document: Document, count: Written) -> bool:
    """Whether a block inside of `spec` decides which number is taken."""
    spec = document.entry("spec")
    return spec is not None and len(count.guards) > len(spec.guards)


def _is_single(chart: ChartSource, document: Document, count: str) -> bool:
    """Whether the values say in the comment on the component that there is only one."""
    values = chart.values
    if count != "1" or values is None:
        return False
    rows = values.rows
    for key in set(_KEY.findall(document.text)):
        line = values.lines.get((key,), 0) - 1
        comment = [rows[line].partition("#")[2]] if 0 <= line < len(rows) else []
        while 0 < line <= len(rows) and rows[line - 1].lstrip().startswith("#"):
            line -= 1
            comment.append(rows[line])
        if any(_SINGLE.search(row) for row in comment):
            return True
    return False


def _is_scaled(chart: ChartSource, document: Document) -> bool:
    """Whether an autoscaler of the chart names the workload, as it is written."""
    kind, name = plain(document.kind), _name(document, "metadata", "name")
    targets = (
        (plain(other.value("spec", "scaleTargetRef", "kind")), _name(other, "spec", "scaleTargetRef", "name"))
        for template in chart.templates
        for other in template.documents
        if plain(other.kind) in _SCALERS
    )
    return any(target in (kind, "") and named == name for target, named in targets)


def _name(document: Document, *path: str) -> str:
    """A name as it is written, without spaces and quotes, to be compared."""
    return "".join(document.value(*path).split()).strip("\"'").replace("$.", ".")
