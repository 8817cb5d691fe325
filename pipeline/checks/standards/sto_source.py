"""STO: where a chart declares storage."""

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.checks.hit import Hit, an
from pipeline.checks.rule import INFO, SHOULD, WARNING, chart
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.holding import held
from pipeline.checks.subjects.storage import CLAIM, VOLUME
from pipeline.checks.subjects.template import Template
from pipeline.checks.subjects.written import plain
from pipeline.manifests.reading import text

_PAIR: Final = (VOLUME, CLAIM)


@chart("STO001", SHOULD, WARNING, "reason")
def own_template(chart: ChartSource) -> Iterator[Hit]:
    """Volumes and claims have their own template."""
    for template in chart.templates:
        kinds = dict(reversed([*held(chart, template)]))
        stored = next((kind for kind in _PAIR if kind in kinds), None)
        others = sorted(kind for kind in kinds if kind not in _PAIR)
        if stored and others:
            message = f"a {stored} shares its template with {an(others[0])}"
            yield chart.hit(template.path, message, kinds[stored], key=f"{stored} {others[0]}")
    yield from _apart(chart)


def _apart(chart: ChartSource) -> Iterator[Hit]:
    """Claims that name a volume of another template."""
    volumes = {name: path for path, kind, name, _, _ in _stored(chart) if kind == VOLUME and name}
    for path, kind, _, wanted, line in _stored(chart):
        if kind == CLAIM and volumes.get(wanted, path) != path:
            message = (
                f"the claim and its volume in {volumes[wanted].rpartition('/')[2]} are partners and share a template"
            )
            yield chart.hit(path, message, line, INFO, key="apart")


def _stored(chart: ChartSource) -> Sequence[tuple[str, str, str, str, int]]:
    """(template, kind, name, name of the volume, line) of each volume and claim; raw texts where nothing is rendered."""
    if chart.defaults is None:
        return [one for template in chart.templates for one in _as_written(template)]
    lines = {
        (template.path, kind): line for template in chart.templates for kind, line in held(chart, template) if line
    }
    return [
        (path, one.kind, one.name, text(one.spec.get("volumeName")), lines.get((path, one.kind), 0))
        for path, objects in chart.own.items()
        for one in objects
        if one.kind in _PAIR
    ]


def _as_written(template: Template) -> Iterator[tuple[str, str, str, str, int]]:
    for document in template.documents:
        kind = plain(document.kind)
        if kind in _PAIR:
            yield (
                template.path,
                kind,
                document.value("metadata", "name"),
                document.value("spec", "volumeName"),
                document.line,
            )
