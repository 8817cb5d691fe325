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
from pipeline.scheduling.nodes import CORDON, kept_off, tolerated, wanted
from pipeline.scheduling.spreading import Spread, spreads
from pipeline.scheduling.storage import storage

Reasons = tuple[str, ...]
NONE: Final[Reasons] = ()
_EVICTING: Final = ("NoExecute",)
_KEEPING: Final = ("NoSchedule", "NoExecute")
_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - what a manifest may say, not what is listened on


def refusals(unit: Unit, cluster: Cluster, nodes: Sequence[Node] | None = None) -> dict[str, Reasons]:
    """By name of each node the reasons why it does not take a pod now, () where it does. nodes: that are asked, all else."""
    near, spread = beside_of(unit, cluster), spreads(unit, cluster)
    asked = cluster.nodes if nodes is None else nodes
    return {node.name: _refusal(unit, node, cluster, near, spread) for node in asked}


def _refusal(unit: Unit, node: Node, cluster: Cluster, near: Beside, spread: Sequence[Spread]) -> Reasons:
    key = (unit.number, unit.home, node.name)
    if key not in cluster.settled:
        cluster.settled[key] = next((reasons for refused in _ALWAYS if (reasons := refused(unit, node))), NONE)
    if cluster.settled[key]:
        return cluster.settled[key]
    for now in _NOW:
        if reasons := now(unit, node, cluster):
            return reasons
    for constraint in spread:
        if reason := constraint.refusal(node):
            return (reason,)
    reason = near.refusal(node)
    return (reason,) if reason else NONE


def _cordoned(unit: Unit, node: Node) -> Reasons:
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
    if unit.home not in ("", node.name) or not wanted(unit.wish.spec, node):
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
    return one[1:] == other[1:] and (one[0] == other[0] or one[0] in _EVERYWHERE or other[0] in _EVERYWHERE)


def _resources(unit: Unit, node: Node, cluster: Cluster) -> Reasons:
    room = cluster.free[node.name]
    many = ("Too many pods",) if room.get(PODS, 1) < 1 else NONE
    if not node.allocatable:
        return many
    short = [
        name for name, number in sorted(unit.workload.asked.items()) if number > max(0, room.get(name, 0)) and number
    ]
    return (*many, *(f"Insufficient {name}" for name in short if name in room or "/" in name))


# What a node says whatever runs on it, and what depends on that; each in the order of kube-scheduler's plugins.
_ALWAYS: Final[tuple[Callable[[Unit, Node], Reasons], ...]] = (_cordoned, _name, _taints, _affinity)
_NOW: Final[tuple[Callable[[Unit, Node, Cluster], Reasons], ...]] = (_ports, _resources, storage)


def message(reasons: Mapping[str, Reasons]) -> str:
    """The sentence of the event with which kube-scheduler leaves a pod waiting, without what it says of preemption."""
    counted: dict[str, int] = {}
    for reason in (reason for found in reasons.values() for reason in found):
        counted[reason] = counted.get(reason, 0) + 1
    said = ", ".join(sorted(f"{count} {reason}" for reason, count in counted.items()))
    return f"0/{len(reasons)} nodes are available: {said}."
