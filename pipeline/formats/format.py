"""What a format is: a function from a report to a text."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model.report import Report


@dataclass(frozen=True, slots=True)
class View:
    """How a report is shown. color: with the escape codes of terminals; whole: nothing folded or cut."""

    color: bool = False
    whole: bool = False
    unstable: bool = False


Format = Callable[[Report, View], str]
