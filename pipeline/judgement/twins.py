"""What two rules say of one place is said once: a rule of the standards, and the one that says the same for the cluster."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pipeline.model.finding import Finding

# By the rule that looks at what the cluster refuses or lacks: the rules of the standards that say so too.
TWINS: Final[Mapping[str, tuple[str, ...]]] = {
    "CHART017": ("API001",),
    "FIT001": ("SCHED006",),
    "K8S001": ("META009",),
    "K8S002": ("API006", "META002"),
    "K8S101": ("META002", "META015"),
    "K8S103": ("META015",),
    "K8S104": ("STO005",),
    "K8S105": ("RST002",),
    "K8S110": ("META009",),
    "K8S112": ("META009",),
    "K8S114": ("API007",),
    "K8S124": ("RES004", "RES005"),
    "K8S133": ("POD013",),
    "K8S135": ("SCHED007",),
    "K8S140": ("CTRL004", "RST002"),
    "K8S150": ("SVC006",),
    "K8S160": ("STO005",),
    "K8S161": ("STO005",),
    "REF006": ("ING006",),
    "REF007": ("SVC012",),
    "REF008": ("NET002",),
    "REF009": ("CTRL008",),
}
_STANDARDS: Final = frozenset(rule for rules in TWINS.values() for rule in rules)
_REFUSED: Final = "K8S"


def folded(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, of twins at one place the more severe one, else the standards'; it names the other at its end."""
    also: dict[int, list[str]] = defaultdict(list)
    gone: set[int] = set()
    standards = _by_object(found)
    for index, one in enumerate(found):
        there = [other for other in standards.get(one.resource, ()) if _says(found[other], one)]
        if there:
            outranks = all(_outranks(one, found[other]) for other in there)
            kept, dropped = ([index], there) if outranks else (there, [index])
            gone.update(dropped)
            for other in kept:
                also[other] += [found[each].rule for each in dropped]
    return tuple(_also(one, also.get(index, ())) for index, one in enumerate(found) if index not in gone)


def _by_object(found: Sequence[Finding]) -> Mapping[object, Sequence[int]]:
    """Positions of the findings of the standards that have a twin, by their object."""
    places: dict[object, list[int]] = defaultdict(list)
    for index, one in enumerate(found):
        if one.rule in _STANDARDS and one.resource:
            places[one.resource].append(index)
    return places


def _says(standard: Finding, one: Finding) -> bool:
    """Whether a finding of the standards says all of another, whose place is the same, within it, or the object as a whole.

    Kubernetes refuses for many reasons: not for an object as a whole, and no waiver of a standard silences it.
    """
    if standard.rule not in TWINS.get(one.rule, ()):
        return False
    is_within = f"{one.path}/".startswith(f"{standard.path}/")
    return is_within and standard.counts if one.rule.startswith(_REFUSED) else is_within or not one.path


def _outranks(one: Finding, standard: Finding) -> bool:
    return one.counts and standard.counts and one.severity > standard.severity


def _also(one: Finding, rules: Iterable[str]) -> Finding:
    named = ", ".join(sorted(set(rules)))
    return replace(one, message=f"{one.message} (also {named})") if named else one
