"""STO: who can switch off the storage that a chart declares; a switch is tried where the chart can be rendered again."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from textwrap import shorten
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, SHOULD, WARNING, chart
from pipeline.checks.subjects.actions import Guards
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.macros import called
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.storage import CLAIM, VOLUME
from pipeline.checks.subjects.written import plain
from pipeline.manifests.reading import at
from pipeline.model.finding import Severity

_PAIR: Final = (VOLUME, CLAIM)
_READ: Final = re.compile(r"(?P<no>\bnot\s+\(?\s*)?(?<![\w)\]\"$])\$?(?P<path>\.[A-Za-z_][\w.]*)")
_STORAGE: Final = re.compile(r"persist|storage|volume|pv|claim|disk", re.IGNORECASE)
_UNKNOWN: Final = re.compile(r"\b(?:include|template|tpl)\b|\$\w")
_EITHER: Final = re.compile(r"(?:^|\()\s*or\s")
_REASON: Final = 200  # characters of what Helm says


@dataclass(frozen=True, slots=True)
class Read:
    """A path of values that a condition reads. is_negated: it is the opposite that counts; either: another may be enough."""

    path: str
    is_negated: bool
    either: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """A document that declares storage. alone: no other one of its template has its kind."""

    path: str
    kind: str
    guards: Guards
    alone: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A chart rendered with one switch off each time; each is tried once."""

    chart: ChartSource
    made: dict[str, Release | str] = field(default_factory=dict)

    def fault(self, switch: str, one: Stored) -> str | None:
        """Why a switch does not take a document away; "" where it does, None where nothing shows it."""
        there = _count(self.chart.defaults, one, self.chart)
        if not there:
            return None
        is_on = at(_values(self.chart), *switch.split("."))
        found = self._without(switch) if is_on else self.chart.defaults
        if not found or not (is_on or one.alone):
            return None
        if isinstance(found, str):
            return f"with {switch!r} false the chart does not render: {shorten(found, _REASON, placeholder=' …')}"
        left = _count(found, one, self.chart)
        if left == 0 or (left < there and not one.alone):
            return ""
        return f"with {switch!r} false the {one.kind} is still rendered"

    def _without(self, switch: str) -> Release | str:
        """What is rendered without it; "" where nobody can render."""
        if switch not in self.made:
            self.made[switch] = self.chart.render("", _off(switch)) if self.chart.render else ""
        return self.made[switch]


@chart("STO002", SHOULD, WARNING, "reason")
def switchable(chart: ChartSource) -> Iterator[Hit]:
    """Storage declaration can be switched off."""
    trial = Trial(chart)
    for template in chart.templates:
        entries = [entry for document in template.documents if (entry := document.entry("kind"))]
        kinds = [plain(entry.value) for entry in entries]
        for entry, kind in zip(entries, kinds, strict=True):
            if kind in _PAIR:
                one = Stored(template.path, kind, entry.guards, kinds.count(kind) == 1)
                message, severity = _judged(one, trial)
                if message:
                    yield chart.hit(template.path, message, entry.line, severity, key=kind)


def _judged(one: Stored, trial: Trial) -> tuple[str, Severity | None]:
    """(what is wrong with the switch, how bad that is); "" where nothing is."""
    reads = [read for read in _reads(one.guards) if not read.is_negated]
    switches = [read for read in reads if _is_switch(read, trial.chart)]
    if switches:
        return _switched(one, switches, trial)
    if reads:
        return f"{reads[-1].path!r} switches the {one.kind}, and is no true or false in values.yaml", None
    if any(guard.word == "if" and _UNKNOWN.search(guard.condition) for guard in one.guards):
        if any(trial.fault(path, one) == "" for path in _behind(one.guards, trial.chart)):
            return "", None
        return f"to review: whether a value switches the {one.kind} off", INFO
    if any(guard.word in ("range", "with") and ".Values" in guard.condition for guard in one.guards):
        return f"the {one.kind} comes and goes with values and has no switch of its own", INFO
    return f"no value switches the {one.kind} off", None


def _switched(one: Stored, switches: list[Read], trial: Trial) -> tuple[str, Severity | None]:
    """The same for a document with switches: the last one counts that is about storage and needs no other."""
    best = max(reversed(switches), key=lambda read: (_is_of_storage(read.path), not read.either))
    if _is_of_storage(best.path):
        fault = trial.fault(best.path, one)
        if fault or fault == "" or not best.either:
            return fault or "", None
    elif not best.either:
        return f"{best.path!r} switches the component, not its storage", INFO
    return f"to review: whether {best.path!r} alone switches the {one.kind} off", INFO


def _behind(guards: Guards, chart: ChartSource) -> Iterator[str]:
    """The switches of storage in the named templates that conditions ask."""
    names = (name for guard in guards if guard.word == "if" for name in called(guard.condition))
    texts = (chart.macros[name].text for name in names if name in chart.macros)
    reads = (read for text in texts for read in _paths(text, None))
    yield from dict.fromkeys(read.path for read in reads if _is_switch(read, chart) and _is_of_storage(read.path))


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


def _is_switch(read: Read, chart: ChartSource) -> bool:
    return isinstance(at(_values(chart), *read.path.split(".")), bool)


def _is_of_storage(path: str) -> bool:
    """Whether a switch is about storage, and not about a whole component."""
    parent, _, last = path.rpartition(".")
    return last != "enabled" or _STORAGE.search(parent) is not None


def _values(chart: ChartSource) -> Any:
    return chart.values.value if chart.values else {}


def _off(switch: str) -> Mapping[str, Any]:
    """Values in which a switch is off."""
    found: Any = False
    return reduce(lambda inner, key: {key: inner}, reversed(switch.split(".")), found)


def _count(release: Release | None, one: Stored, chart: ChartSource) -> int:
    """How many objects of its kind the template of a document renders."""
    source = f"{chart.name}/{one.path}"
    return sum(each.source == source for each in release.of(one.kind)) if release else 0
