"""`rendiff rules`: the rules, and the manual page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pipeline.checks.pages import Page as Page
from pipeline.checks.pages import pages
from pipeline.checks.rule import Rule
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


def found(wanted: Wanted) -> tuple[Page, ...]:
    """The rules that are wanted, by id, those about waivers last; PipelineError for an id or family that there is not."""
    every = tuple(pages().values())
    for glob in wanted.ids:
        if not any(_is_named(one.rule, glob) for one in every):
            raise PipelineError(f"there is no rule {glob!r}{suggest(glob.upper(), pages())}")
    families = {one.rule.family.upper(): one.rule.family for one in every}
    if wanted.family and wanted.family.upper() not in families:
        raise PipelineError(f"there is no family {wanted.family!r}{suggest(wanted.family.upper(), families.values())}")
    return tuple(one for one in every if _fits(one, wanted))


def _is_named(rule: Rule, glob: str) -> bool:
    return fnmatchcase(rule.id.upper(), glob.upper())


def _fits(one: Page, wanted: Wanted) -> bool:
    rule, said = one.rule, one.words
    asked = (wanted.family.upper(), wanted.level, wanted.severity, wanted.stage)
    facts = (rule.family.upper(), rule.level.value, str(rule.severity), rule.stage.value)
    if any(given and given != fact for given, fact in zip(asked, facts, strict=True)):
        return False
    if wanted.ids and not any(_is_named(rule, glob) for glob in wanted.ids):
        return False
    return not wanted.text or _holds(wanted.text.lower(), (rule.title, said.requirement, said.rationale, said.remedy))


def _holds(text: str, said: Sequence[str]) -> bool:
    return any(text in one.lower() for one in said)
