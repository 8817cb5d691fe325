"""The order of the stages.

A side is read and its releases are planned; what differs between two sides is rendered, judged, compared, and assembled
into a report. Nothing here knows how a stage does its work, and no stage knows another.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from pipeline.checks.ruleset import ruleset
from pipeline.compare.comparing import compare
from pipeline.compare.ignoring import ignoring, in_force
from pipeline.judgement.charts import chart_plans
from pipeline.judgement.findings import crash_problems, judgement, kinds_of
from pipeline.judgement.paths import PathResult
from pipeline.judgement.recognising import recognised
from pipeline.judgement.sides import judge_sides
from pipeline.judgement.stamping import Stamp
from pipeline.judgement.standing import CHARTS, Standings, loosenings, policy_mistakes, standings
from pipeline.judgement.versions import unknown_version, with_versions
from pipeline.judgement.work import Court
from pipeline.model.config import Config, Ignore, Release
from pipeline.model.judgement import NOTHING, Judgement
from pipeline.model.problem import Problem
from pipeline.model.rendering import Failure, Rendering
from pipeline.model.report import EnvironmentReport, ReleaseReport, Report, Revision
from pipeline.model.resource import Resource
from pipeline.reading import Reading
from pipeline.rendering import Workshop
from pipeline.report.assembly import files_report, path_report, release_report, report_of
from pipeline.repository.neighbours import near
from pipeline.repository.plan import Planned

Outcome = Rendering | Failure
Resources = tuple[Resource, ...]
Body = Mapping[str, Any]


def review(base: Reading, head: Reading, workshop: Workshop, as_of: str, judged: bool) -> Report:
    """What changes from base to head in each release of each environment, and what the rules say of it."""
    labels = sorted(base.selected | head.selected, key=_order(base.config, head.config))
    rules = standings((base.policy, base.config), (head.policy, head.config)) if judged else {}
    court = Court(workshop, rules, ruleset() if judged else "")
    differing = [label for label in labels if not _same(label, base, head, judged)]
    charts = _touched(base, head, differing, rules) if judged else frozenset()
    before, after = judge_sides((base, head), differing, charts, court)
    found = judgement(before, after, (base, head), rules, as_of) if judged else NOTHING
    if judged:
        found = recognised(found, (base, head), (before, after))
        found = with_versions(found, rules, head.config, base.config)
    ignores = {one.name: in_force(_rules(base, one.name), one.ignore) for one in head.config.environments}
    releases = tuple(
        _compared(_release(base, head, label), before.outcomes.get(label), after.outcomes.get(label), ignores)
        if label in differing else _unchanged(_planned(base, head, label))
        for label in labels
    )  # fmt: skip
    problems = (*_problems(head), *(policy_mistakes(head.policy, head.config) if judged else ()), *found.problems)
    return report_of(
        base.side.revision, head.side.revision, _environments(base, head), releases, problems, workshop.engine, as_of,
        (*_loosenings(base, head), *loosenings(rules)), found, court.ruleset,
    )  # fmt: skip


def validate(head: Reading, workshop: Workshop, as_of: str, recorded: tuple[Body, ...] = ()) -> Report:
    """What the rules say of every selected release and its chart. recorded: objects of the cluster, for the rules of what runs."""
    rules = standings(None, (head.policy, head.config))
    court = Court(workshop, rules, ruleset(), recorded)
    labels = sorted(head.selected, key=_order(head.config))
    whole = len(labels) == len(head.planned)
    charts = frozenset(chart_plans(head.side.tree, head.config, rules)) if whole else _charts(head, labels)
    (after,) = judge_sides((head,), labels, charts, court)
    names = {label.partition("/")[0] for label in labels}
    found = with_versions(judgement(None, after, (head,), rules, as_of, whole), names, head.config)
    releases = tuple(
        release_report(head.planned[label].release, after.outcomes[label], after.outcomes[label], ())
        for label in labels
    )
    problems = (*_problems(head), *policy_mistakes(head.policy, head.config), *found.problems)
    return report_of(
        Revision("none", ""), head.side.revision, _environments(head), releases, problems, workshop.engine, as_of, (),
        found, court.ruleset,
    )  # fmt: skip


def validate_paths(
    results: Sequence[PathResult], rules: Standings, kube_version: str, as_of: str, engine: str
) -> Report:
    """What the rules say of charts and plain manifests that belong to no environment."""
    stamp = Stamp(rules[CHARTS], rules[CHARTS].in_force.waivers, as_of[:10])
    releases = tuple(path_report(one.path, one.resources, one.skipped, one.failure) for one in results)
    found = Judgement(
        {
            one.path: (*unknown_version(kube_version, one.path), *stamp.findings(one.verdict.marks, ""))
            for one in results
        },
        unchecked={one.path: kinds_of(one.verdict) for one in results},
        problems=tuple(crash_problems(crash for one in results for crash in one.verdict.crashes)),
    )
    head = Revision("files", ", ".join(one.path for one in results))
    return report_of(Revision("none", ""), head, (), releases, found.problems, engine, as_of, (), found, ruleset())


def review_files(old: tuple[str, Resources], new: tuple[str, Resources], as_of: str) -> Report:
    """What changes between two sets of plain manifests, as one release without an environment."""
    release = files_report(new[0], compare(old[1], new[1]), len(new[1]))
    base, head = (Revision("files", path) for path, _ in (old, new))
    return report_of(base, head, (), (release,), (), "none", as_of)


def _same(label: str, base: Reading, head: Reading, judged: bool) -> bool:
    """Whether nothing that decides a release or its verdict differs."""
    one, other = base.planned.get(label), head.planned.get(label)
    if one is None or other is None or not one.fingerprint or one.fingerprint != other.fingerprint:
        return False
    before, after = base.environment(one.release.environment), head.environment(one.release.environment)
    return not judged or (
        before is not None and after is not None and (before.nodes, before.crds) == (after.nodes, after.crds)
    )


def _touched(base: Reading, head: Reading, differing: Sequence[str], rules: Standings) -> frozenset[str]:
    """The charts that differ themselves or depend on one beside them that does, and those of releases that differ."""
    before, after = (chart_plans(one.side.tree, one.config, rules) for one in (base, head))
    own = {
        name
        for name in before.keys() | after.keys()
        if name not in before or name not in after or before[name].content != after[name].content
    }
    folders = {f"charts/{name}" for name in before.keys() | after.keys()}
    beside = {folder.removeprefix("charts/") for folder in near(base.side.tree, head.side.tree, folders)}
    return frozenset(own | beside) | _charts(base, differing) | _charts(head, differing)


def _charts(reading: Reading, labels: Collection[str]) -> frozenset[str]:
    releases = (reading.planned[label].release for label in labels if label in reading.planned)
    return frozenset(release.chart.name for release in releases if release.chart.ref is None)


def _release(base: Reading, head: Reading, label: str) -> Release:
    return _planned(base, head, label).release


def _planned(base: Reading, head: Reading, label: str) -> Planned:
    return head.planned.get(label) or base.planned[label]


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


def _environments(*readings: Reading) -> tuple[EnvironmentReport, ...]:
    by_name = {one.name: one for reading in readings for one in reading.config.environments}
    order = _order(*(reading.config for reading in readings))
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
