"""A change is not judged by rules that it loosens itself: of two policies the stricter one, and what the head loosens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from pipeline.checks.policy import Rules
from pipeline.checks.presets import PRESETS
from pipeline.checks.rule import Rule
from pipeline.checks.settings import Settings
from pipeline.model.finding import Severity
from pipeline.model.policy import Waiver

# Of these more is stricter; of all other numbers and switches less is.
_STRICT: Final = frozenset(("comments", "commented", "read_only_root", "strict_names"))
# An empty list means that nothing is configured, not that nothing is allowed.
_UNSET: Final = frozenset(("registries", "storage_classes"))


@dataclass(frozen=True, slots=True)
class Loosening:
    """setting: of the policy, or what else is loosened, in words. rule: one that it weakens, "" for none; how: "error -> off"."""

    setting: str
    rule: str = ""
    how: str = ""


def stricter(base: Rules, head: Rules) -> Rules:
    """What the head is judged by: of each setting the stricter one, of waivers those that both have."""
    given = {
        one.name: _stricter(one.name, getattr(base.settings, one.name), getattr(head.settings, one.name))
        for one in fields(Settings)
    }
    return replace(
        head,
        role=base.role or head.role,
        settings=replace(head.settings, **given),
        waivers=in_force(base.waivers, head.waivers),
    )


def severity(base: Rules, head: Rules, rule: str, level: str, usual: Severity) -> Severity | None:
    """The worse of what two policies say of a rule."""
    found = [one for rules in (base, head) if (one := rules.severity(rule, level, usual)) is not None]
    return max(found, default=None)


def in_force(base: Sequence[Waiver], head: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """The waivers of the head that the base knows, with the earlier of the two days."""
    known = {(one.rule, one.resource): one for one in base}
    both = [(known.get((one.rule, one.resource)), one) for one in head]
    return tuple(
        replace(one, until=min(one.until, old.until), agreed=one.agreed and old.agreed) for old, one in both if old
    )


def loosened(base: Rules, head: Rules, rules: Sequence[Rule]) -> Iterator[Loosening]:
    """What the head loosens; a setting that weakens several rules once for each."""
    if base.preset != head.preset:
        yield Loosening(f"preset: {base.preset} -> {head.preset}")
    else:
        yield from _weakened(base, head, rules)
    yield from map(Loosening, _opened(base, head))


def _weakened(base: Rules, head: Rules, rules: Sequence[Rule]) -> Iterator[Loosening]:
    for rule in rules:
        before, after = (one.severity(rule.id, rule.level, rule.severity) for one in (base, head))
        if before is not None and (after is None or after < before):
            how = f"{before} -> {after if after is not None else 'off'}"
            yield Loosening(_cause(base, head, rule), rule.id, how)


def _cause(base: Rules, head: Rules, rule: Rule) -> str:
    """The setting that makes a rule weaker, else the one that made it stronger."""
    old, new = (one.decided(rule.id, rule.level) for one in (base, head))
    if new and new not in PRESETS[head.preset].severities.items():
        return f"severity {{{': '.join(new)}}}"
    return f"severity {{{': '.join(old or ())}}} is gone"


def _opened(base: Rules, head: Rules) -> Iterator[str]:
    """What besides severities the head loosens, a sentence each."""
    if base.role and base.role != head.role:
        yield f"role: {base.role} -> {head.role or 'none'}"
    for one in fields(Settings):
        before, after = getattr(base.settings, one.name), getattr(head.settings, one.name)
        if base.preset == head.preset and after != before and after != _stricter(one.name, before, after):
            yield f"{one.name.replace('_', ' ')}: {_said(before)} -> {_said(after)}"
    kept = in_force(base.waivers, head.waivers)
    for waiver in head.waivers:
        if waiver not in kept:
            yield f"{waiver.place}: waives {waiver.rule} of {waiver.resource} until {waiver.until}"


def _stricter(name: str, before: Any, after: Any) -> Any:
    if before == after:
        return after
    if isinstance(before, tuple):
        if name in _UNSET and not (before and after):
            return before or after
        return tuple(one for one in after if one in before) or (before if name in _UNSET else ())
    if isinstance(before, str) or name == "helm":
        return before
    return max(before, after) if name in _STRICT else min(before, after)


def _said(value: Any) -> str:
    return ", ".join(value) or "none" if isinstance(value, tuple) else str(value).lower()
