"""`rendiff rules`: the rules, and the manual page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pipeline.checks.registry import by_id, rules
from pipeline.checks.rule import Rule
from pipeline.checks.words import Words, words
from pipeline.errors import PipelineError
from pipeline.repository.nearest import suggest


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rules: globs of ids, and words that each must have; "" and () take all. text: stands in the words of a rule."""

    ids: tuple[str, ...] = ()
    family: str = ""
    level: str = ""
    severity: str = ""
    stage: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule with its words."""

    rule: Rule
    words: Words


def found(wanted: Wanted) -> tuple[Entry, ...]:
    """The rules that are wanted, by id; PipelineError for an id that there is not."""
    for glob in wanted.ids:
        if not any(fnmatchcase(rule.id, glob.upper()) for rule in rules()):
            raise PipelineError(f"there is no rule {glob!r}{suggest(glob.upper(), by_id())}")
    said = words()
    return tuple(Entry(rule, said[rule.id]) for rule in rules() if _fits(rule, said[rule.id], wanted))


def _fits(rule: Rule, said: Words, wanted: Wanted) -> bool:
    asked = (wanted.family.upper(), wanted.level, wanted.severity, wanted.stage)
    facts = (rule.family, rule.level.value, str(rule.severity), rule.stage.value)
    if any(one and one != fact for one, fact in zip(asked, facts, strict=True)):
        return False
    if wanted.ids and not any(fnmatchcase(rule.id, glob.upper()) for glob in wanted.ids):
        return False
    return not wanted.text or _holds(wanted.text.lower(), (rule.title, said.requirement, said.rationale, said.remedy))


def _holds(text: str, said: Sequence[str]) -> bool:
    return any(text in one.lower() for one in said)
