"""What an expression of a template is made of, through the variables and the named templates that it uses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.macros import assigned, called, parts

RELEASE_NAME: Final = "Release.Name"
RELEASE_SERVICE: Final = "Release.Service"
CHART_NAME: Final = "Chart.Name"
CHART_VERSION: Final = "Chart.Version"
_FACT: Final = re.compile(r"\.(Release\.Name|Release\.Service|Chart\.Name|Chart\.Version)\b")
_VARIABLE: Final = re.compile(r"\$\w+")


@dataclass(frozen=True, slots=True)
class Said:
    """What one text asks for (facts), and the names of what it uses: named templates, and variables with their `$`."""

    facts: frozenset[str]
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a text asks for in the end. is_known: everything it calls is among the chart's files."""

    facts: frozenset[str]
    is_known: bool


def said(text: str) -> Said:
    """What a text says by itself."""
    return Said(frozenset(_FACT.findall(text)), (*called(text), *_VARIABLE.findall(text)))


def macros(chart: ChartSource) -> Mapping[str, Said]:
    """The named templates of the chart, and of the charts that lie unpacked in it, by name."""
    paths = (path for path in chart.files if "templates/" in path and path.endswith((".tpl", ".yaml", ".yml")))
    return {macro.name: said(macro.text) for path in paths for macro in parts(chart.text(path)).macros}


def variables(text: str) -> Mapping[str, Said]:
    """The variables of a template, by name."""
    return {name: said(" ".join(values)) for name, values in assigned(text).items()}


def reach(text: str, *known: Mapping[str, Said]) -> Reach:
    """Everything that a text asks for, as far as what it uses is known."""
    first = said(text)
    facts, waiting, seen, is_known = set(first.facts), list(first.uses), set(first.uses), True
    while waiting:
        name = waiting.pop()
        one = next((group[name] for group in known if name in group), None)
        if one is None:
            is_known = is_known and name.startswith("$")
            continue
        facts |= one.facts
        waiting += [use for use in dict.fromkeys(one.uses) if use not in seen]
        seen.update(one.uses)
    return Reach(frozenset(facts), is_known)
