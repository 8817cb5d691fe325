"""What became of one release on one side: its resources, or the reason why there are none."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.problem import Problem
from pipeline.model.resource import Resource


@dataclass(frozen=True, slots=True)
class Rendering:
    """The resources of one release, in Helm's own order.

    digest: sha256 of the bundle with unstable and secret leaves excepted ("sha256:…").
    """

    resources: tuple[Resource, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a release could not be rendered on one side.

    side: "base" or "head"; message: Helm's reason; file and line: where, if known (line 0: only the file).
    """

    side: str
    message: str
    file: str = ""
    line: int = 0


def failure_of(problems: Sequence[Problem], side: str) -> Failure:
    """The mistakes that stop a release as its failure."""
    first = problems[0].place
    return Failure(side, "\n".join(map(str, problems)), first.file, first.line)
