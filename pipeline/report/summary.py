"""The counts of a report, and the one line that says them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.model.change import Action
from pipeline.model.finding import Severity
from pipeline.model.report import ChartReport, EnvironmentReport, ReleaseReport, Report, Status, Summary

_CHANGED = (Status.CHANGED, Status.ADDED, Status.REMOVED, Status.REPAIRED)
STATES = NEW, EXISTING, FIXED = ("new", "existing", "fixed")
_DONE = {Action.CREATE: "created", Action.UPDATE: "updated", Action.REPLACE: "replaced", Action.DELETE: "deleted"}


def summarise(
    releases: Sequence[ReleaseReport], environments: Sequence[EnvironmentReport], charts: Sequence[ChartReport]
) -> Summary:
    """Counts over everything."""
    actions = Counter(change.action for release in releases for change in release.changes)
    every = [finding for part in (releases, environments, charts) for one in part for finding in one.findings]
    findings = [finding for finding in every if finding.counts]
    counts = Counter(
        (state, severity) for state, severity, _ in {(one.state, one.severity, one.fingerprint) for one in findings}
    )
    return Summary(
        releases=len(releases),
        changed=sum(release.status in _CHANGED for release in releases),
        failed=sum(release.status is Status.FAILED for release in releases),
        resources={action: actions[action] for action in Action},
        findings={state: {severity: counts[state, severity] for severity in Severity} for state in STATES},
        worst=max((finding.severity for finding in findings if finding.state != "fixed"), default=None),
        waived=len({one.fingerprint for one in every if not one.counts}),
        unchecked=len({kind for release in releases for kind in release.not_checked}),
    )


def headline(report: Report) -> str:
    """The outcome in one line: `2 of 5 releases change · 1 resource created, 3 updated · 1 release failed`."""
    summary = report.summary
    parts = [] if report.base.kind == "none" else [_releases(summary), _resources(summary.resources)]
    if report.ruleset:
        parts += _findings(summary, report.base.kind == "none", bool(summary.failed or report.problems))
    if summary.failed:
        parts.append(f"{_counted(summary.failed, 'release')} failed")
    if report.omitted_unstable:
        parts.append(f"{_counted(report.omitted_unstable, 'unstable field')} left out")
    if report.omitted_ignored:
        parts.append(f"{_counted(report.omitted_ignored, 'edit')} ignored")
    if report.problems:
        parts.append(_counted(len(report.problems), "problem"))
    return " · ".join(part for part in parts if part)


def _releases(summary: Summary) -> str:
    changed, total = summary.changed, summary.releases
    if changed:
        return f"{changed} of {_counted(total, 'release')} {'changes' if changed == 1 else 'change'}"
    # A release that failed was not compared: nothing is known of it.
    compared = total - summary.failed
    return f"no change in {_counted(compared, 'release')}" if compared or not total else ""


def _findings(summary: Summary, alone: bool, flawed: bool) -> list[str]:
    """`2 new errors, 1 new warning · 3 fixed · 31 existing`; without a base all that is found, by severity.

    flawed: something could not be judged, so that to find nothing says nothing.
    """
    if alone:
        found = [_counted(count, str(severity)) for severity, count in _worst_first(summary, EXISTING) if count]
        parts = [", ".join(found) or ("" if flawed else "nothing to object to")]
    else:
        new = [_counted(count, f"new {severity}") for severity, count in _worst_first(summary, NEW) if count]
        rest = [(sum(summary.findings[state].values()), state) for state in (FIXED, EXISTING)]
        nothing = "" if flawed else "no new findings"
        parts = [", ".join(new) or nothing, *(f"{count} {state}" for count, state in rest if count)]
    if summary.waived:
        parts.append(f"{summary.waived} waived")
    if summary.unchecked:
        parts.append(f"{_counted(summary.unchecked, 'kind')} not checked: no schema")
    return parts


def _worst_first(summary: Summary, state: str) -> list[tuple[Severity, int]]:
    return sorted(summary.findings[state].items(), reverse=True)


def _resources(counts: Mapping[Action, int]) -> str:
    named = [(action, counts[action]) for action in _DONE if counts.get(action)]
    if not named:
        return ""
    action, first = named[0]
    return ", ".join(
        (f"{_counted(first, 'resource')} {_DONE[action]}", *(f"{count} {_DONE[one]}" for one, count in named[1:]))
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
