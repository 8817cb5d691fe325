"""Faults that are known by an older name: of a chart, a release or a container that is called differently now."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.pod import pod_of
from pipeline.judgement.renames import charts_renamed
from pipeline.judgement.sides import Judged, Outcome
from pipeline.judgement.stamping import EXISTING, FIXED, NEW
from pipeline.model.finding import Finding
from pipeline.model.judgement import Judgement
from pipeline.model.rendering import Rendering
from pipeline.model.resource import Resource
from pipeline.reading import Reading

Found = dict[str, tuple[Finding, ...]]


@dataclass(frozen=True)
class Names:
    """The names that changed, new by old."""

    known: Mapping[str, str]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        every = "|".join(map(re.escape, sorted(self.known, key=len, reverse=True)))
        return re.compile(rf"(?<![A-Za-z0-9])(?:{every})(?![A-Za-z0-9])")

    def lead(self, old: str, new: str) -> bool:
        """Whether a text becomes another by nothing but these names, each word by itself: not all that reads like one is one."""
        if old == new:
            return True
        words, others = old.split(" "), new.split(" ")
        return len(words) == len(others) and all(
            word == other or other in self.renamed(word) for word, other in zip(words, others, strict=True)
        )

    def renamed(self, word: str) -> Iterator[str]:
        """What a word may be now: with each name in it new, or the first, or the last, where a name stands twice; as it was."""
        spans = [match.span() for match in self._pattern.finditer(word)] if self.known else []
        for chosen in (spans, spans[:1], spans[-1:], []):
            renamed = word
            for start, end in reversed(chosen):
                renamed = renamed[:start] + self.known[renamed[start:end]] + renamed[end:]
            yield renamed


def recognised(found: Judgement, readings: tuple[Reading, Reading], sides: tuple[Judged, Judged]) -> Judgement:
    """What is found, and known where only a name is new. readings, sides: the base's, then the head's."""
    charts = charts_renamed(sides[0].verdicts.sources, sides[1].verdicts.sources)
    releases, own = dict(found.releases), dict(found.charts)
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for old, new in _pairs(*readings, charts):
        was, now = readings[0].planned[old].release, readings[1].planned[new].release
        names = {a: b for a, b in ((was.chart.name, now.chart.name), (was.name, now.name)) if a != b}
        if _differs(releases, old, new) or _differs(own, was.chart.name, now.chart.name):
            names |= _containers(sides[0].outcomes.get(old), sides[1].outcomes.get(new), Names(names))
            _recognise(releases, old, new, Names(names))
            words[was.chart.name] |= names
    for old in sorted({*charts, *words}):
        new = charts.get(old, old)
        _recognise(own, old, new, Names({**words[old], **({old: new} if old != new else {})}))
    return replace(found, releases=_filled(releases), charts=_filled(own))


def _pairs(base: Reading, head: Reading, charts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Labels of the base and the head that are one release: by name, or the only ones of a chart in an environment."""
    yield from ((label, label) for label in base.planned if label in head.planned)
    gone, come = (defaultdict(list), defaultdict(list))
    for label in base.planned.keys() - head.planned.keys():
        one = base.planned[label].release
        gone[one.environment, charts.get(one.chart.name, one.chart.name)].append(label)
    for label in head.planned.keys() - base.planned.keys():
        one = head.planned[label].release
        come[one.environment, one.chart.name].append(label)
    for key in sorted(gone.keys() & come.keys()):
        if len(gone[key]) == len(come[key]) == 1:
            yield gone[key][0], come[key][0]


def _differs(found: Found, old: str, new: str) -> bool:
    return any(one.state == FIXED for one in found.get(old, ())) and any(one.state == NEW for one in found.get(new, ()))


def _recognise(found: Found, old: str, new: str, names: Names) -> None:
    """What is fixed of the old one, and new of the new one, was there before where only names differ."""
    if not names.known or not _differs(found, old, new):
        return
    fixed: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in found[old]:
        if one.state == FIXED:
            fixed[one.rule, one.path].append(one)
    stated: list[Finding] = []
    taken: set[int] = set()
    for one in found[new]:
        known = one.state == NEW and next((was for was in fixed[one.rule, one.path] if _is(was, one, names)), None)
        if known:
            fixed[one.rule, one.path].remove(known)
            taken.add(id(known))
        stated.append(replace(one, state=EXISTING) if known else one)
    found[new] = tuple(one for one in stated if id(one) not in taken)
    if old != new:
        found[old] = tuple(one for one in found[old] if id(one) not in taken)


def _is(old: Finding, new: Finding, names: Names) -> bool:
    if (old.resource is None) != (new.resource is None):
        return False
    if old.resource and new.resource:
        named = old.resource.kind == new.resource.kind and names.lead(old.resource.name, new.resource.name)
    else:
        named = names.lead(old.file, new.file)
    return named and names.lead(old.message, new.message)


def _containers(before: Outcome | None, after: Outcome | None, names: Names) -> dict[str, str]:
    """The containers that have another name, at the same place of the same object."""
    if not isinstance(before, Rendering) or not isinstance(after, Rendering):
        return {}
    there = {(one.id.kind, one.id.name): one for one in after.resources}
    found: dict[str, str] = {}
    for one in before.resources:
        other = next((there[key] for name in names.renamed(one.id.name) if (key := (one.id.kind, name)) in there), None)
        was, now = _called(one), _called(other)
        found |= {
            was[path]: now[path]
            for path in was.keys() & now.keys()
            if was[path] and now[path] and was[path] not in now.values() and now[path] not in was.values()
        }
    return found


def _called(one: Resource | None) -> dict[str, str]:
    """The names of an object's containers by their places."""
    pod = pod_of(manifest(0, one.body)) if one else None
    return {container.path: container.name for container in pod.every} if pod else {}


def _filled(found: Found) -> Found:
    return {name: every for name, every in found.items() if every}
