"""What a run ends with: the exit code, and what `--fail-on` says of the report."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.errors import PipelineError
from pipeline.model.change import Action
from pipeline.model.finding import Finding, Severity
from pipeline.model.report import Report, Status
from pipeline.repository.nearest import suggest

OK: Final = 0
REFUSED: Final = 1
CHANGES: Final = 2
FAILED: Final = 3
INTERRUPTED: Final = 130
_ACTIONS: Final = {"replace": Action.REPLACE, "delete": Action.DELETE}
_SEVERITIES: Final = {"error": Severity.ERROR, "warning": Severity.WARNING}
# Words of `--fail-on`: of what is judged, of what is compared.
JUDGED: Final = tuple(_SEVERITIES)
COMPARED: Final = tuple(_ACTIONS)


@dataclass(frozen=True, slots=True)
class Limit:
    """One word of `--fail-on`: what is not allowed, and in which environment ("" for all)."""

    word: str
    environment: str = ""

    def __str__(self) -> str:
        return f"{self.word}:{self.environment}" if self.environment else self.word


def limits_of(given: str | None, usual: str, found: Collection[str]) -> tuple[Limit, ...]:
    """The words of `--fail-on`, between commas; PipelineError for one that is not known.

    usual: what counts where nothing is given, for all commands. found: the words for what the command finds at all; another
    is refused where it is given.
    """
    limits = tuple(_limit(word.strip()) for word in (usual if given is None else given).split(",") if word.strip())
    for limit in limits:
        if given is not None and limit.word not in found:
            raise PipelineError(
                f"--fail-on {limit.word}: there is nothing of that kind here; known: {', '.join(found)}"
            )
    return tuple(limit for limit in limits if limit.word in found)


def refuse_strangers(report: Report, limits: tuple[Limit, ...]) -> None:
    """PipelineError for a limit of an environment that is not there."""
    known = {one.name for one in report.environments}
    for limit in limits:
        if limit.environment and limit.environment not in known and not report.problems:
            raise PipelineError(
                f"--fail-on {limit}: there is no environment {limit.environment!r}{suggest(limit.environment, known)}"
            )


def objections(report: Report, limits: tuple[Limit, ...]) -> tuple[str, ...]:
    """What in the report is beyond a limit, one sentence each."""
    return tuple(sentence for limit in limits for sentence in _objections(report, limit))


def exit_code(report: Report, limits: tuple[Limit, ...], detailed: bool) -> int:
    """The exit code of a comparison; `detailed` tells changes from none."""
    if report.problems or any(release.status is Status.FAILED for release in report.releases):
        return FAILED
    if objections(report, limits):
        return REFUSED
    return CHANGES if detailed and report.summary.changed else OK


def _limit(text: str) -> Limit:
    word, colon, environment = text.partition(":")
    known = (*JUDGED, *COMPARED)
    if word not in known:
        raise PipelineError(f"--fail-on does not know {word!r}{suggest(word, known)}")
    if colon and not environment:
        raise PipelineError(f"--fail-on {text} names no environment")
    return Limit(word, environment)


def _objections(report: Report, limit: Limit) -> Iterator[str]:
    for release in report.releases:
        if not limit.environment or release.environment == limit.environment:
            place = f"{release.environment}/{release.release}" if release.environment else release.release
            changed = sum(change.action is _ACTIONS.get(limit.word) for change in release.changes)
            yield from _objection(place, changed + _beyond(report, release.findings, limit.word), limit)
    for environment in report.environments:
        if limit.environment in ("", environment.name):
            yield from _objection(
                f"environments/{environment.name}", _beyond(report, environment.findings, limit.word), limit
            )
    if not limit.environment:
        for chart in report.charts:
            yield from _objection(f"charts/{chart.chart}", _beyond(report, chart.findings, limit.word), limit)


def _objection(place: str, count: int, limit: Limit) -> Iterator[str]:
    if count:
        yield f"{place}: {count} x {limit} (--fail-on)"


def _beyond(report: Report, findings: tuple[Finding, ...], word: str) -> int:
    """New findings as bad as that, or worse; every one where nothing is compared."""
    if word not in _SEVERITIES:
        return 0
    counted = ("new", "existing") if report.base.kind == "none" else ("new",)
    return sum(one.counts and one.state in counted and one.severity >= _SEVERITIES[word] for one in findings)
