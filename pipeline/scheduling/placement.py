"""Which nodes the hard rules leave for a pod, beside the pods that are there already or may be there.

Where a pod is not known to run anywhere, it may be on each of its own nodes: that is enough for a pod that wants to be
near it, and keeps no pod away that wants to be apart from it, unless it has nowhere else to be.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.manifests.reading import at, listing
from pipeline.model.node import Node
from pipeline.scheduling.nodes import domain, holds, kept_off, wanted
from pipeline.scheduling.terms import SOFT, Term, terms


@dataclass(frozen=True, slots=True)
class Wish:
    """A pod as the scheduler sees it. daemon: it is one of a DaemonSet; near, apart: its required terms."""

    labels: Mapping[str, Any]
    namespace: str
    spec: Mapping[str, Any]
    daemon: bool
    near: tuple[Term, ...]
    apart: tuple[Term, ...]


def wish_of(labels: Mapping[str, Any], namespace: str, spec: Mapping[str, Any], daemon: bool = False) -> Wish:
    """What a pod with this spec wishes."""
    hard = [term for term in terms(spec) if term.hard]
    near, apart = (tuple(term for term in hard if term.apart is side) for side in (False, True))
    return Wish(labels, namespace, spec, daemon, near, apart)


@dataclass(frozen=True, slots=True)
class Placed:
    """A pod and the names of the nodes where it may be: one where that is known."""

    wish: Wish
    nodes: Collection[str]


def fits(wish: Wish, node: Node) -> bool:
    """Whether a node takes a pod, whatever else runs. What names its node itself does not ask the scheduler."""
    if not wanted(wish.spec, node):
        return False
    effects = ("NoExecute",) if wish.spec.get("nodeName") else ("NoSchedule", "NoExecute")
    return not kept_off(wish.spec, node, wish.daemon, effects)


def beside(wish: Wish, fitting: Iterable[Node], nodes: Sequence[Node], placed: Sequence[Placed]) -> tuple[Node, ...]:
    """Those of the fitting nodes that the terms of a pod, and of the pods beside it, leave. nodes: all there are."""
    known = {node.name: node for node in nodes}
    found = _near(wish, fitting, known, placed)
    for other in placed:
        ours = [term for term in wish.apart if _finds(term, wish, other.wish)]
        theirs = [term for term in other.wish.apart if _finds(term, other.wish, wish)]
        for term in (*ours, *theirs):
            taken = _domains(other, term.key, known)
            if len(taken) == 1:
                found = [node for node in found if domain(node, term.key) not in taken]
    return tuple(found)


def pleased(wish: Wish, node: Node, nodes: Sequence[Node], placed: Sequence[Placed]) -> bool:
    """Whether a node has all that the soft rules of a pod prefer. placed: pods besides it."""
    preferred = (at(one, "preference") for one in listing(at(wish.spec, "affinity", "nodeAffinity", SOFT)))
    if not all(holds(one, node) for one in preferred if one):
        return False
    known = {one.name: one for one in nodes}
    for term in terms(wish.spec):
        if not term.hard:
            near = {place for one in placed if _finds(term, wish, one.wish) for place in _domains(one, term.key, known)}
            if (domain(node, term.key) in near) is term.apart:
                return False
    return True


def domains(nodes: Iterable[Node], key: str) -> frozenset[str]:
    """The domains that nodes make for a topology key; a node without the label belongs to none."""
    return frozenset(found for node in nodes if (found := domain(node, key)) is not None)


def alone(wish: Wish) -> tuple[Term, ...]:
    """The required terms that keep the copies of a pod apart from one another."""
    return tuple(term for term in wish.apart if _finds(term, wish, wish))


def _near(wish: Wish, fitting: Iterable[Node], known: Mapping[str, Node], placed: Sequence[Placed]) -> list[Node]:
    """A pod counts as near where it is meant by all terms at once; the first of a kind may be near itself."""
    found, near = list(fitting), wish.near
    if not near:
        return found
    others = [one for one in placed if all(_finds(term, wish, one.wish) for term in near)]
    first = not others and all(_finds(term, wish, wish) for term in near)
    for term in near:
        reached = {place for other in others for place in _domains(other, term.key, known)}
        found = [
            node for node in found if (place := domain(node, term.key)) is not None and (first or place in reached)
        ]
    return found


def _domains(one: Placed, key: str, known: Mapping[str, Node]) -> frozenset[str]:
    return domains((known[name] for name in one.nodes if name in known), key)


def _finds(term: Term, mine: Wish, theirs: Wish) -> bool:
    return term.finds(theirs.labels, theirs.namespace, mine.namespace)
