"""What may be wrong with a waiver. These rules hold everywhere: no policy can name them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, WARNING, waiver
from pipeline.model.policy import Waiver


@dataclass(frozen=True, slots=True)
class Case:
    """A waiver and what came of it.

    day: on which it is judged, "2026-11-24"; refusal: why it does not count, "" where it does; is_idle: everything was judged
    and it matched nothing.
    """

    waiver: Waiver
    day: str
    refusal: str = ""
    is_idle: bool = False

    @property
    def named(self) -> str:
        """The waiver in a sentence."""
        return f"the waiver of {self.waiver.rule} for {self.waiver.resource}"


@waiver("waiver-expired", ERROR)
def in_time(case: Case) -> Iterator[Hit]:
    """No waiver is past its last day."""
    if case.waiver.until < case.day:
        yield Hit(f"{case.named} ended on {case.waiver.until}")


@waiver("waiver-refused", ERROR)
def in_order(case: Case) -> Iterator[Hit]:
    """Each waiver is of a kind that its rule allows."""
    if case.refusal:
        yield Hit(f"{case.named} does not count: {case.refusal}")


@waiver("waiver-unused", WARNING)
def in_use(case: Case) -> Iterator[Hit]:
    """Each waiver matches something."""
    if case.is_idle:
        yield Hit(f"{case.named} matches nothing")


# Of a waiver with several faults the first is said.
RULES: Final = (in_time, in_order, in_use)
