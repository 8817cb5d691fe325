"""The releases and charts of one or two sides rendered and judged, all by the same workers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.checks.record import verdict_of
from pipeline.judgement.briefs import chart_brief, release_brief
from pipeline.judgement.charts import COMPARED, ChartPlan, Rendered, chart_plans, profiles_verdict, users
from pipeline.judgement.references import keep_index, kept_index, references_verdicts
from pipeline.judgement.standing import CHARTS, Standings
from pipeline.judgement.verdicts import SideVerdicts, joined
from pipeline.model.config import Release
from pipeline.model.problem import Place, Problem
from pipeline.model.rendering import Failure, Rendering, failure_of
from pipeline.model.verdict import Verdict
from pipeline.reading import Reading
from pipeline.rendering import Made, Prepared, Workshop, prepare, rendered
from pipeline.repository.plan import Planned, fetched

Outcome = Rendering | Failure


@dataclass(frozen=True, slots=True)
class Court:
    """What judging needs besides a side.

    ruleset: the version of all rules; "" where nothing is judged. recorded: objects of the cluster, without their secrets.
    """

    workshop: Workshop
    standings: Standings = field(default_factory=dict)
    ruleset: str = ""
    recorded: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One side. outcomes: by label, of all that was rendered."""

    outcomes: Mapping[str, Outcome]
    verdicts: SideVerdicts = field(default_factory=SideVerdicts)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be done for one side. labels: that are to be judged; orders: by name (a label, or "chart:" and a name);
    indices: that are known."""

    reading: Reading
    labels: Collection[str]
    plans: Mapping[str, ChartPlan]
    orders: Mapping[str, Prepared | tuple[Problem, ...]]
    indices: Mapping[str, object]


def judge_sides(
    readings: Sequence[Reading], labels: Collection[str], charts: Collection[str], court: Court
) -> tuple[Judged, ...]:
    """What became of these releases and charts on each side; without a ruleset they are rendered alone."""
    work = [_work(reading, labels, charts, court) for reading in readings]
    prepared = [one for side in work for one in side.orders.values() if isinstance(one, Prepared)]
    found = rendered(prepared, court.workshop)
    return tuple(_judged(side, found, court) for side in work)


def _work(reading: Reading, labels: Collection[str], charts: Collection[str], court: Court) -> _Work:
    plans = {name: one for name, one in _plans(reading, court).items() if name in charts}
    indices = dict(_indices(reading, labels, court)) if court.ruleset else {}
    also = {label for label, index in indices.items() if index is None} | set(_compared(reading, plans, court))
    wanted = [label for label in reading.planned if label in labels or label in also]
    planned = {label: reading.planned[label] for label in wanted} | {
        f"chart:{name}": one.planned for name, one in plans.items()
    }
    tree, whole = fetched(reading.side.tree, planned)
    orders = {
        name: prepare(one, tree, court.workshop, _brief(name, one, reading, court), court.ruleset)
        for name, one in whole.items()
    }
    return _Work(
        reading, labels, plans, orders, {label: index for label, index in indices.items() if index is not None}
    )


def _plans(reading: Reading, court: Court) -> dict[str, ChartPlan]:
    return chart_plans(reading.side.tree, reading.config, court.standings) if court.ruleset else {}


def _indices(reading: Reading, labels: Collection[str], court: Court) -> Iterator[tuple[str, object]]:
    """The kept index of each other release of the environments that are touched."""
    touched = {label.split("/", 1)[0] for label in labels}
    for label, planned in reading.planned.items():
        if label not in labels and planned.release.environment in touched:
            yield label, kept_index(planned, court.workshop.store, court.workshop.engine, court.ruleset)


def _compared(reading: Reading, plans: Mapping[str, ChartPlan], court: Court) -> Iterator[str]:
    """The releases that are held against a chart's defaults, or against each other."""
    for name in plans:
        for release in users(reading.config, name):
            if court.standings[release.environment].in_force.role in COMPARED:
                yield release.label


def _brief(name: str, planned: Planned, reading: Reading, court: Court) -> bytes:
    if not court.ruleset:
        return b""
    if name.startswith("chart:"):
        return chart_brief(planned.release.chart.path, court.standings)
    environment = reading.environment(planned.release.environment)
    return (
        release_brief(planned.release, environment, reading.side.tree, court.standings, court.recorded)
        if environment
        else b""
    )


def _judged(work: _Work, found: Mapping[str, Made], court: Court) -> Judged:
    side = work.reading.side.name
    outcomes = {name: _outcome(one, found, side) for name, one in work.orders.items()}
    releases = {label: one for label, one in outcomes.items() if not label.startswith("chart:")}
    if not court.ruleset:
        return Judged(releases)
    verdicts = {name: verdict_of(made.verdict) for name, made in _made(work, found) if made.verdict}
    links, crashes = _references(_joined_indices(work, verdicts, court))
    charts = {name: _chart(name, work, outcomes, verdicts, court) for name in work.plans if f"chart:{name}" in verdicts}
    own = {label: verdicts[label] for label in work.labels if label in verdicts}
    every = {label: joined(own.get(label, Verdict()), links.get(label)) for label in {*own, *links}}
    waivers = {name: plan.waivers for name, plan in work.plans.items()}
    sources = {name: plan.planned.chart for name, plan in work.plans.items() if plan.planned.chart}
    problems = tuple(_problems(work, outcomes, verdicts))
    return Judged(releases, SideVerdicts(every, charts, waivers, sources, crashes, problems))


def _joined_indices(work: _Work, verdicts: Mapping[str, Verdict], court: Court) -> dict[str, object]:
    """The index of each release of the environments that are touched; fresh ones are kept for the next run."""
    indices = dict(work.indices)
    for label, verdict in verdicts.items():
        if label in work.reading.planned and verdict.index is not None:
            indices[label] = verdict.index
            keep_index(
                work.reading.planned[label], verdict.index, court.workshop.store, court.workshop.engine, court.ruleset
            )
    return indices


def _references(indices: Mapping[str, object]) -> tuple[dict[str, Verdict], tuple[tuple[str, str], ...]]:
    found: dict[str, Verdict] = {}
    crashes: list[tuple[str, str]] = []
    for environment in sorted({label.split("/", 1)[0] for label in indices}):
        own = {label: index for label, index in indices.items() if label.startswith(f"{environment}/")}
        verdicts, failed = references_verdicts(own)
        found |= verdicts
        crashes += failed
    return found, tuple(crashes)


def _made(work: _Work, found: Mapping[str, Made]) -> Iterator[tuple[str, Made]]:
    return ((name, found[one.key]) for name, one in work.orders.items() if isinstance(one, Prepared))


def _outcome(one: Prepared | tuple[Problem, ...], found: Mapping[str, Made], side: str) -> Outcome:
    if not isinstance(one, Prepared):
        return failure_of(one, side)
    result = found[one.key].rendering
    return Failure(side, result, f"charts/{one.order.job.chart.name}") if isinstance(result, str) else result


def _chart(
    name: str, work: _Work, outcomes: Mapping[str, Outcome], verdicts: Mapping[str, Verdict], court: Court
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


def _problems(work: _Work, outcomes: Mapping[str, Outcome], verdicts: Mapping[str, Verdict]) -> Iterator[Problem]:
    """Charts that could not be judged at all."""
    for name, plan in work.plans.items():
        outcome = outcomes[f"chart:{name}"]
        if isinstance(outcome, Failure) and f"chart:{name}" not in verdicts:
            yield Problem(Place(f"{plan.folder}/Chart.yaml"), f"the chart cannot be judged: {outcome.message}")
        yield from plan.problems
