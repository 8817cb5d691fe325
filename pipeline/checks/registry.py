"""All rules there are: what the modules of each kind of checks declare. A new family is a new module and its words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from inspect import getmembers
from pkgutil import iter_modules
from typing import Final

from pipeline.checks.rule import Rule, Subject, is_rule

PACKAGES: Final = ("standards", "kubernetes", "references", "helm")


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    return tuple(rule for rule in _checks() if not rule.is_further)


@cache
def _checks() -> tuple[Rule, ...]:
    """The same with the further checks of rules."""
    found = (rule for module in modules() for _, rule in getmembers(import_module(module), is_rule))
    return tuple(sorted({(rule.id, rule.subject): rule for rule in found}.values(), key=lambda rule: rule.id))


@cache
def modules() -> tuple[str, ...]:
    """The modules in which rules may stand."""
    homes = [import_module(f"pipeline.checks.{package}") for package in PACKAGES]
    return tuple(f"{home.__name__}.{one.name}" for home in homes for one in iter_modules(home.__path__))


@cache
def by_id() -> Mapping[str, Rule]:
    """The rules by their ids."""
    return {rule.id: rule for rule in rules()}


@cache
def of(subject: Subject) -> tuple[Rule, ...]:
    """The rules that look at one kind of subject, with further checks of others."""
    return tuple(rule for rule in _checks() if rule.subject is subject)


@cache
def by_kind(subject: Subject) -> tuple[Mapping[str, Sequence[Rule]], Sequence[Rule]]:
    """The rules about objects or pods by the kind they look at, and those that look at every kind."""
    named: dict[str, list[Rule]] = defaultdict(list)
    for rule in of(subject):
        for kind in rule.kinds:
            named[kind].append(rule)
    return named, tuple(rule for rule in of(subject) if not rule.kinds)
