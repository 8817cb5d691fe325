"""SCHED: whether the nodes of an environment can take the pods of a release."""

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import MAY, WARNING, bound, release
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import at
from pipeline.model.node import Node
from pipeline.scheduling.nodes import wanted
from pipeline.scheduling.placement import Placed, Wish, alone, beside, domains, fits, wish_of
from pipeline.scheduling.terms import HARD

_COUNTED: Final = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")


@bound
@release("SCHED006", MAY, WARNING, "reason")
def can_be_met(release: Release) -> Iterator[Hit]:
    """Constraints can be met in the target environment."""
    nodes = release.context.nodes if release.context else ()
    if not nodes:
        return
    wishes = [
        wish_of(pod.labels, release.namespace(pod.owner), pod.spec, pod.kind == "DaemonSet") for pod in release.pods
    ]
    fitting = _fitting(wishes, nodes)
    placed = [one for wish, found in zip(wishes, fitting, strict=True) for one in _placed(wish, found)]
    choosy = [one for one in placed if one.wish.apart]
    for pod, wish, found in zip(release.pods, wishes, fitting, strict=True):
        others = [one for one in (placed if wish.near or wish.apart else choosy) if one.wish is not wish]
        left = beside(wish, found, nodes, others) if found else ()
        if not found:
            yield _nowhere(pod, nodes)
        elif not left:
            yield pod.hit(
                "/affinity", "no node of the inventory has beside it what its podAffinity and podAntiAffinity ask for"
            )
        else:
            yield from _too_many(pod, wish, left)


def _fitting(wishes: Sequence[Wish], nodes: Sequence[Node]) -> Sequence[Sequence[Node]]:
    """The nodes that take each pod by itself; pods that ask for the same are asked about once."""
    known: dict[str, Sequence[Node]] = {}
    found = []
    for wish in wishes:
        spec = wish.spec
        asked = [
            spec.get("nodeName"),
            spec.get("nodeSelector"),
            spec.get("tolerations"),
            at(spec, "affinity", "nodeAffinity", HARD),
        ]
        key = repr((asked, wish.daemon))
        if key not in known:
            known[key] = [node for node in nodes if fits(wish, node)]
        found.append(known[key])
    return found


def _placed(wish: Wish, nodes: Sequence[Node]) -> Iterator[Placed]:
    """Where the pods of a workload may be: somewhere, or on each node where it is a DaemonSet."""
    names = [node.name for node in nodes]
    yield from (Placed(wish, (name,)) for name in names) if wish.daemon else (Placed(wish, names),)


def _nowhere(pod: Pod, nodes: Sequence[Node]) -> Hit:
    named = [node for node in nodes if wanted(pod.spec, node)]
    if not named:
        place = next((key for key in ("nodeName", "nodeSelector") if pod.spec.get(key)), "affinity")
        return pod.hit(f"/{place}", "no node of the inventory has the labels that its pods ask for")
    return pod.hit("/tolerations", "each node of the inventory that has the labels has a taint, or is cordoned, too")


def _too_many(pod: Pod, wish: Wish, left: Sequence[Node]) -> Iterator[Hit]:
    count = pod.owner.spec.get("replicas") if pod.kind in _COUNTED else None
    if not isinstance(count, int):
        return
    for term in alone(wish):
        room = len(domains(left, term.key))
        if term.key and count > room:
            message = f"{count} pods are to be on one {term.key!r} each, and there are {room} that take them"
            yield pod.owner.hit("/spec/replicas", message, key=term.key)
