"""SCHED: where a chart takes its rules of scheduling from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, chart, values
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.macros import called, parts
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


@dataclass(frozen=True, slots=True)
class _Known:
    """lines: (file, line) where templates use values; macros: text of the chart's named templates by their names."""

    lines: frozenset[tuple[str, int]]
    macros: Mapping[str, str]


@chart("SCHED001", SHOULD, WARNING, "reason")
def from_values(chart: ChartSource) -> Iterator[Hit]:
    """Scheduling rules come from values."""
    known = _Known(
        frozenset((use.file, use.line) for uses in chart.uses.by_path.values() for use in uses),
        {macro.name: macro.text for text in chart.helpers.values() for macro in parts(text).macros},
    )
    for template in chart.templates:
        for one in resources(chart, template):
            if one.kind in WORKLOADS and one.document and not one.is_hook:
                for key, line, message, severity in _faults(template, one, one.document, known):
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


def _faults(template: Template, one: Resource, document: Document, known: _Known) -> Iterator[Fault]:
    spec = _SPECS.get(one.kind, _USUAL)
    for key in _KEYS:
        path: Path = (*spec, key)
        written, said = list(document.below(*path)), f"{key} of a {one.kind}"
        if written:
            if not any(_prints(entry, path) or (template.path, entry.line) in known.lines for entry in written):
                yield key, written[0].line, f"{said} is written out and not taken from values", None
        elif not any(at(body.body, *path) for body in one.objects):
            yield from ((key, one.line, message, INFO) for message in _absent(document, spec, key, said, known.macros))


def _absent(document: Document, spec: Path, key: str, said: str, macros: Mapping[str, str]) -> Iterator[str]:
    """What to say where nothing that is printed into the spec of the pods brings the key along."""
    printed = [
        entry.value for entry in document.entries if "{{" in entry.value and entry.path == spec[: len(entry.path)]
    ]
    reached = _reached("\n".join(printed), macros)
    if not any(key in text for text in reached.values() if text):
        unknown = sorted(name for name, text in reached.items() if text is None)
        yield f"to review: whether {unknown[0]!r} brings {said}" if unknown else f"{said} cannot be set by values"


def _prints(entry: Entry, path: Path) -> bool:
    """Whether an action prints all that is at a path."""
    return entry.path == path and "{{" in entry.value


def _reached(said: str, macros: Mapping[str, str]) -> Mapping[str, str | None]:
    """The text itself and those of the macros that it calls, and that those call; None for one of another chart."""
    found: dict[str, str | None] = {"": said}
    todo = list(called(said))
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = macros.get(name)
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
