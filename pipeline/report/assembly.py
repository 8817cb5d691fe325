"""Puts the results of the stages together into one report."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline import __version__
from pipeline.model.change import Change, Edit
from pipeline.model.config import Release
from pipeline.model.judgement import NOTHING, Judgement
from pipeline.model.problem import Problem
from pipeline.model.rendering import Failure, Rendering
from pipeline.model.report import (
    ChartReport,
    EnvironmentReport,
    ReleaseReport,
    Report,
    Revision,
    Status,
    UnstableResource,
)
from pipeline.report.summary import summarise
from pipeline.repository.variables import substitute

Outcome = Rendering | Failure


def release_report(
    release: Release, before: Outcome | None, after: Outcome | None, changes: tuple[Change, ...]
) -> ReleaseReport:
    """One release; neither outcome is there for one whose inputs are the same on both sides."""
    loud, quiet = _parted(_placed(changes, release))
    shown = (
        after if isinstance(after, Rendering) else before if isinstance(before, Rendering) and after is None else None
    )
    return ReleaseReport(
        environment=release.environment,
        release=release.name,
        chart=release.chart.name,
        namespace=_namespace(release),
        status=_status(before, after, bool(loud)),
        failures=tuple(dict.fromkeys(outcome for outcome in (before, after) if isinstance(outcome, Failure))),
        digest_base=before.digest if isinstance(before, Rendering) else "",
        digest_head=after.digest if isinstance(after, Rendering) else "",
        changes=loud,
        quiet_changes=quiet,
        unstable=tuple(_unstable(shown)) if shown else (),
        resources=len(shown.resources) if shown else None,
    )


def files_report(path: str, changes: tuple[Change, ...], resources: int) -> ReleaseReport:
    """Plain manifests, as one release that belongs to no environment."""
    loud, quiet = _parted(changes)
    return ReleaseReport(
        environment=None,
        release=path,
        chart="",
        namespace="",
        status=Status.CHANGED if loud else Status.UNCHANGED,
        changes=loud,
        quiet_changes=quiet,
        resources=resources,
    )


def path_report(path: str, resources: int, skipped: tuple[str, ...], failure: Failure | None) -> ReleaseReport:
    """A chart or plain manifests that were judged alone, as one release that belongs to no environment."""
    status = Status.FAILED if failure else Status.UNCHANGED
    failures = (failure,) if failure else ()
    return ReleaseReport(None, path, "", "", status, failures, skipped_rules=skipped, resources=resources)


def report_of(
    base: Revision,
    head: Revision,
    environments: tuple[EnvironmentReport, ...],
    releases: tuple[ReleaseReport, ...],
    problems: tuple[Problem, ...],
    engine: str,
    as_of: str,
    loosenings: tuple[str, ...] = (),
    found: Judgement = NOTHING,
    ruleset: str = "",
) -> Report:
    """The whole run, with its counts. found: what the checks say, by release, chart and environment."""
    releases = tuple(_judged(one, found) for one in releases)
    environments = tuple(replace(one, findings=found.environments.get(one.name, ())) for one in environments)
    charts = tuple(ChartReport(name, findings) for name, findings in sorted(found.charts.items()))
    return Report(
        tool_version=__version__,
        engine=engine,
        as_of=as_of,
        base=base,
        head=head,
        environments=environments,
        releases=releases,
        summary=summarise(releases, environments, charts),
        problems=problems,
        omitted_unstable=sum(len(one.paths) for release in releases for one in release.unstable),
        omitted_equivalent=_omitted(releases, lambda edit: edit.equivalent),
        omitted_ignored=_omitted(releases, lambda edit: edit.ignored),
        loosenings=loosenings,
        charts=charts,
        ruleset=ruleset,
    )


def _judged(one: ReleaseReport, found: Judgement) -> ReleaseReport:
    label = f"{one.environment}/{one.release}" if one.environment is not None else one.release
    return replace(one, findings=found.releases.get(label, ()), not_checked=found.unchecked.get(label, ()))


def _namespace(release: Release) -> str:
    found = substitute(release.namespace.raw, None)
    return found if isinstance(found, str) else release.namespace.raw


def _parted(changes: tuple[Change, ...]) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Changes that count, and those in which no edit does."""
    quiet = tuple(change for change in changes if change.edits and not any(edit.counts for edit in change.edits))
    return tuple(change for change in changes if change not in quiet), quiet


def _status(before: Outcome | None, after: Outcome | None, changed: bool) -> Status:
    if isinstance(after, Failure):
        return Status.FAILED
    if after is None:
        return Status.UNCHANGED if before is None else Status.REMOVED
    if isinstance(before, Failure):
        return Status.REPAIRED
    if before is None:
        return Status.ADDED
    return Status.CHANGED if changed else Status.UNCHANGED


def _omitted(releases: Sequence[ReleaseReport], is_left_out: Callable[[Edit], bool]) -> int:
    every = (change for release in releases for change in (*release.changes, *release.quiet_changes))
    return sum(is_left_out(edit) for change in every for edit in change.edits)


def _placed(changes: Sequence[Change], release: Release) -> tuple[Change, ...]:
    """Helm's source paths begin with the chart's name; in the repository the chart is a folder."""
    return tuple(replace(change, template=in_repository(change.template, release)) for change in changes)


def in_repository(source: str, release: Release) -> str:
    """Path in the repository of the template that Helm calls `chart/templates/…`."""
    _, _, rest = source.partition("/")
    return f"{release.chart.path}/{rest}" if rest else source


def _unstable(rendering: Rendering) -> Iterable[UnstableResource]:
    return (
        UnstableResource(resource.shown_id, resource.api_version, resource.unstable)
        for resource in sorted(rendering.resources, key=lambda one: (one.shown_id, one.unstable))
        if resource.unstable
    )
