"""What a format is: a function from a report to a text."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model.report import Report


@dataclass(frozen=True, slots=True)
class View:
    """How a report is shown. color: with the escape codes of terminals; whole: nothing folded or cut;
    explain: with the manual page of each rule that is named.
    """

    color: bool = False
    whole: bool = False
    unstable: bool = False
    explain: bool = False


Format = Callable[[Report, View], str]
