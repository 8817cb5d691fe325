"""Nodes that cannot reach the volumes of a pod.

Facts: k8s.io/kubernetes, pkg/scheduler/framework/plugins: volumerestrictions, nodevolumelimits, volumebinding, volumezone.
"""

from collections.abc import Iterator
from typing import Final

from pipeline.model.node import Node
from pipeline.scheduling.cluster import Cluster, Unit
from pipeline.scheduling.nodes import holds
from pipeline.scheduling.workloads import ZONES, Claim, Volume

# What the labels of zones began with once, and what they begin with today.
_BETA: Final = "failure-domain.beta.kubernetes.io/"
_TODAY: Final = "topology.kubernetes.io/"


def storage(unit: Unit, node: Node, cluster: Cluster) -> tuple[str, ...]:
    """Why a node is refused for the volumes of a pod, () where it is not."""
    if not unit.claims:
        return ()
    if _used_once(unit, cluster):
        return (
            "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod",
        )
    if node.volumes is not None and _exceeds(unit, node, cluster, node.volumes):
        return ("node(s) exceed max volume count",)
    volumes = tuple(_volumes(unit, cluster))
    if any(one.terms and not any(holds(term, node) for term in one.terms) for one in volumes):
        return ("node(s) didn't match PersistentVolume's node affinity",)
    if any(not _within(node, key, value) for one in volumes for key, value in one.zones.items()):
        return ("node(s) had no available volume zone",)
    return ()


def _used_once(unit: Unit, cluster: Cluster) -> bool:
    """Whether a claim that one pod alone may use is another one's."""
    once = (name for name in unit.claims if (claim := cluster.claims.get(name)) and claim.once)
    return any(cluster.claimed[name] for name in once)


def _exceeds(unit: Unit, node: Node, cluster: Cluster, most: int) -> bool:
    """Whether a node has no room for the volumes that are not attached to it yet."""
    attached = {name for other in cluster.units[node.name] for name in other.claims}
    more = set(unit.claims) - attached
    return bool(more) and len(attached) + len(more) > most


def _volumes(unit: Unit, cluster: Cluster) -> Iterator[Volume]:
    """The volumes that are meant for the claims of a pod, by either side's word."""
    for name in unit.claims:
        claim = cluster.claims.get(name, Claim(*name))
        yield from (one for one in cluster.volumes if one.name == claim.volume or one.claim == name)


def _within(node: Node, key: str, value: object) -> bool:
    """Whether a node lies in one of a volume's zones, written "a__b" where it has several; one of no zone at all does."""
    if not any(one in node.labels for one in ZONES):
        return True
    own = node.labels.get(key, node.labels.get(key.replace(_BETA, _TODAY)))
    return own is not None and str(own) in str(value).split("__")
