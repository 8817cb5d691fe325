"""LIVE: whether pods come back, and are where they may be."""

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, live
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.readiness import containers, one_of
from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.model.node import Node
from pipeline.scheduling.nodes import kept_off, wanted
from pipeline.scheduling.placement import Placed, Wish, beside, pleased, wish_of
from pipeline.scheduling.terms import terms

_CRASHING: Final = "CrashLoopBackOff"


@live("LIVE006", SHOULD, WARNING, "env")
def recovers(live: Live) -> Iterator[Hit]:
    """Pods recover after being killed."""
    asked = live.rendered.settings.disruptive
    for pod in live.rendered.pods:
        if not pod.long_running:
            continue
        kind, name, records = pod.kind, pod.owner.name, live.pods(pod.owner)
        lost = dict.fromkeys(name for record in records for name in _crashing(record))
        for container in lost:
            message = f"container {container!r} of {kind} {name!r} does not come back after it has failed"
            yield live.hit(kind, name, message, key=container)
        if asked and kind == "Pod":
            yield live.hit(kind, name, f"nothing recreates Pod {name!r}, so it was not killed", INFO)
        elif asked and records and not lost:
            command = live.command("delete", "pod", records[0].name)
            status = live.command("rollout", "status", f"{kind.lower()}/{name}")
            message = f"to review: whether {kind} {name!r} recovers when a pod is killed: {command} && {status}"
            yield live.hit(kind, name, message, INFO)


@live("LIVE008", MAY, INFO, "env")
def placed_as_declared(live: Live) -> Iterator[Hit]:
    """Placement satisfies the declared constraints."""
    nodes = _nodes(live)
    known = {node.name: node for node in nodes}
    placed = {
        pod.index: Placed(_wish(live, pod), (_node(pod),))
        for pod in live.of("Pod")
        if one_of(pod, "Running") and _node(pod)
    }
    choosy = [one for one in placed.values() if one.wish.apart]
    for pod in live.rendered.pods if nodes else ():
        records = [record for record in live.pods(pod.owner) if record.index in placed]
        wish = wish_of(pod.labels, live.rendered.namespace(pod.owner), pod.spec, pod.kind == "DaemonSet")
        missed = 0
        for record in records:
            node = known.get(_node(record))
            others = [
                one for one in (placed.values() if terms(wish.spec) else choosy) if one is not placed[record.index]
            ]
            if fault := _fault(wish, node, nodes, others):
                yield live.hit(
                    pod.kind, pod.owner.name, f"Pod {record.name!r} is on node {_node(record)!r}, {fault}", key=fault
                )
            missed += node is not None and not pleased(wish, node, nodes, others)
        if missed:
            message = f"{missed} of {len(records)} pods of {pod.kind} {pod.owner.name!r} are not where its soft rules want them"
            yield live.hit(pod.kind, pod.owner.name, message, key="soft")


def _crashing(record: Manifest) -> Iterator[str]:
    for status in containers(record):
        if at(status, "state", "waiting", "reason") == _CRASHING:
            yield text(status.get("name"))


def _nodes(live: Live) -> Sequence[Node]:
    """The nodes that were recorded, else those of the inventory."""
    found = [
        Node(
            one.name,
            one.labels,
            tuple(map(mapping, listing(one.spec.get("taints")))),
            one.spec.get("unschedulable") is True,
        )
        for one in live.of("Node")
    ]
    return found or (live.rendered.context.nodes if live.rendered.context else ())


def _node(pod: Manifest) -> str:
    return text(pod.spec.get("nodeName"))


def _wish(live: Live, pod: Manifest) -> Wish:
    return wish_of(pod.labels, pod.namespace or live.namespace, pod.spec)


def _fault(wish: Wish, node: Node | None, nodes: Sequence[Node], others: Sequence[Placed]) -> str:
    """Why a pod should not be on a node where it is. What is there already is not put off by NoSchedule or a cordon."""
    if node is None:
        return "which is not among the nodes that are known"
    if not wanted(wish.spec, node):
        return "which its nodeName, nodeSelector or nodeAffinity does not admit"
    if kept_off(wish.spec, node, wish.daemon, ("NoExecute",)):
        return "which has a taint that should evict it"
    return "" if beside(wish, [node], nodes, others) else "which its podAffinity or podAntiAffinity does not admit"
