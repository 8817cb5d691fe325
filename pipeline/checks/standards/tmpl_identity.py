"""TMPL: names and core labels are computed from the chart and the release."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pipeline.checks.hit import Hit, an
from pipeline.checks.rule import INFO, SHOULD, WARNING, chart
from pipeline.checks.subjects.actions import ACTION
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.components import FIXED
from pipeline.checks.subjects.labels import CHART, CORE, INSTANCE, MANAGED_BY, NAME
from pipeline.checks.subjects.macros import parts
from pipeline.checks.subjects.reach import (
    CHART_NAME,
    CHART_VERSION,
    RELEASE_NAME,
    RELEASE_SERVICE,
    Reach,
    Said,
    macros,
    reach,
    variables,
)
from pipeline.checks.subjects.resources import Resource, resources
from pipeline.checks.subjects.template import Document
from pipeline.checks.subjects.written import written

_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    NAME: (CHART_NAME,), INSTANCE: (RELEASE_NAME,), CHART: (CHART_NAME, CHART_VERSION), MANAGED_BY: (RELEASE_SERVICE,),
}  # fmt: skip
_LABEL: Final = re.compile(rf"""[ \t]*["']?({"|".join(map(re.escape, CORE))})["']?[ \t]*:(.*)""")


@chart("TMPL015", SHOULD, WARNING, "reason")
def identity(chart: ChartSource) -> Iterator[Hit]:
    """Identity metadata is built from chart and release objects."""
    known = macros(chart)
    for template in chart.templates:
        own = variables(template.text)
        for one in resources(chart, template):
            yield from _name(chart, template.path, one, own, known)
            if one.document:
                yield from _labels(chart, template.path, _metadata(one.document), own, known)
    for path, text in chart.helpers.items():
        yield from _written_labels(chart, path, text)


def _name(chart: ChartSource, path: str, one: Resource, *known: Mapping[str, Said]) -> Iterator[Hit]:
    """The name of a resource; one that a macro of somebody else prints is judged as it is rendered."""
    raw, line = _raw_name(_metadata(one.document)) if one.document else ("", 0)
    found = reach(raw, *known)
    if one.kind in FIXED or (one.document and not raw) or RELEASE_NAME in found.facts:
        return
    kind = one.kind or "resource"
    if one.document and found.is_known:
        yield chart.hit(path, f"the name of {an(kind)} is not made of .{RELEASE_NAME}: {raw!r}", line)
    elif not _has_release(chart, one):
        message = f"to review: whether the name of {an(kind)} holds that of the release, for a macro prints it"
        yield chart.hit(path, message, line, INFO, f"{path} {kind}")


def _has_release(chart: ChartSource, one: Resource) -> bool:
    context = chart.defaults.context if chart.defaults else None
    return bool(context and one.objects) and all(context.release in found.name for found in one.objects if context)


def _labels(chart: ChartSource, path: str, metadata: Document, *known: Mapping[str, Said]) -> Iterator[Hit]:
    """The core labels that are written in the template, each of a line of its own or in one list with others."""
    flow = {one.path[2:]: one for one in written(metadata) if one.is_literal and one.path[:2] == ("metadata", "labels")}
    for key in CORE:
        entry = metadata.entry("metadata", "labels", key)
        if entry and _is_wrong(key, reach(entry.value, *known)):
            yield chart.hit(path, _message(key, entry.value), entry.line)
        elif not entry and (key,) in flow:
            yield chart.hit(path, _message(key, flow[key,].text), flow[key,].line)


def _written_labels(chart: ChartSource, path: str, text: str) -> Iterator[Hit]:
    """Core labels that a named template writes out."""
    for macro in parts(text).macros:
        for number, line in enumerate(macro.text.split("\n"), macro.line):
            match = _LABEL.match(line)
            if match and match[2].strip() and not ACTION.search(match[2]):
                yield chart.hit(path, _message(match[1], match[2].strip()), number)


def _is_wrong(key: str, found: Reach) -> bool:
    missing = not found.facts.issuperset(_LABELS[key])
    return found.is_known and missing and not (key == NAME and RELEASE_NAME in found.facts)


def _message(key: str, value: str) -> str:
    return f"the label {key} is not made of {' and '.join(f'.{fact}' for fact in _LABELS[key])}: {value!r}"


def _metadata(document: Document) -> Document:
    """The part of a document that its metadata are."""
    return replace(document, text="", entries=tuple(document.below("metadata")))


def _raw_name(metadata: Document) -> tuple[str, int]:
    """What is written as the name, or prints all the metadata, and its line; nothing where the API server makes the name."""
    if metadata.entry("metadata", "generateName"):
        return "", 0
    entry = metadata.entry("metadata", "name")
    if entry:
        return entry.value, entry.line
    literal = next((one for one in written(metadata) if one.path == ("metadata", "name") and one.is_literal), None)
    if literal:
        return literal.text, literal.line
    printed = [one for one in metadata.entries if one.path == ("metadata",) and "{{" in one.value]
    return " ".join(one.value for one in printed), printed[0].line if printed else 0
