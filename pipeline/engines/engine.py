"""What an engine is: a function from a job to what `helm template --include-crds` would print for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from pipeline.errors import PipelineError


class RenderError(PipelineError):
    """Helm says no; the message is Helm's own, its violations of a schema sorted, for Helm lists them by chance."""

    def __init__(self, message: str) -> None:
        super().__init__("\n".join(_settled(message.rstrip().split("\n"))))


def _settled(lines: list[str]) -> Iterator[str]:
    for is_violation, group in groupby(lines, lambda line: line.lstrip().startswith("- at ")):
        found = list(group)
        yield from sorted(map(_sorted, found)) if is_violation else found


def _sorted(violation: str) -> str:
    """A violation with the properties that it lists in their own order."""
    head, mark, listed = violation.partition("additional properties ")
    names, end, tail = listed.partition(" not allowed")
    return f"{head}{mark}{', '.join(sorted(names.split(', ')))}{end}{tail}" if mark and end else violation


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that decides what Helm prints for one release.

    chart: folder of the chart on disk. integers: paths of values that are 64-bit integers, not floats.
    """

    chart: Path
    name: str
    namespace: str
    kube_version: str
    api_versions: Sequence[str]
    values: Mapping[str, Any]
    integers: frozenset[tuple[str | int, ...]] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of Helm's output, or one file of CRDs, as text. source: Helm's `# Source:` path."""

    source: str
    text: str


class Engine(Protocol):
    """One way to ask Helm."""

    @property
    def name(self) -> str:
        """Engine and version of Helm, part of every content address: "embedded 4.2.3"."""

    def render(self, job: Job) -> tuple[Piece, ...]:
        """The documents in Helm's own order, CRDs first and hooks last; RenderError with Helm's reason."""


def printed(pieces: Sequence[Piece]) -> str:
    """The pieces as one stream, each under its `# Source:` comment."""
    return "".join(f"---\n# Source: {piece.source}\n{piece.text}\n" for piece in pieces)
