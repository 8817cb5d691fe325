"""The releases and charts of one or two sides rendered and judged, all by the same workers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.checks.record import verdict_of
from pipeline.judgement.charts import Rendered, profiles_verdict, users
from pipeline.judgement.knowledge import Known, known_of
from pipeline.judgement.lending import lent
from pipeline.judgement.references import references_verdicts
from pipeline.judgement.standing import CHARTS
from pipeline.judgement.verdicts import SideVerdicts, joined
from pipeline.judgement.work import Court, Order, Work, work_of
from pipeline.model.config import Release
from pipeline.model.problem import Place, Problem
from pipeline.model.rendering import Failure, Rendering, failure_of
from pipeline.model.verdict import Verdict
from pipeline.reading import Reading
from pipeline.rendering import Made, Prepared, rendered

Outcome = Rendering | Failure


@dataclass(frozen=True, slots=True)
class Judged:
    """One side. outcomes: by label, of all that was rendered."""

    outcomes: Mapping[str, Outcome]
    verdicts: SideVerdicts = field(default_factory=SideVerdicts)


def judge_sides(
    readings: Sequence[Reading], labels: Collection[str], charts: Collection[str], court: Court
) -> tuple[Judged, ...]:
    """What became of these releases and charts on each side; without a ruleset they are rendered alone."""
    work: Sequence[Work] = [work_of(reading, labels, charts, court) for reading in readings]
    found = _done(work, {}, court)
    if not court.ruleset:
        return tuple(Judged(_outcomes(side, found)) for side in work)
    known = [_known(side, found, court) for side in work]
    work = lent(work, known, found, court)
    found = _done(work, found, court)
    return tuple(_judged(side, found, about, court) for side, about in zip(work, known, strict=True))


def _done(work: Sequence[Work], found: Mapping[str, Made], court: Court) -> dict[str, Made]:
    """What is found already, and the rest of the work done."""
    orders = (one for side in work for one in side.orders.values() if isinstance(one, Prepared))
    return {**found, **rendered([one for one in orders if one.key not in found], court.workshop)}


def _known(side: Work, found: Mapping[str, Made], court: Court) -> dict[str, Known]:
    """What each release of the environments that are touched tells the others; what is fresh is kept for the next run."""
    every = dict(side.known)
    for label, made in _made(side, found):
        fresh = known_of(verdict_of(made.verdict)) if made.verdict and label in side.reading.planned else None
        if fresh:
            planned = side.reading.planned[label]
            environment = side.reading.environment(planned.release.environment)
            every[label] = fresh
            court.shelf.put(court.shelf.address(planned, environment), fresh)
    return every


def _judged(side: Work, found: Mapping[str, Made], known: Mapping[str, Known], court: Court) -> Judged:
    outcomes = _outcomes(side, found)
    verdicts = {name: verdict_of(made.verdict) for name, made in _made(side, found) if made.verdict}
    links, crashes = _references(known, side.reading, court)
    charts = {name: _chart(name, side, outcomes, verdicts, court) for name in side.plans if f"chart:{name}" in verdicts}
    own = {label: verdicts[label] for label in sorted(side.labels) if label in verdicts}
    every = {label: joined(own.get(label, Verdict()), links.get(label)) for label in {*own, *links}}
    waivers = {name: plan.waivers for name, plan in side.plans.items()}
    sources = {name: plan.planned.chart for name, plan in side.plans.items() if plan.planned.chart}
    problems = tuple(_problems(side, outcomes, verdicts))
    return Judged(
        {label: one for label, one in outcomes.items() if not label.startswith("chart:")},
        SideVerdicts(every, charts, waivers, sources, crashes, problems),
    )


def _references(
    known: Mapping[str, Known], reading: Reading, court: Court
) -> tuple[dict[str, Verdict], tuple[tuple[str, str], ...]]:
    found: dict[str, Verdict] = {}
    crashes: list[tuple[str, str]] = []
    for environment in sorted({label.split("/", 1)[0] for label in known}):
        own = {label: one.index for label, one in known.items() if label.startswith(f"{environment}/")}
        about = reading.environment(environment)
        verdicts = references_verdicts(own, court.workshop.store, court.ruleset, about.nodes if about else ())
        crashes += verdicts.pop("").crashes
        found |= verdicts
    return found, tuple(crashes)


def _made(side: Work, found: Mapping[str, Made]) -> Iterator[tuple[str, Made]]:
    return ((name, found[one.key]) for name, one in side.orders.items() if isinstance(one, Prepared))


def _outcomes(side: Work, found: Mapping[str, Made]) -> dict[str, Outcome]:
    """What became of each order, without those of which only the index was wanted."""
    return {
        name: _outcome(one, found, side.reading.side.name)
        for name, one in side.orders.items()
        if name not in side.indexed
    }


def _outcome(one: Order, found: Mapping[str, Made], side: str) -> Outcome:
    if not isinstance(one, Prepared):
        return failure_of(one, side)
    result = found[one.key].rendering
    return Failure(side, result, f"charts/{one.order.job.chart.name}") if isinstance(result, str) else result


def _chart(
    name: str, work: Work, outcomes: Mapping[str, Outcome], verdicts: Mapping[str, Verdict], court: Court
) -> Verdict:
    """The verdict on a chart's source, and on the chart in all its environments."""
    defaults = outcomes[f"chart:{name}"]
    renderings = [_rendered(release, outcomes, court) for release in users(work.reading.config, name)]
    settings = court.standings[CHARTS].in_force.settings
    profiles = profiles_verdict(
        work.plans[name], renderings, defaults if isinstance(defaults, Rendering) else None, settings
    )
    return joined(verdicts[f"chart:{name}"], profiles)


def _rendered(release: Release, outcomes: Mapping[str, Outcome], court: Court) -> Rendered:
    outcome = outcomes.get(release.label)
    role = court.standings[release.environment].in_force.role
    return Rendered(release, role, outcome if isinstance(outcome, Rendering) else None)


def _problems(work: Work, outcomes: Mapping[str, Outcome], verdicts: Mapping[str, Verdict]) -> Iterator[Problem]:
    """Charts that could not be judged at all."""
    for name, plan in work.plans.items():
        outcome = outcomes[f"chart:{name}"]
        if isinstance(outcome, Failure) and f"chart:{name}" not in verdicts:
            yield Problem(Place(f"{plan.folder}/Chart.yaml"), f"the chart cannot be judged: {outcome.message}")
        yield from plan.problems
