"""What is shown of where pods can run: racks, nodes and pods of one of the ways, and each workload in all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pipeline.model.node import Node
from pipeline.model.schedule import Loaded, Lodged, Rack, Staying
from pipeline.scheduling.outcome import Load, Outcome, Stay

# Labels that say which nodes stand together (kubernetes.io/docs/reference/labels-annotations-taints).
_RACKS: Final = ("rack", "topology.kubernetes.io/zone")


def staying(stay: Stay) -> Staying:
    """One workload as it is shown."""
    one = stay.workload
    return Staying(
        stay.label, one.kind, one.namespace, one.name, stay.wanted, stay.least, stay.most, stay.together,
        stay.eligible, stay.decided, stay.waits, one.passing, stay.untried,
    )  # fmt: skip


def racks(outcome: Outcome) -> tuple[Rack, ...]:
    """The nodes by rack, with the pods that one of the ways puts on them."""
    found: dict[str, list[Loaded]] = {}
    for load in outcome.loads:
        found.setdefault(_rack(load.node), []).append(_loaded(load, outcome.stays))
    return tuple(Rack(name, tuple(nodes)) for name, nodes in sorted(found.items()))


def _rack(node: Node) -> str:
    return next((str(node.labels[key]) for key in _RACKS if key in node.labels), "")


def _loaded(load: Load, stays: Sequence[Stay]) -> Loaded:
    node, found = load.node, defaultdict[int, list[int]](list)
    for number, ordinal in load.pods:
        found[number].append(ordinal)
    pods = sorted((_lodged(stays[number], ordinals) for number, ordinals in found.items()), key=lambda one: one.name)
    return Loaded(
        node.name, tuple(pods), load.asked, load.room, tuple(map(_taint, node.taints)), node.cordoned, node.group
    )


def _lodged(stay: Stay, ordinals: Sequence[int]) -> Lodged:
    one = stay.workload
    return Lodged(stay.label, one.kind, one.namespace, one.name, tuple(sorted(ordinals)))


def _taint(taint: Mapping[str, Any]) -> str:
    value = f"={taint['value']}" if taint.get("value") else ""
    return f"{taint.get('key')}{value}:{taint.get('effect')}"
