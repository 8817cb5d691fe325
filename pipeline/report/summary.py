"""The counts of a report, and the one line that says them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.model.change import Action
from pipeline.model.finding import Severity
from pipeline.model.report import ReleaseReport, Report, Status, Summary

_CHANGED = (Status.CHANGED, Status.ADDED, Status.REMOVED, Status.REPAIRED)
STATES = ("new", "existing", "fixed")
_DONE = {Action.CREATE: "created", Action.UPDATE: "updated", Action.REPLACE: "replaced", Action.DELETE: "deleted"}


def summarise(releases: Sequence[ReleaseReport]) -> Summary:
    """Counts over all releases."""
    actions = Counter(change.action for release in releases for change in release.changes)
    findings = [finding for release in releases for finding in release.findings]
    counts = Counter((finding.state, finding.severity) for finding in findings)
    return Summary(
        releases=len(releases),
        changed=sum(release.status in _CHANGED for release in releases),
        failed=sum(release.status is Status.FAILED for release in releases),
        resources={action: actions[action] for action in Action},
        findings={state: {severity: counts[state, severity] for severity in Severity} for state in STATES},
        worst=max((finding.severity for finding in findings if finding.state != "fixed"), default=None),
    )


def headline(report: Report) -> str:
    """The outcome in one line: `2 of 5 releases change · 1 resource created, 3 updated · 1 release failed`."""
    summary = report.summary
    parts = [_releases(summary), _resources(summary.resources)]
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
