"""What the pods that run already mean for one more: the required terms of podAffinity and podAntiAffinity, theirs and its own.

Facts: k8s.io/kubernetes, pkg/scheduler/framework/plugins/interpodaffinity/filtering.go.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.node import Node
from pipeline.scheduling.cluster import Cluster, Unit
from pipeline.scheduling.nodes import domain
from pipeline.scheduling.placement import Wish
from pipeline.scheduling.terms import Term

# A label of nodes, and one of its values.
Domain = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Beside:
    """near: keys of the own terms of podAffinity; reached: domains with pods that they mean; first: no such pod runs yet, and
    the pod is one itself. taken: domains that the own terms of podAntiAffinity close; closed: those that other pods' close."""

    near: tuple[str, ...]
    reached: frozenset[Domain]
    first: bool
    taken: frozenset[Domain]
    closed: frozenset[Domain]

    def refusal(self, node: Node) -> str:
        """Why a node is refused, "" where it is not."""
        if not self._is_near(node):
            return "node(s) didn't match pod affinity rules"
        if any(domain(node, key) == value for key, value in self.taken):
            return "node(s) didn't match pod anti-affinity rules"
        if any(domain(node, key) == value for key, value in self.closed):
            return "node(s) didn't satisfy existing pods anti-affinity rules"
        return ""

    def _is_near(self, node: Node) -> bool:
        own = [(key, domain(node, key)) for key in self.near]
        if any(value is None for _, value in own):
            return False
        return self.first or all(one in self.reached for one in own)


def beside_of(unit: Unit, cluster: Cluster) -> Beside:
    """What runs beside a pod."""
    wish = unit.wish
    choosy = [(node, one) for node, one in cluster.placed if one.wish.apart]
    closed = {
        found
        for node, one in choosy
        for term in one.wish.apart
        if _finds(term, one.wish, wish)
        for found in _of(node, term)
    }
    if not wish.near and not wish.apart:
        return Beside((), frozenset(), False, frozenset(), frozenset(closed))
    meant = [(node, one) for node, one in cluster.placed if all(_finds(term, wish, one.wish) for term in wish.near)]
    reached = {found for node, _ in meant for term in wish.near for found in _of(node, term)}
    taken = {
        found
        for node, one in cluster.placed
        for term in wish.apart
        if _finds(term, wish, one.wish)
        for found in _of(node, term)
    }
    first = not reached and all(_finds(term, wish, wish) for term in wish.near)
    return Beside(tuple(term.key for term in wish.near), frozenset(reached), first, frozenset(taken), frozenset(closed))


def _finds(term: Term, mine: Wish, theirs: Wish) -> bool:
    return term.finds(theirs.labels, theirs.namespace, mine.namespace)


def _of(node: Node, term: Term) -> Sequence[Domain]:
    value = domain(node, term.key)
    return () if value is None else ((term.key, value),)
