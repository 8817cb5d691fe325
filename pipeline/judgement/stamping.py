"""Marks become findings: how bad in this environment, waived or not, new or known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Final

from pipeline.checks import waiving
from pipeline.checks.registry import by_id
from pipeline.checks.rule import Rule
from pipeline.checks.waiving import Case
from pipeline.judgement.standing import Standing
from pipeline.judgement.twins import folded
from pipeline.model.finding import Finding, Severity
from pipeline.model.policy import Waiver
from pipeline.model.verdict import Mark

NEW: Final = "new"
EXISTING: Final = "existing"
FIXED: Final = "fixed"


@dataclass
class Stamp:
    """Stamps the marks of one environment, or of one chart, and remembers which waivers were of use.

    day: on which waivers are judged, "2026-11-24". by_chart: the waivers stand beside the chart.
    """

    standing: Standing
    waivers: Sequence[Waiver]
    day: str
    by_chart: bool = False
    used: set[Waiver] = field(default_factory=set)
    refused: dict[Waiver, str] = field(default_factory=dict)

    def findings(self, marks: Iterable[Mark], chart: str, state: str = EXISTING) -> tuple[Finding, ...]:
        """What the marks mean here; those of rules that are off are left out, and what two rules say is said once."""
        return folded([finding for mark in marks if (finding := self._finding(mark, chart, state))])

    def complaints(self, unused: bool) -> tuple[Finding, ...]:
        """What is wrong with the waivers themselves. unused: everything was judged, so one that matched nothing is of no use."""
        return tuple(self._complaints(unused))

    def _finding(self, mark: Mark, chart: str, state: str) -> Finding | None:
        severity = self._severity(mark)
        if severity is None:
            return None
        finding = Finding(
            mark.rule, severity, mark.message, state, mark.fingerprint, mark.resource, mark.path, mark.file, mark.line,
            mark.certainty, api_version=mark.api_version,
        )  # fmt: skip
        waiver = self._waiver(mark, chart)
        return replace(finding, waiver=f"{waiver.reason} (until {waiver.until})") if waiver else finding

    def _severity(self, mark: Mark) -> Severity | None:
        """A rule's own weaker or stronger severity for a hit stays where the policy says nothing else."""
        here = self.standing.severity(mark.rule, mark.level, mark.usual)
        if here is None or mark.severity is None:
            return here
        if mark.severity < mark.usual:
            return min(mark.severity, here)
        return mark.severity if here == mark.usual else here

    def _waiver(self, mark: Mark, chart: str) -> Waiver | None:
        label = f"{mark.resource.kind}/{mark.resource.name}" if mark.resource else mark.file
        for waiver in self.waivers:
            if waiver.rule == mark.rule and fnmatchcase(label, waiver.resource):
                self.used.add(waiver)
                refusal = _refusal(mark.waivers, waiver, chart in self.standing.in_force.settings.system, self.by_chart)
                if refusal:
                    self.refused[waiver] = refusal
                elif waiver.until >= self.day:
                    return waiver
        return None

    def _complaints(self, unused: bool) -> Iterator[Finding]:
        for waiver in self.waivers:
            case = Case(waiver, self.day, self._refused(waiver), unused and waiver not in self.used)
            said = next(((rule, hit.message) for rule in waiving.RULES for hit in rule.check(case)), None)
            if said:
                yield _complaint(*said, waiver)

    def _refused(self, waiver: Waiver) -> str:
        """Why a waiver did not count, or never can, whatever it matches; "" where it may."""
        rule = by_id().get(waiver.rule)
        if waiver in self.refused or not rule:
            return self.refused.get(waiver, "")
        return _refusal(rule.waivers, waiver, bool(self.standing.in_force.settings.system), self.by_chart)


def compared(
    base: Sequence[Finding] | None, head: Sequence[Finding], renames: Mapping[str, str] | None = None
) -> tuple[Finding, ...]:
    """The findings of the head, new or existing, and those of the base that are fixed.

    base: None where nothing is known of it. renames: file of the base by that of the head, where its name changed.
    """
    before = [one for one in base or () if one.counts]
    known = {one.fingerprint for one in before}
    there = {one.fingerprint for one in head}
    gone = [one for one in before if one.fingerprint not in there]
    stamped = []
    for one in head:
        moved = None if one.fingerprint in known else _moved(one, gone, renames or {})
        if moved:
            gone.remove(moved)
        stamped.append(replace(one, state=EXISTING if moved or one.fingerprint in known or not one.counts else NEW))
    return (*stamped, *(replace(one, state=FIXED) for one in gone))


def _moved(one: Finding, gone: Sequence[Finding], renames: Mapping[str, str]) -> Finding | None:
    """The finding of the base that this one is, in a file under another name."""
    return next((old for old in gone if renames.get(one.file) == old.file and _is_same(one, old)), None)


def _is_same(one: Finding, old: Finding) -> bool:
    """Whether two findings of one file say the same, or say it of the same place in the same object."""
    renamed = old.message.replace(PurePath(old.file).name, PurePath(one.file).name)
    is_there = one.resource is not None and (one.resource, one.path) == (old.resource, old.path)
    return one.rule == old.rule and (is_there or one.message in (old.message, renamed))


def _refusal(ways: Sequence[str], waiver: Waiver, system: bool, by_chart: bool) -> str:
    """Why a waiver is none, "" where one of the ways in which the rule may be waived is open to it."""
    reasons = []
    for way in ways:
        reason = {
            "none": "this rule has no opt-out",
            "reason": "",
            "env": "it belongs in the environment.yaml of one environment" if by_chart else "",
            "config": "this rule is governed by a setting under `standards:`",
            "ops": "" if waiver.agreed else "it needs `agreed:`, the agreement with operations",
            "system": "" if system else "the chart is not listed under `standards: {system: […]}`",
        }[way]
        if not reason:
            return ""
        reasons.append(reason)
    return "; ".join(reasons)


def _complaint(rule: Rule, message: str, waiver: Waiver) -> Finding:
    place = waiver.place
    fingerprint = f"{rule.id}:{waiver.rule}:{waiver.resource}"
    return Finding(
        rule.id, rule.severity, message, fingerprint=fingerprint, file=place.file, line=place.line, certainty="exact"
    )  # fmt: skip
