"""topologySpreadConstraints that must hold.

Facts: kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints; k8s.io/kubernetes,
pkg/scheduler/framework/plugins/podtopologyspread/filtering.go.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.manifests.reading import listing, mapping, text
from pipeline.manifests.selectors import selects
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
    given = [one for one in map(mapping, listing(unit.wish.spec.get("topologySpreadConstraints"))) if _is_hard(one)]
    keys = [text(one.get("topologyKey")) for one in given]
    nodes = [node for node in cluster.nodes if all(domain(node, key) is not None for key in keys)]
    return tuple(_spread(unit, one, [node for node in nodes if _counts(unit, one, node)], cluster) for one in given)


def _is_hard(one: Mapping[str, Any]) -> bool:
    return one.get("whenUnsatisfiable") in (None, "DoNotSchedule")


def _counts(unit: Unit, one: Mapping[str, Any], node: Node) -> bool:
    """Whether a node's domain counts at all (nodeAffinityPolicy, nodeTaintsPolicy)."""
    if one.get("nodeAffinityPolicy", "Honor") == "Honor" and not wanted(unit.wish.spec, node):
        return False
    return one.get("nodeTaintsPolicy") != "Honor" or not kept_off(unit.wish.spec, node, unit.workload.daemon)


def _spread(unit: Unit, one: Mapping[str, Any], nodes: Sequence[Node], cluster: Cluster) -> Spread:
    key, selector = text(one.get("topologyKey")), _selector(unit, one)
    counts: dict[str, int] = {}
    for node in nodes:
        place = domain(node, key) or ""
        counts[place] = counts.get(place, 0) + sum(1 for _ in _meant(unit, selector, cluster.units[node.name]))
    enough = len(counts) >= _number(one.get("minDomains"), 1)
    own = 1 if selects(selector, unit.wish.labels) else 0
    return Spread(key, counts, min(counts.values(), default=0) if enough else 0, own, _number(one.get("maxSkew"), 1))


def _meant(unit: Unit, selector: Any, units: Sequence[Unit]) -> Iterator[Unit]:
    return (one for one in units if one.wish.namespace == unit.wish.namespace and selects(selector, one.wish.labels))


def _selector(unit: Unit, one: Mapping[str, Any]) -> Any:
    """The selector with what matchLabelKeys adds to it: the pod's own value of each label."""
    selector, keys = (
        one.get("labelSelector"),
        [key for key in listing(one.get("matchLabelKeys")) if isinstance(key, str)],
    )
    own = {key: unit.wish.labels[key] for key in keys if key in unit.wish.labels}
    if not own or not isinstance(selector, Mapping):
        return selector
    return {**selector, "matchLabels": {**mapping(selector.get("matchLabels")), **own}}


def _number(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else otherwise
