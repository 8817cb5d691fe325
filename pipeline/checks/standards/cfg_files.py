"""CFG: files of configuration beside the templates."""

from collections.abc import Iterator

from pipeline.checks import outside
from pipeline.checks.hit import Hit
from pipeline.checks.rule import SHOULD, WARNING, chart
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.written import plain


@chart("CFG004", SHOULD, WARNING, "config")
def outside_of_templates(chart: ChartSource) -> Iterator[Hit]:
    """Large or delicate configuration files are kept outside the template."""
    for template in chart.templates:
        for document in template.documents:
            if plain(document.kind) == "ConfigMap":
                found = {one.path: (one, why) for one, why in outside.delicate(document)}
                found |= {one.path: (one, why) for one, why in outside.long(document, ("data",), chart.settings)}
                for one, why in found.values():
                    yield chart.hit(template.path, f"{one.path[1]!r} {why} and belongs into configs/", one.line)
    for path, line, wrong in outside.misplaced(chart, "AsConfig"):
        yield chart.hit(path, wrong, line)
    yield from outside.unread(chart, outside.CONFIGS)
    yield from outside.strange(chart)
