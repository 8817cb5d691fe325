"""RES: where the resources of containers are written."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import SHOULD, WARNING, chart
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.pod import WORKLOADS
from pipeline.checks.subjects.template import Document, Path, Template
from pipeline.checks.subjects.uses import Keys
from pipeline.checks.subjects.written import plain, written
from pipeline.manifests.reading import at

_HOLDERS: Final = ("containers", "initContainers")
_VALUES: Final = "values.yaml"
Places = Mapping[tuple[str, int], Sequence[Keys]]


@chart("RES003", SHOULD, WARNING, "reason")
def from_values(chart: ChartSource) -> Iterator[Hit]:
    """Resources come from values."""
    places = _places(chart)
    used: dict[Keys, None] = {}
    for template in chart.templates:
        for document in template.documents:
            if plain(document.kind) in WORKLOADS:
                yield from _written_out(chart, template, document)
                used |= dict.fromkeys(_used(template, document, places))
    given = chart.values.value if chart.values else {}
    for path in used:
        if not at(given, *path):
            name = ".".join(path)
            yield chart.hit(_VALUES, f"{name!r} has no default", chart.line_of(_VALUES, *path), key=name)


def _written_out(chart: ChartSource, template: Template, document: Document) -> Iterator[Hit]:
    """A hit for each quantity that stands in a template."""
    kind = plain(document.kind)
    for one in written(document):
        top = _top(one.path)
        part, name = (*one.path[len(top) :], "", "")[:2]
        if top and part in ("requests", "limits") and one.is_literal:
            message = f"{part} of {name} is written out: {one.text!r}"
            yield chart.hit(template.path, message, one.line, key=f"{kind}/{part}/{name}")


def _used(template: Template, document: Document, places: Places) -> Iterator[Keys]:
    """The maps of values that are printed as resources, where nothing else is printed in their place."""
    lines: dict[Path, set[int]] = defaultdict(set)
    written_at: dict[Path, set[int]] = defaultdict(set)
    for entry in document.entries:
        if top := _top(entry.path):
            lines[top].add(entry.line)
            if entry.path == top and not entry.printed:
                written_at[top].add(entry.line)
    for top, found in lines.items():
        if len(written_at[top]) < 2:
            yield from (keys for line in sorted(found) for keys in places.get((template.path, line), ()))


def _places(chart: ChartSource) -> Places:
    """The values that are printed whole on each line of the templates."""
    found: dict[tuple[str, int], list[Keys]] = defaultdict(list)
    for path, uses in chart.uses.by_path.items():
        for use in uses:
            if use.whole and path:
                found[use.file, use.line].append(path)
    return found


def _top(path: Path) -> Path:
    """The path of the resources of a container that a path is at or below, () where it is neither."""
    for index, step in enumerate(path):
        if step == "resources" and index > 1 and path[index - 2] in _HOLDERS:
            return path[: index + 1]
    return ()
