"""`rendiff schedule`: where the pods of each environment can run, by the nodes that it lists."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.checks.references.entries import Asking
from pipeline.checks.references.running import asking_of_resources, needs_of
from pipeline.commands.request import Request, workshop
from pipeline.engines.workers import Standby
from pipeline.errors import PipelineError
from pipeline.judgement.sides import Outcome, judge_sides
from pipeline.judgement.work import Court
from pipeline.model.config import Environment
from pipeline.model.problem import Problem
from pipeline.model.rendering import Failure
from pipeline.model.schedule import Schedule
from pipeline.reading import read
from pipeline.repository.plan import unmatched
from pipeline.repository.sides import head_side
from pipeline.scheduling.outcome import outcome
from pipeline.scheduling.picture import racks, staying


@dataclass(frozen=True, slots=True)
class Scheduled:
    """schedules: of each environment that lists its nodes; unlisted: environments that do not; problems: mistakes in files."""

    schedules: tuple[Schedule, ...]
    unlisted: tuple[str, ...]
    problems: tuple[Problem, ...]


def schedule(request: Request, base: str | None, revision: str | None) -> Scheduled:
    """All selected environments whole: pods of one release stand in the way of another's. base: to compare with, if any."""
    with Standby(request.crew, request.world.variables) as standby:
        sides = [head_side(request.root, one) for one in ((base, revision) if base else (revision,))]
        readings = [read(request.root, side, request.selection) for side in sides]
        if strangers := unmatched(request.selection, *(one.config for one in readings)):
            raise PipelineError("\n".join(strangers))
        wanted = {label.split("/", 1)[0] for one in readings for label in one.selected}
        labels = [label for one in readings for label in one.planned if label.split("/", 1)[0] in wanted]
        with workshop(request, standby) as place:
            judged = judge_sides(readings, labels, (), Court(place))
    found = [
        {one.name: _schedule(one, side.outcomes) for one in reading.config.environments if one.name in wanted}
        for reading, side in zip(readings, judged, strict=True)
    ]
    listed = {name: one for name, one in found[-1].items() if one}
    shown = [_beside(one, found[0]) if base else one for one in listed.values()]
    return Scheduled(
        tuple(shown), tuple(name for name in found[-1] if name not in listed), readings[-1].config.problems
    )


def _schedule(environment: Environment, outcomes: Mapping[str, Outcome]) -> Schedule | None:
    """None where nobody says which nodes there are."""
    if not environment.nodes:
        return None
    asking: list[tuple[str, Asking]] = []
    failed: list[tuple[str, str]] = []
    for release in environment.releases:
        rendering = outcomes.get(release.label)
        if isinstance(rendering, Failure):
            failed.append((release.name, rendering.message))
        elif rendering:
            asking.append((release.name, asking_of_resources(rendering.resources)))
    found = outcome(needs_of(asking), environment.nodes)
    there = sum(1 for node in environment.nodes if not node.group)
    return Schedule(
        environment.name, environment.kube_version, there, found.wanted, found.least, found.most, racks(found),
        tuple(map(staying, found.stays)), failed=tuple(failed),
    )  # fmt: skip


def _beside(one: Schedule, base: Mapping[str, Schedule | None]) -> Schedule:
    """With the base, unless the environment was there and did not list its nodes yet."""
    if one.environment not in base:
        return replace(one, before={})
    before = base[one.environment]
    return replace(one, before={stay.key: stay for stay in before.stays}) if before else one
