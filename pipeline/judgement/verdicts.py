"""The verdicts of one side put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.policy import Waiver
from pipeline.model.problem import Problem
from pipeline.model.verdict import Verdict
from pipeline.repository.charts import ChartFiles


@dataclass(frozen=True, slots=True)
class SideVerdicts:
    """releases: by label, of those that were judged; charts: by name; waivers: of each chart, from beside it;
    sources: files of each chart;
    crashes: (rule, error) of rules that failed; problems: charts that could not be judged."""

    releases: Mapping[str, Verdict] = field(default_factory=dict)
    charts: Mapping[str, Verdict] = field(default_factory=dict)
    waivers: Mapping[str, Sequence[Waiver]] = field(default_factory=dict)
    sources: Mapping[str, ChartFiles] = field(default_factory=dict)
    crashes: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def joined(one: Verdict, other: Verdict | None) -> Verdict:
    """Two verdicts on one subject as one."""
    if other is None:
        return one
    return Verdict(
        one.marks + other.marks,
        one.crashes + other.crashes,
        one.skipped + other.skipped,
        one.unchecked + other.unchecked,
        one.defined + other.defined,
        one.index,
    )
