"""topologySpreadConstraints that must hold.

Facts: kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints; k8s.io/kubernetes,
pkg/scheduler/framework/plugins/podtopologyspread/filtering.go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.manifests.reading import text
from pipeline.model.node import Node
from pipeline.scheduling.cluster import Cluster, Unit
from pipeline.scheduling.nodes import domain, kept_off, wanted


@dataclass(frozen=True, slots=True)
class Spread:
    """One constraint for one pod. counts: pods that it means in each domain; least: that some domain has; own: 1 where the
    pod is one of them; skew: by how much a domain may be above the least."""

    key: str
    counts: Mapping[str, int]
    least: int
    own: int
    skew: int

    def refusal(self, node: Node) -> str:
        """Why a node is refused, "" where it is not."""
        place = domain(node, self.key)
        if place is None:
            return "node(s) didn't match pod topology spread constraints (missing required label)"
        if self.counts.get(place, 0) + self.own - self.least > self.skew:
            return "node(s) didn't match pod topology spread constraints"
        return ""


def spreads(unit: Unit, cluster: Cluster) -> tuple[Spread, ...]:
    """The constraints of a pod as things stand."""
    given = cluster.kin[unit.number].spread
    keys = [text(one.get("topologyKey")) for one, _ in given]
    nodes = [node for node in cluster.nodes if all(domain(node, key) is not None for key in keys)] if given else []
    return tuple(
        _spread(unit, one, meant, [node for node in nodes if _counts(unit, one, node)], cluster) for one, meant in given
    )


def _counts(unit: Unit, one: Mapping[str, Any], node: Node) -> bool:
    """Whether a node's domain counts at all (nodeAffinityPolicy, nodeTaintsPolicy)."""
    if one.get("nodeAffinityPolicy", "Honor") == "Honor" and not wanted(unit.wish.spec, node):
        return False
    return one.get("nodeTaintsPolicy") != "Honor" or not kept_off(unit.wish.spec, node, unit.workload.daemon)


def _spread(
    unit: Unit, one: Mapping[str, Any], meant: frozenset[int], nodes: Sequence[Node], cluster: Cluster
) -> Spread:
    key = text(one.get("topologyKey"))
    counts = {domain(node, key) or "": 0 for node in nodes}
    counting = {node.name for node in nodes}
    for node, pods in ((node, pods) for number in meant for node, pods in cluster.hosts(number)):
        if node.name in counting:
            counts[domain(node, key) or ""] += pods
    enough = len(counts) >= _number(one.get("minDomains"), 1)
    own = 1 if unit.number in meant else 0
    return Spread(key, counts, min(counts.values(), default=0) if enough else 0, own, _number(one.get("maxSkew"), 1))


def _number(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else otherwise
