"""Which workloads the terms of each workload mean: worked out once, for all ways in which pods may come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.manifests.reading import listing, mapping, text
from pipeline.manifests.selectors import selects
from pipeline.scheduling.placement import Wish
from pipeline.scheduling.terms import Term

# Numbers of workloads.
Numbers = frozenset[int]


@dataclass(frozen=True, slots=True)
class Kin:
    """near: topology keys of the terms of podAffinity; meant: workloads that they mean, all at once; itself: the own pods are
    meant too. apart: each term of podAntiAffinity with its key and those it means; opposed: (workload, key) of each term of
    another one that means this. spread: each constraint that must hold with those it counts."""

    near: tuple[str, ...] = ()
    meant: Numbers = frozenset()
    itself: bool = False
    apart: tuple[tuple[str, Numbers], ...] = ()
    opposed: tuple[tuple[int, str], ...] = ()
    spread: tuple[tuple[Mapping[str, Any], Numbers], ...] = ()


def kinship(wishes: Sequence[Wish]) -> tuple[Kin, ...]:
    """What the workloads are to each other, by their numbers."""
    apart = [tuple((term.key, _found(term, wish, wishes)) for term in wish.apart) for wish in wishes]
    opposed: list[list[tuple[int, str]]] = [[] for _ in wishes]
    for number, terms in enumerate(apart):
        for key, meant in terms:
            for other in meant:
                opposed[other].append((number, key))
    return tuple(_kin(number, wish, wishes, apart[number], opposed[number]) for number, wish in enumerate(wishes))


def _kin(
    number: int,
    wish: Wish,
    wishes: Sequence[Wish],
    apart: tuple[tuple[str, Numbers], ...],
    opposed: list[tuple[int, str]],
) -> Kin:
    each = [_found(term, wish, wishes) for term in wish.near]
    meant = frozenset.intersection(*each) if each else frozenset()
    given = [one for one in map(mapping, listing(wish.spec.get("topologySpreadConstraints"))) if _is_hard(one)]
    spread = tuple((one, _counted(one, wish, wishes)) for one in given)
    return Kin(tuple(term.key for term in wish.near), meant, number in meant, apart, tuple(opposed), spread)


def _found(term: Term, wish: Wish, wishes: Sequence[Wish]) -> Numbers:
    found = (number for number, one in enumerate(wishes) if term.finds(one.labels, one.namespace, wish.namespace))
    return frozenset(number for number in found if _is_alike(term.body, wish.labels, wishes[number].labels))


def _is_hard(one: Mapping[str, Any]) -> bool:
    return one.get("whenUnsatisfiable") in (None, "DoNotSchedule") and bool(text(one.get("topologyKey")))


def _counted(constraint: Mapping[str, Any], wish: Wish, wishes: Sequence[Wish]) -> Numbers:
    selector = constraint.get("labelSelector")
    return frozenset(
        number
        for number, one in enumerate(wishes)
        if one.namespace == wish.namespace
        and selects(selector, one.labels)
        and _is_alike(constraint, wish.labels, one.labels)
    )


def _is_alike(body: Mapping[str, Any], own: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether labels are as matchLabelKeys and mismatchLabelKeys of a term or a constraint want them, next to the pod's own."""
    same, different = _keys(body.get("matchLabelKeys"), own), _keys(body.get("mismatchLabelKeys"), own)
    return all(key in other and other[key] == own[key] for key in same) and not any(
        key in other and other[key] == own[key] for key in different
    )


def _keys(given: Any, own: Mapping[str, Any]) -> list[str]:
    return [key for key in listing(given) if isinstance(key, str) and key in own]
