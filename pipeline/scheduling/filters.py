"""Why a node does not take a pod, in kube-scheduler's own words and order.

Facts: kubernetes.io/docs/reference/scheduling/config, "Scheduling plugins"; the words are those of the plugins below
k8s.io/kubernetes, pkg/scheduler/framework/plugins. The first plugin that refuses a node gives the reasons.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pipeline.model.node import Node
from pipeline.scheduling.amounts import PODS
from pipeline.scheduling.beside import Beside, beside_of
from pipeline.scheduling.cluster import Cluster, Unit
from pipeline.scheduling.nodes import CORDON, kept_off, named, tolerated, wanted
from pipeline.scheduling.spreading import Spread, spreads
from pipeline.scheduling.storage import storage

Reasons = tuple[str, ...]
NONE: Final[Reasons] = ()
_ELSEWHERE: Final[Reasons] = ("node(s) didn't satisfy plugin(s) [NodeAffinity]",)
# Said of a pod, and not counted by nodes.
_CONFLICT: Final = "pod affinity terms conflict"
_EVICTING: Final = ("NoExecute",)
_KEEPING: Final = ("NoSchedule", "NoExecute")
_EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - what a manifest may say, not what is listened on


def refusals(unit: Unit, cluster: Cluster, nodes: Sequence[Node] | None = None) -> dict[str, Reasons]:
    """By name of each node the reasons why it does not take a pod now, () where it does. nodes: that are asked, all else."""
    near, spread = beside_of(unit, cluster), spreads(unit, cluster)
    asked = nodes or cluster.nodes
    if not unit.home:
        return {node.name: _refusal(unit, node, cluster, near, spread) for node in asked}
    found = dict.fromkeys((node.name for node in asked), _ELSEWHERE)
    return found | {node.name: _refusal(unit, node, cluster, near, spread) for node in asked if node.name == unit.home}


def _refusal(unit: Unit, node: Node, cluster: Cluster, near: Beside, spread: Sequence[Spread]) -> Reasons:
    key = (unit.number, unit.home, node.name)
    if key not in cluster.settled:
        cluster.settled[key] = next((reasons for refused in _ALWAYS if (reasons := refused(unit, node))), NONE)
    if cluster.settled[key]:
        return cluster.settled[key]
    if reasons := _ports(unit, node, cluster) or _resources(unit, node, cluster):
        return reasons
    return NONE if unit.wish.spec.get("nodeName") else _related(unit, node, cluster, near, spread)


def _related(unit: Unit, node: Node, cluster: Cluster, near: Beside, spread: Sequence[Spread]) -> Reasons:
    """What is asked of the scheduler alone, and not of the kubelet too, which takes a pod that names its node itself."""
    if reasons := storage(unit, node, cluster):
        return reasons
    for constraint in spread:
        if reason := constraint.refusal(node):
            return (reason,)
    reason = near.refusal(node)
    return (reason,) if reason else NONE


def _named(unit: Unit, node: Node) -> Reasons:
    """What names its nodes by name is tried on these alone."""
    names = named(unit.wish.spec)
    if names is None or node.name in names:
        return NONE
    return _ELSEWHERE if names else (_CONFLICT,)


def _cordoned(unit: Unit, node: Node) -> Reasons:
    if unit.wish.spec.get("nodeName"):
        return NONE
    if node.cordoned and not tolerated(unit.wish.spec, CORDON, unit.workload.daemon):
        return ("node(s) were unschedulable",)
    return NONE


def _name(unit: Unit, node: Node) -> Reasons:
    if unit.wish.spec.get("nodeName") not in (None, "", node.name):
        return ("node(s) didn't match the requested node name",)
    return NONE


def _taints(unit: Unit, node: Node) -> Reasons:
    effects = _EVICTING if unit.wish.spec.get("nodeName") else _KEEPING
    uncordoned = [taint for taint in node.taints if taint.get("key") != CORDON["key"]]
    if kept_off(unit.wish.spec, Node(node.name, {}, tuple(uncordoned)), unit.workload.daemon, effects):
        return ("node(s) had untolerated taint(s)",)
    return NONE


def _affinity(unit: Unit, node: Node) -> Reasons:
    if not wanted(unit.wish.spec, node):
        return ("node(s) didn't match Pod's node affinity/selector",)
    return NONE


def _ports(unit: Unit, node: Node, cluster: Cluster) -> Reasons:
    if not unit.workload.ports:
        return NONE
    taken = [port for one in cluster.units[node.name] for port in one.workload.ports]
    if any(_clash(one, other) for one in unit.workload.ports for other in taken):
        return ("node(s) didn't have free ports for the requested pod ports",)
    return NONE


def _clash(one: tuple[str, str, int], other: tuple[str, str, int]) -> bool:
    return one[1:] == other[1:] and (one[0] == other[0] or _EVERYWHERE in (one[0], other[0]))


def _resources(unit: Unit, node: Node, cluster: Cluster) -> Reasons:
    room = cluster.free[node.name]
    many = ("Too many pods",) if room.get(PODS, 1) < 1 else NONE
    if not node.allocatable:
        return many
    short = [name for name, number in unit.workload.asked.items() if number > max(0, room.get(name, 0))]
    return (*many, *(f"Insufficient {name}" for name in sorted(short) if name in room or _is_listed(name)))


def _is_listed(resource: str) -> bool:
    """Whether a node that does not list a resource has none of it; of the others it is not known how much."""
    return "/" in resource or resource.startswith("hugepages-")


# What a node says whatever runs on it, in the order of kube-scheduler's plugins.
_ALWAYS: Final[tuple[Callable[[Unit, Node], Reasons], ...]] = (_named, _name, _cordoned, _taints, _affinity)


def message(reasons: Mapping[str, Reasons]) -> str:
    """The sentence of the event with which kube-scheduler leaves a pod waiting, without what it says of preemption."""
    if not reasons:
        return "no nodes available to schedule pods"
    counted: dict[str, int] = {}
    for reason in (reason for found in reasons.values() for reason in found):
        counted[reason] = counted.get(reason, 0) + 1
    said = _CONFLICT if _CONFLICT in counted else ", ".join(sorted(f"{each} {one}" for one, each in counted.items()))
    return f"0/{len(reasons)} nodes are available: {said}."
