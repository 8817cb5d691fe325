"""What the checks say, as a report takes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.model.finding import Finding
from pipeline.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings of a report: of releases by label, of charts and environments by name; unchecked:
    kinds without a schema, by label; problems: what is not about any of them."""

    releases: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    charts: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    environments: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    unchecked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


NOTHING: Final = Judgement()
