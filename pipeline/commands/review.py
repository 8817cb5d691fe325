"""`rendiff review` and `rendiff diff`: what changes between two revisions of the repository."""

from dataclasses import dataclass

from pipeline import flow
from pipeline.commands.request import Request, workshop
from pipeline.engines.workers import Standby
from pipeline.errors import PipelineError
from pipeline.model.report import Report
from pipeline.reading import read
from pipeline.repository.defaults import read_defaults
from pipeline.repository.plan import unmatched
from pipeline.repository.sides import Side, base_side, head_side


@dataclass(frozen=True, slots=True)
class Revisions:
    """The two sides as the user named them; None for the default."""

    base: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The report, and what rendiff.yaml does not allow on either side: a change cannot loosen what it is judged by."""

    report: Report
    fail_on: tuple[str, ...]


def review(request: Request, revisions: Revisions, judged: bool) -> Reviewed:
    """Base against head; PipelineError where a side cannot be read at all. judged: by the rules too."""
    with Standby(request.crew, request.world.variables, judged) as standby:
        return _reviewed(request, revisions, judged, standby)


def _reviewed(request: Request, revisions: Revisions, judged: bool, standby: Standby) -> Reviewed:
    head = head_side(request.root, revisions.head)
    base = base_side(request.root, revisions.base, head.revision, request.world.variables)
    before, after = (read(request.root, side, request.selection) for side in (base, head))
    if strangers := unmatched(request.selection, before.config, after.config):
        raise PipelineError("\n".join(strangers))
    with workshop(request, standby) as place:
        report = flow.review(before, after, place, request.world.moment, judged)
    return Reviewed(report, _fail_on(base, head))


def _fail_on(*sides: Side) -> tuple[str, ...]:
    given = (read_defaults(side.tree).flags.get("fail-on") for side in sides)
    return tuple(dict.fromkeys(text for text in given if text))
