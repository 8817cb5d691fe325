"""Which objects a template holds, as it is written and as it is rendered."""

from collections.abc import Iterator

from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.template import Template
from pipeline.checks.subjects.written import MARK, plain


def held(chart: ChartSource, template: Template) -> Iterator[tuple[str, int]]:
    """(kind, line of it) of each document that says its kind; then of each rendered object, line 0."""
    for document in template.documents:
        entry = document.entry("kind")
        kind = plain(entry.value) if entry else ""
        if entry and kind and MARK not in kind:
            yield kind, entry.line
    yield from ((one.kind, 0) for one in chart.own.get(template.path, ()))
