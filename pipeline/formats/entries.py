"""Findings folded: the same fault in many releases, environments and charts is one entry that says where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.formats.escaping import shortened
from pipeline.model.finding import Finding
from pipeline.model.report import Report


@dataclass(frozen=True, slots=True)
class Entry:
    """finding: one of those that are the same; places: where they are ("production/web", "charts/web"), in order.

    What is waived in one place and not in another, or more severe in one, is two entries.
    """

    finding: Finding
    places: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What is wrong with what, and where."""
        one = self.finding
        subject = f" ({shortened(one.resource.title)})" if one.resource else ""
        return f"{shortened(one.message)}{subject}: {', '.join(self.places)}"

    @property
    def fingerprint(self) -> str:
        """Of the fault as severe as it is here."""
        return f"{self.finding.fingerprint}:{self.finding.severity}"


def entries(report: Report, *states: str) -> tuple[Entry, ...]:
    """The findings in these states, the worst first, then by rule and place; what is fixed behind them, waived ones last."""
    return _folded((place, one) for place, one in placed(report) if one.state in states)


def standing(report: Report) -> tuple[Entry, ...]:
    """All that stands now and is not waived, in the same order; what is new in one place and known in another is one entry."""
    return _folded(
        (place, replace(one, state="existing")) for place, one in placed(report) if one.counts and one.state != "fixed"
    )


def _folded(found: Iterable[tuple[str, Finding]]) -> tuple[Entry, ...]:
    first: dict[tuple[object, ...], Finding] = {}
    places: dict[tuple[object, ...], dict[str, None]] = defaultdict(dict)
    for place, one in found:
        key = (one.state, one.counts, one.severity, one.fingerprint)
        first.setdefault(key, one)
        places[key][place] = None
    return tuple(sorted((Entry(one, tuple(places[key])) for key, one in first.items()), key=_order))


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
