"""STO: where a chart declares storage, and who can switch it off."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, SHOULD, WARNING, chart
from pipeline.checks.subjects.actions import Guards
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.holding import held
from pipeline.checks.subjects.storage import CLAIM, VOLUME
from pipeline.checks.subjects.template import Template
from pipeline.checks.subjects.written import plain
from pipeline.manifests.reading import at, text
from pipeline.model.finding import Severity

_PAIR: Final = (VOLUME, CLAIM)
_READ: Final = re.compile(r"(?P<no>\bnot\s+\(?\s*)?(?<![\w)\]\"$])\$?(?P<path>\.[A-Za-z_][\w.]*)")
_STORAGE: Final = re.compile(r"persist|storage|volume|pv|claim|disk", re.IGNORECASE)
_UNKNOWN: Final = re.compile(r"\b(?:include|template|tpl)\b|\$\w")
_EITHER: Final = re.compile(r"(?:^|\()\s*or\s")


@dataclass(frozen=True, slots=True)
class Read:
    """A path of values that a condition reads. is_negated: it is the opposite that counts; either: another may be enough."""

    path: str
    is_negated: bool
    either: bool


@chart("STO001", SHOULD, WARNING, "reason")
def own_template(chart: ChartSource) -> Iterator[Hit]:
    """Volumes and claims have their own template."""
    for template in chart.templates:
        kinds = dict(reversed([*held(chart, template)]))
        stored = next((kind for kind in _PAIR if kind in kinds), None)
        others = sorted(kind for kind in kinds if kind not in _PAIR)
        if stored and others:
            message = f"a {stored} shares its template with a {others[0]}"
            yield chart.hit(template.path, message, kinds[stored], key=f"{stored} {others[0]}")
    yield from _apart(chart)


@chart("STO002", SHOULD, WARNING, "reason")
def switchable(chart: ChartSource) -> Iterator[Hit]:
    """Storage declaration can be switched off."""
    for template in chart.templates:
        for document in template.documents:
            entry = document.entry("kind")
            kind = plain(entry.value) if entry else ""
            if entry and kind in _PAIR:
                message, severity = _judged(kind, entry.guards, chart)
                if message:
                    yield chart.hit(template.path, message, entry.line, severity, key=kind)


def _judged(kind: str, guards: Guards, chart: ChartSource) -> tuple[str, Severity | None]:
    """(what is wrong with the switch, how bad that is); "" where nothing is."""
    values = chart.values.value if chart.values else {}
    reads = [*_reads(guards)]
    switches = [read for read in reads if not read.is_negated and isinstance(at(values, *read.path.split(".")), bool)]
    wanted = [read.path for read in reads if not read.is_negated]
    if any(_is_of_storage(read.path) and not read.either for read in switches):
        return "", None
    if switches:
        path = switches[-1].path
        if all(read.either for read in switches):
            return f"to review: whether {path!r} alone switches the {kind} off", INFO
        return f"{path!r} switches the component, not its storage", INFO
    if wanted:
        return f"{wanted[-1]!r} switches the {kind}, and is no true or false in values.yaml", None
    if any(guard.word == "if" and _UNKNOWN.search(guard.condition) for guard in guards):
        return f"to review: whether a value switches the {kind} off", INFO
    if any(guard.word in ("range", "with") and ".Values" in guard.condition for guard in guards):
        return f"the {kind} comes and goes with values and has no switch of its own", INFO
    return f"no value switches the {kind} off", None


def _reads(guards: Guards) -> Iterator[Read]:
    """What the conditions of `if` around a document read, `with` followed."""
    around: str | None = None
    for guard in guards:
        found = list(_paths(guard.condition, around))
        if guard.word == "if":
            yield from found
        elif guard.word == "with":
            around = found[0].path if found else None
        elif guard.word == "range":
            around = None


def _paths(condition: str, around: str | None) -> Iterator[Read]:
    for match in _READ.finditer(condition):
        either = _EITHER.search(condition, 0, match.start()) is not None
        root, _, rest = match["path"][1:].partition(".")
        negated = bool(match["no"]) or condition.startswith("not ")
        if root == "Values":
            yield Read(rest, negated, either)
        elif around and root[:1].islower():
            yield Read(f"{around}{match['path']}", negated, either)


def _is_of_storage(path: str) -> bool:
    """Whether a switch is about storage, and not about a whole component."""
    parent, _, last = path.rpartition(".")
    return last != "enabled" or _STORAGE.search(parent) is not None


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
