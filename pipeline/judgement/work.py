"""What is to be rendered and judged for one side."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pipeline.judgement.briefs import chart_brief, release_brief
from pipeline.judgement.charts import COMPARED, ChartPlan, chart_plans, users
from pipeline.judgement.knowledge import Known, Shelf
from pipeline.judgement.standing import Standings
from pipeline.model.problem import Problem
from pipeline.reading import Reading
from pipeline.rendering import Prepared, Workshop, prepare
from pipeline.repository.plan import Planned, fetched
from pipeline.repository.tree import Tree

Body = Mapping[str, Any]
Order = Prepared | tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Court:
    """What judging needs besides a side.

    ruleset: the version of all rules; "" where nothing is judged. recorded: objects of the cluster, without their secrets.
    """

    workshop: Workshop
    standings: Standings = field(default_factory=dict)
    ruleset: str = ""
    recorded: tuple[Body, ...] = ()

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.workshop.store, self.workshop.engine, self.ruleset)


@dataclass(frozen=True, slots=True)
class Work:
    """labels: that are to be judged; orders: by name (a label, or "chart:" and a name); known: of releases that nobody
    renders; indexed: labels of which only that is asked for."""

    reading: Reading
    labels: frozenset[str]
    plans: Mapping[str, ChartPlan]
    orders: Mapping[str, Order]
    known: Mapping[str, Known]
    indexed: frozenset[str] = frozenset()


def work_of(reading: Reading, labels: Collection[str], charts: Collection[str], court: Court) -> Work:
    """Everything that must be rendered to judge these releases and charts, without those that are known well enough."""
    plans = {name: one for name, one in _plans(reading, court).items() if name in charts}
    kept = dict(_kept(reading, labels, court)) if court.ruleset else {}
    compared = {*labels, *_compared(reading, plans, court)}
    indexed = {label for label, known in kept.items() if known is None} - compared
    wanted = [label for label in reading.planned if label in compared or label in indexed]
    planned = {label: reading.planned[label] for label in wanted} | {
        f"chart:{name}": one.planned for name, one in plans.items()
    }
    known = {label: one for label, one in kept.items() if one is not None}
    return Work(
        reading, frozenset(labels), plans, ordered(planned, reading, court, indexed=indexed), known, frozenset(indexed)
    )


def ordered(
    planned: Mapping[str, Planned],
    reading: Reading,
    court: Court,
    lent: Mapping[str, Sequence[Body]] = MappingProxyType({}),
    indexed: Collection[str] = (),
) -> dict[str, Order]:
    """Orders for workers. lent: CustomResourceDefinitions of other releases, by label; indexed: labels that are not judged."""
    tree, whole = fetched(reading.side.tree, planned)
    briefs = {
        name: _brief(name, one, reading, tree, court, lent.get(name, ()), name in indexed)
        for name, one in whole.items()
    }
    return {name: prepare(one, tree, court.workshop, briefs[name], court.ruleset) for name, one in whole.items()}


def _plans(reading: Reading, court: Court) -> dict[str, ChartPlan]:
    return chart_plans(reading.side.tree, reading.config, court.standings) if court.ruleset else {}


def _kept(reading: Reading, labels: Collection[str], court: Court) -> Iterator[tuple[str, Known | None]]:
    """What is known of each other release of the environments that are touched."""
    touched = {label.split("/", 1)[0] for label in labels}
    for label, planned in reading.planned.items():
        environment = planned.release.environment
        if label not in labels and environment in touched:
            yield label, court.shelf.get(court.shelf.address(planned, reading.environment(environment)))


def _compared(reading: Reading, plans: Mapping[str, ChartPlan], court: Court) -> Iterator[str]:
    """The releases that are held against a chart's defaults, or against each other."""
    for name in plans:
        for release in users(reading.config, name):
            if court.standings[release.environment].in_force.role in COMPARED:
                yield release.label


def _brief(
    name: str, planned: Planned, reading: Reading, tree: Tree, court: Court, lent: Sequence[Body], indexed: bool
) -> bytes:
    if not court.ruleset:
        return b""
    if name.startswith("chart:"):
        return chart_brief(planned.release.chart.path, court.standings, planned.chart)
    environment = reading.environment(planned.release.environment)
    if environment is None:
        return b""
    return release_brief(planned.release, environment, tree, court.standings, court.recorded, lent, indexed)
