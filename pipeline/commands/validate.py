"""`rendiff validate`: what the rules say of every release and chart of one revision."""

from pipeline import flow
from pipeline.commands.request import Request, workshop
from pipeline.errors import PipelineError
from pipeline.model.report import Report
from pipeline.reading import read
from pipeline.repository.plan import unmatched
from pipeline.repository.sides import head_side


def validate(request: Request, revision: str | None) -> Report:
    """The report on the selected releases of a revision, or of the working tree."""
    head = read(request.root, head_side(request.root, revision), request.selection)
    if strangers := unmatched(request.selection, head.config):
        raise PipelineError("\n".join(strangers))
    with workshop(request) as place:
        return flow.validate(head, place, request.world.moment)
