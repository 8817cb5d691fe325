"""Findings folded: the same fault in many releases, environments and charts is one entry that says where."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.model.finding import Finding
from pipeline.model.report import Report


@dataclass(frozen=True, slots=True)
class Entry:
    """finding: the worst of those that are the same; places: where they are ("production/web", "charts/web"), in order.

    What is waived in one place and not in another is two entries.
    """

    finding: Finding
    places: tuple[str, ...]


def entries(report: Report, *states: str) -> tuple[Entry, ...]:
    """The findings in these states, the worst first, then by rule and place; what is fixed behind them, waived ones last."""
    found: dict[tuple[str, bool, str], Entry] = {}
    for place, finding in placed(report):
        if finding.state in states:
            key = (finding.state, finding.counts, finding.fingerprint)
            known = found.get(key, Entry(finding, ()))
            worst = max(known.finding, finding, key=lambda one: one.severity)
            found[key] = replace(known, finding=worst, places=tuple(dict.fromkeys((*known.places, place))))
    return tuple(sorted(found.values(), key=_order))


def placed(report: Report) -> Iterator[tuple[str, Finding]]:
    """Each finding with where it is: `environment/release`, `environments/name`, `charts/name`."""
    for release in report.releases:
        place = release.release if release.environment is None else f"{release.environment}/{release.release}"
        yield from ((place, finding) for finding in release.findings)
    for environment in report.environments:
        yield from ((f"environments/{environment.name}", finding) for finding in environment.findings)
    for chart in report.charts:
        yield from ((f"charts/{chart.chart}", finding) for finding in chart.findings)


def _order(entry: Entry) -> tuple[bool, bool, int, str, str, int, str, str]:
    one = entry.finding
    return (
        not one.counts,
        one.state == "fixed",
        -one.severity,
        one.rule,
        one.file,
        one.line,
        one.message,
        one.fingerprint,
    )
