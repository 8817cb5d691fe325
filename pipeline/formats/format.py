"""What a format is: a function from a report to a text."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model.report import Report


@dataclass(frozen=True, slots=True)
class View:
    """How a report is shown. color: with the escape codes of terminals; whole: nothing folded or cut;
    explain: with the manual page of each rule that is named; width: columns for what is wrapped. located: how other tools
    call a file of the report.
    """

    color: bool = False
    whole: bool = False
    unstable: bool = False
    explain: bool = False
    width: int = 80
    located: Callable[[str], str] = str


Format = Callable[[Report, View], str]
