"""SCHED: where a chart takes its rules of scheduling from."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, chart, values
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.macros import Macro, called
from pipeline.checks.subjects.manifest import HOOK
from pipeline.checks.subjects.pod import WORKLOADS
from pipeline.checks.subjects.resources import Resource, resources
from pipeline.checks.subjects.template import Document, Entry, Path, Template
from pipeline.checks.subjects.values import ValuesFile
from pipeline.manifests.reading import at, listing, mapping
from pipeline.model.finding import Severity

Fault = tuple[str, int, str, Severity | None]  # key, line, message, severity
_KEYS: Final = ("nodeSelector", "affinity", "tolerations")
_USUAL: Final = ("spec", "template", "spec")
_SPECS: Final[Mapping[str, tuple[str, ...]]] = {
    "Pod": ("spec",),
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
}


@chart("SCHED001", SHOULD, WARNING, "reason")
def from_values(chart: ChartSource) -> Iterator[Hit]:
    """Scheduling rules come from values."""
    lines = frozenset((use.file, use.line) for uses in chart.uses.by_path.values() for use in uses)
    for template in chart.templates:
        for one in resources(chart, template):
            if one.kind in WORKLOADS and one.document and not _is_hook(template, one, one.document):
                for key, line, message, severity in _faults(chart, template, one, one.document, lines):
                    yield chart.hit(template.path, message, line, severity, f"{one.kind}/{key}")


@values("SCHED004", MAY, INFO, "reason")
def empty_by_default(file: ValuesFile, chart: ChartSource) -> Iterator[Hit]:
    """Scheduling values are empty by default."""
    if file.is_overlay:
        return
    for path, value in _found(file.value):
        if value:
            yield file.hit(path, f"{'.'.join(map(str, path))!r} is not empty by default")
    for used in chart.uses.by_path:
        if used and used[-1] in _KEYS and used[-1] not in mapping(at(file.value, *used[:-1])):
            yield file.hit(used, f"{'.'.join(used)!r} is used in templates and has no default")


def _is_hook(template: Template, one: Resource, document: Document) -> bool:
    """Whether it is a hook, or is made one by a variable, or by values as tests are."""
    return one.is_hook or HOOK in document.text or template.path.startswith("templates/tests/")


def _faults(
    chart: ChartSource, template: Template, one: Resource, document: Document, lines: frozenset[tuple[str, int]]
) -> Iterator[Fault]:
    """lines: (file, line) where templates use values."""
    spec = _SPECS.get(one.kind, _USUAL)
    for key in _KEYS:
        path: Path = (*spec, key)
        written, said = _written(document, path), f"{key} of a {one.kind}"
        if written:
            if not any(_prints(entry, path) or (template.path, entry.line) in lines for entry in written):
                yield key, written[0].line, f"{said} is written out and not taken from values", None
        elif not any(at(body.body, *path) for body in one.objects):
            yield from ((key, one.line, message, INFO) for message in _absent(chart, document, spec, key, said))


def _written(document: Document, path: Path) -> Sequence[Entry]:
    """The entries at a path and below it, and what is printed right behind the bare key: a list may stand in its column."""
    found = list(document.below(*path))
    for entry, behind in pairwise(document.entries):
        if entry.path == path and not entry.value and behind.printed:
            found.append(behind)
    return found


def _absent(chart: ChartSource, document: Document, spec: Path, key: str, said: str) -> Iterator[str]:
    """What to say where nothing that is printed into the spec of the pods brings the key along."""
    printed = [
        entry.value for entry in document.entries if "{{" in entry.value and entry.path == spec[: len(entry.path)]
    ]
    reached = _reached("\n".join(printed), chart.macros)
    if not any(key in text for text in reached.values() if text):
        unknown = sorted(name for name, text in reached.items() if text is None)
        yield f"to review: whether {unknown[0]!r} brings {said}" if unknown else f"{said} cannot be set by values"


def _prints(entry: Entry, path: Path) -> bool:
    """Whether an action prints all that is at a path."""
    return entry.path == path and "{{" in entry.value


def _reached(said: str, macros: Mapping[str, Macro]) -> Mapping[str, str | None]:
    """The text itself and those of the macros that it calls, and that those call; None for one that is not there."""
    found: dict[str, str | None] = {"": said}
    todo = list(called(said))
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = macros[name].text if name in macros else None
            todo += called(found[name] or "")
    return found


def _found(value: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """(path, value) of each key of scheduling, wherever it is; what stands in several places by an alias once."""
    todo: list[tuple[Path, Any]] = [((), value)]
    seen: set[int] = set()
    while todo:
        path, one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        for key, item in one.items() if isinstance(one, Mapping) else enumerate(listing(one)):
            if key in _KEYS:
                yield (*path, key), item
            elif isinstance(item, Mapping | list):
                todo.append(((*path, key), item))
