"""The order of the stages.

A side is read, its releases are planned; what differs between two sides is rendered, compared, and assembled into a
report. Nothing here knows how a stage does its work, and no stage knows another.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.compare.comparing import compare
from pipeline.compare.ignoring import ignoring, in_force
from pipeline.model.config import Config, Ignore, Release
from pipeline.model.problem import Problem
from pipeline.model.rendering import Failure, Rendering
from pipeline.model.report import EnvironmentReport, ReleaseReport, Report, Revision
from pipeline.model.resource import Resource
from pipeline.rendering import Prepared, Workshop, prepare, rendered
from pipeline.report.assembly import files_report, release_report, report_of
from pipeline.repository.environments import read_environments
from pipeline.repository.plan import Planned, Selection, fetched, plan
from pipeline.repository.sides import Side
from pipeline.sources.revision import trees

Outcome = Rendering | Failure
Resources = tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One side, read: its configuration and its planned releases by label."""

    side: Side
    config: Config
    planned: Mapping[str, Planned]


def read(root: Path, side: Side, selection: Selection) -> Reading:
    """A side with everything its files say, not yet rendered."""
    config = read_environments(side.tree)
    return Reading(side, config, plan(side.tree, config, trees(root), selection))


def review(base: Reading, head: Reading, workshop: Workshop, as_of: str) -> Report:
    """What changes from base to head in each release of each environment."""
    labels = sorted(base.planned.keys() | head.planned.keys(), key=_order(base.config, head.config))
    differing = [label for label in labels if not _same(base.planned.get(label), head.planned.get(label))]
    befores, afters = outcomes((base, head), differing, workshop)
    rules = {one.name: in_force(_rules(base, one.name), one.ignore) for one in head.config.environments}
    releases = tuple(
        _compared(_release(base, head, label), befores.get(label), afters.get(label), rules) if label in befores or label in afters
        else _unchanged(head.planned[label])
        for label in labels
    )  # fmt: skip
    return report_of(
        base.side.revision,
        head.side.revision,
        _environments(base, head),
        releases,
        _problems(head),
        workshop.engine,
        as_of,
        _loosenings(base, head),
    )


def review_files(old: tuple[str, Resources], new: tuple[str, Resources], as_of: str) -> Report:
    """What changes between two sets of plain manifests, as one release without an environment."""
    release = files_report(new[0], compare(old[1], new[1]), len(new[1]))
    base, head = (Revision("files", path) for path, _ in (old, new))
    return report_of(base, head, (), (release,), (), "none", as_of)


def outcomes(readings: Sequence[Reading], labels: Sequence[str], workshop: Workshop) -> tuple[dict[str, Outcome], ...]:
    """What became of these releases on each side; both sides are rendered by the same workers."""
    prepared = [_prepared(reading, labels, workshop) for reading in readings]
    found = rendered([one for side in prepared for one in side.values() if isinstance(one, Prepared)], workshop)
    return tuple(
        {label: _outcome(one, found, reading.side.name) for label, one in side.items()}
        for reading, side in zip(readings, prepared, strict=True)
    )


def _prepared(reading: Reading, labels: Sequence[str], workshop: Workshop) -> dict[str, Prepared | tuple[Problem, ...]]:
    there = {label: reading.planned[label] for label in labels if label in reading.planned}
    tree, planned = fetched(reading.side.tree, there)
    return {label: prepare(one, tree, workshop) for label, one in planned.items()}


def _outcome(one: Prepared | tuple[Problem, ...], found: Mapping[str, Rendering | str], side: str) -> Outcome:
    if not isinstance(one, Prepared):
        return failure_of(one, side)
    result = found[one.address]
    return Failure(side, result, f"charts/{one.order.job.chart.name}") if isinstance(result, str) else result


def _same(one: Planned | None, other: Planned | None) -> bool:
    return one is not None and other is not None and bool(one.fingerprint) and one.fingerprint == other.fingerprint


def failure_of(problems: Sequence[Problem], side: str) -> Failure:
    """The mistakes that stop a release as its failure."""
    first = problems[0].place
    return Failure(side, "\n".join(map(str, problems)), first.file, first.line)


def _release(base: Reading, head: Reading, label: str) -> Release:
    return (head.planned.get(label) or base.planned[label]).release


def _compared(
    release: Release, before: Outcome | None, after: Outcome | None, rules: Mapping[str, Sequence[Ignore]]
) -> ReleaseReport:
    if isinstance(before, Failure) or isinstance(after, Failure):
        return release_report(release, before, after, ())
    changes = compare(before.resources if before else (), after.resources if after else ())
    return release_report(release, before, after, ignoring(changes, rules.get(release.environment, ())))


def _unchanged(planned: Planned) -> ReleaseReport:
    return release_report(planned.release, None, None, ())


def _rules(reading: Reading, environment: str) -> tuple[Ignore, ...]:
    return next((one.ignore for one in reading.config.environments if one.name == environment), ())


def _loosenings(base: Reading, head: Reading) -> tuple[str, ...]:
    """Rules that the head adds to an environment which the base knows: they count once they are merged."""
    known = {one.name: one.ignore for one in base.config.environments}
    return tuple(
        f"{rule.place}: ignores {rule.path} of {rule.resource} from now on; not yet in this comparison"
        for one in head.config.environments
        if one.name in known
        for rule in one.ignore
        if rule not in in_force(known[one.name], one.ignore)
    )


def _environments(base: Reading, head: Reading) -> tuple[EnvironmentReport, ...]:
    by_name = {one.name: one for config in (base.config, head.config) for one in config.environments}
    order = _order(base.config, head.config)
    return tuple(
        EnvironmentReport(name, by_name[name].kube_version, by_name[name].promotes_from)
        for name in sorted(by_name, key=lambda name: order(f"{name}/"))
    )


def _order(*configs: Config) -> Callable[[str], tuple[int, str]]:
    """Sorts labels in the order of promotion, the head's before the base's, then by release."""
    names = [one.name for config in reversed(configs) for one in config.environments]
    rank = {name: index for index, name in reversed(list(enumerate(names)))}
    return lambda label: (rank[label.split("/", 1)[0]], label)


def _problems(head: Reading) -> tuple[Problem, ...]:
    """Mistakes that belong to no single release; the others are the failures of theirs."""
    return tuple(problem for problem in head.config.problems if not problem.release)
