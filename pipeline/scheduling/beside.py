"""What the pods that run already mean for one more: the required terms of podAffinity and podAntiAffinity, theirs and its own.

Facts: k8s.io/kubernetes, pkg/scheduler/framework/plugins/interpodaffinity/filtering.go.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.node import Node
from pipeline.scheduling.cluster import Cluster, Unit
from pipeline.scheduling.nodes import domain

# A label of nodes, and one of its values.
Domain = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Beside:
    """near: keys of the own terms of podAffinity; reached: domains with pods that they mean; first: no such pod runs yet, and
    the pod is one itself. taken: domains that the own terms of podAntiAffinity close; closed: those that other pods' close;
    keys: of both."""

    near: tuple[str, ...]
    reached: frozenset[Domain]
    first: bool
    taken: frozenset[Domain]
    closed: frozenset[Domain]
    keys: frozenset[str]

    def refusal(self, node: Node) -> str:
        """Why a node is refused, "" where it is not."""
        if not self._is_near(node):
            return "node(s) didn't match pod affinity rules"
        if not (self.taken or self.closed):
            return ""
        own = {(key, domain(node, key)) for key in self.keys}
        if not own.isdisjoint(self.taken):
            return "node(s) didn't match pod anti-affinity rules"
        return "" if own.isdisjoint(self.closed) else "node(s) didn't satisfy existing pods anti-affinity rules"

    def _is_near(self, node: Node) -> bool:
        own = [(key, domain(node, key)) for key in self.near]
        if any(value is None for _, value in own):
            return False
        return self.first or all(one in self.reached for one in own)


def beside_of(unit: Unit, cluster: Cluster) -> Beside:
    """What runs beside a pod."""
    kin = cluster.kin[unit.number]
    reached = frozenset(one for number in kin.meant for key in kin.near for one in _domains(number, key, cluster))
    taken = frozenset(one for key, meant in kin.apart for number in meant for one in _domains(number, key, cluster))
    closed = frozenset(one for number, key in kin.opposed for one in _domains(number, key, cluster))
    keys = frozenset(key for key, _ in (*taken, *closed))
    return Beside(kin.near, reached, not reached and kin.itself, taken, closed, keys)


def _domains(number: int, key: str, cluster: Cluster) -> Iterator[Domain]:
    """The domains in which pods of a workload run."""
    for node, _ in cluster.hosts(number):
        value = domain(node, key)
        if value is not None:
            yield key, value
