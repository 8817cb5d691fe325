"""The manual: each rule that a report may name, with its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.checks import waiving
from pipeline.checks.registry import rules
from pipeline.checks.rule import Rule
from pipeline.checks.words import Words, words, words_of


@dataclass(frozen=True, slots=True)
class Page:
    """One rule with its words."""

    rule: Rule
    words: Words


@cache
def pages() -> Mapping[str, Page]:
    """By id: all rules there are, and behind them those about waivers."""
    said = {**words(), **words_of(waiving.__name__)}
    return {rule.id: Page(rule, said[rule.id]) for rule in (*rules(), *waiving.RULES)}
