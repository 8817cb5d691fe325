"""The verdicts of one or two sides become the findings of a report."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.checks.loosening import in_force
from pipeline.judgement.renames import charts_renamed, renamed
from pipeline.judgement.sides import Judged
from pipeline.judgement.stamping import NEW, Stamp, compared
from pipeline.judgement.standing import CHARTS, Standings, waiver_mistakes
from pipeline.model.finding import Finding
from pipeline.model.judgement import Judgement
from pipeline.model.policy import Waiver
from pipeline.model.problem import Place, Problem
from pipeline.model.rendering import Failure
from pipeline.model.verdict import Verdict
from pipeline.reading import Reading

Found = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Hearing:
    """base: None where there is nothing to compare with. whole: everything was judged, so that waivers without use show.
    former: the names that charts had in the base, by those of today, where they are others."""

    base: Judged | None
    head: Judged
    reading: Reading
    standings: Standings
    day: str
    whole: bool
    former: Mapping[str, str]


def judgement(
    base: Judged | None, head: Judged, readings: Sequence[Reading], rules: Standings, as_of: str, whole: bool = False
) -> Judgement:
    """Everything that is found. readings: the base's, where there is one, then the head's; as_of: RFC 3339."""
    charts = charts_renamed(base.verdicts.sources, head.verdicts.sources) if base else {}
    former = {new: old for old, new in charts.items()}
    hearing = Hearing(base, head, readings[-1], rules, as_of[:10], whole, former)
    releases: dict[str, tuple[Finding, ...]] = {}
    environments: dict[str, tuple[Finding, ...]] = {}
    charts_of = {label: one.release.chart.name for reading in readings for label, one in reading.planned.items()}
    for name in rules:
        if name != CHARTS:
            releases |= _environment(name, hearing, charts_of, environments)
    of_charts = {name: _chart(name, hearing) for name in sorted(_names(hearing))}
    return Judgement(
        {label: found for label, found in releases.items() if found}, {name: found for name, found in of_charts.items() if found},
        {name: found for name, found in environments.items() if found},
        {label: kinds_of(verdict) for label, verdict in head.verdicts.releases.items()},
        tuple(_problems(hearing)),
    )  # fmt: skip


def _environment(
    name: str, hearing: Hearing, charts_of: Mapping[str, str], environments: dict[str, tuple[Finding, ...]]
) -> dict[str, tuple[Finding, ...]]:
    standing = hearing.standings[name]
    stamps = [Stamp(standing, standing.in_force.waivers, hearing.day) for _ in range(2)]
    sides = (hearing.base, hearing.head)
    labels = sorted(
        {label for side in sides if side for label in side.verdicts.releases if label.startswith(f"{name}/")}
    )
    found = {}
    for label in labels:
        before, after = (
            None if side is None or label not in side.verdicts.releases
            else stamp.findings(side.verdicts.releases[label].marks, charts_of[label])
            for side, stamp in zip(sides, stamps, strict=True)
        )  # fmt: skip
        if not isinstance(hearing.head.outcomes.get(label), Failure):
            found[label] = _stated(hearing, before, after or ())
    known = standing.base.waivers if standing.base else None
    given = standing.head.waivers if standing.head else ()
    environments[name] = _complaints(stamps[1], known, given, hearing)
    return found


def _chart(name: str, hearing: Hearing) -> tuple[Finding, ...]:
    standing = hearing.standings[CHARTS]
    own = hearing.head.verdicts.waivers.get(name, ())
    known = _known(name, hearing)
    waivers = (*standing.in_force.waivers, *(own if known is None else in_force(known, own)))
    sides = (hearing.base, hearing.head)
    stamps = [Stamp(standing, waivers, hearing.day, by_chart=True) for _ in range(2)]
    before, after = (
        stamp.findings(side.verdicts.charts[name].marks, name) if side and name in side.verdicts.charts else None
        for side, stamp in zip(sides, stamps, strict=True)
    )
    return (
        *_stated(hearing, before, after or (), _renames(name, hearing)),
        *_complaints(replace(stamps[1], waivers=waivers[len(standing.in_force.waivers) :]), known, own, hearing),
    )


def _known(name: str, hearing: Hearing) -> Sequence[Waiver] | None:
    """The waivers that a chart has in the base, with those paths that its files have now; None where it is a new one."""
    before = hearing.base.verdicts.waivers if hearing.base else {}
    old = name if name in before else hearing.former.get(name)
    if old is None or old not in before:
        return None
    there, here = f"charts/{old}/", f"charts/{name}/"
    return [replace(one, resource=one.resource.replace(there, here)) for one in before[old]]


def _stated(
    hearing: Hearing,
    before: Sequence[Finding] | None,
    after: Sequence[Finding],
    renames: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    return tuple(after) if hearing.base is None else compared(before, after, renames)


def _renames(name: str, hearing: Hearing) -> dict[str, str]:
    """Files of a chart under another name, by their paths in the repository."""
    sides = [side.verdicts.sources.get(name) for side in (hearing.base, hearing.head) if side]
    if len(sides) < 2 or sides[0] is None or sides[1] is None:
        return {}
    return {f"charts/{name}/{new}": f"charts/{name}/{old}" for new, old in renamed(sides[0], sides[1]).items()}


def _complaints(
    stamp: Stamp, known: Sequence[Waiver] | None, given: Sequence[Waiver], hearing: Hearing
) -> tuple[Finding, ...]:
    """What is wrong with waivers, and with those of the head that do not count yet; new where the base has no such waiver."""
    of_base = {f"{one.rule}:{one.resource}" for one in known or ()}
    fresh = [] if known is None else [one for one in given if f"{one.rule}:{one.resource}" not in of_base]
    found = replace(stamp, waivers=(*stamp.waivers, *fresh)).complaints(hearing.whole)
    if hearing.base is None:
        return found
    return tuple(one if one.fingerprint.split(":", 1)[1] in of_base else replace(one, state=NEW) for one in found)


def _names(hearing: Hearing) -> set[str]:
    sides = (hearing.base, hearing.head)
    return {name for side in sides if side for name in side.verdicts.charts}


def kinds_of(verdict: Verdict) -> tuple[str, ...]:
    """The kinds that were not checked, for no schema of them is known."""
    return tuple(sorted({" ".join(one) for one in verdict.unchecked}))


def crash_problems(crashes: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Rules that failed, each once, and what surrounds them."""
    for rule, error in sorted(dict(crashes).items()):
        yield Problem(Place("rendiff", key=rule), f"crashed, which is a bug of rendiff: {error}")


def _problems(hearing: Hearing) -> Iterator[Problem]:
    """Rules that crashed, charts that could not be judged, waivers of rules that there are not."""
    sides = [side.verdicts for side in (hearing.base, hearing.head) if side]
    verdicts = [
        one for side in sides for one in (*side.releases.values(), *side.charts.values(), Verdict(crashes=side.crashes))
    ]
    yield from crash_problems(crash for one in verdicts for crash in one.crashes)
    yield from hearing.head.verdicts.problems
    for waivers in hearing.head.verdicts.waivers.values():
        yield from waiver_mistakes(waivers)
