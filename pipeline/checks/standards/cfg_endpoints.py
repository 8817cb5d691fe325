"""CFG: addresses of what an application sends to."""

from collections.abc import Iterator

from pipeline.checks.endpoints import endpoints
from pipeline.checks.hit import Hit
from pipeline.checks.rule import SHOULD, WARNING, chart
from pipeline.checks.subjects.assigned import assigned
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.pod import WORKLOADS
from pipeline.checks.subjects.template import Document
from pipeline.checks.subjects.written import Written, plain, written


@chart("CFG005", SHOULD, WARNING, "reason")
def configurable_endpoints(chart: ChartSource) -> Iterator[Hit]:
    """External endpoints are configurable."""
    for template in chart.templates:
        for document in template.documents:
            for name, one in _spoken(document):
                for address in endpoints(one.text):
                    message = f"{name} names {address!r} in the template"
                    yield chart.hit(template.path, message, one.line, key=f"{plain(document.kind)}/{name}/{address}")


def _spoken(document: Document) -> Iterator[tuple[str, Written]]:
    """(what it is, scalar) of each value, argument and entry of configuration."""
    yield from ((repr(name), one) for name, one in assigned(document))
    if plain(document.kind) in WORKLOADS:
        yield from (
            ("an argument", one)
            for one in written(document)
            if one.path[-2:-1] in (("args",), ("command",)) and isinstance(one.path[-1], int)
        )
