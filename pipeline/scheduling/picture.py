"""What is shown of where pods can run: racks, nodes and pods of one of the ways, and each workload in all of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pipeline.model.node import Node
from pipeline.model.schedule import Loaded, Rack, Staying
from pipeline.scheduling.outcome import Load, Outcome, Stay

# Labels that say which nodes stand together (kubernetes.io/docs/reference/labels-annotations-taints).
_RACKS: Final = ("rack", "topology.kubernetes.io/zone")


def staying(stay: Stay) -> Staying:
    """One workload as it is shown."""
    one = stay.workload
    return Staying(
        stay.label, one.kind, one.namespace, one.name, stay.wanted, stay.least, stay.most, stay.together,
        stay.eligible,
        dict(sorted(stay.decided.items())), stay.waits, one.passing,
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
    node = load.node
    pods = [(stays[number], ordinal) for number, ordinal in load.pods]
    standing: dict[str, list[int]] = {}
    for stay, ordinal in pods:
        if not stay.workload.passing:
            standing.setdefault(stay.workload.name, []).append(ordinal)
    lasting = _asked(stay for stay, _ in pods if not stay.workload.passing)
    placed = tuple((name, tuple(sorted(ordinals))) for name, ordinals in sorted(standing.items()))
    asked = {name: lasting.get(name, 0) for name in load.room}
    taints = tuple(map(_taint, node.taints))
    return Loaded(node.name, placed, asked, load.room, taints, node.cordoned, node.group)


def _asked(stays: Iterable[Stay]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for stay in stays:
        for name, number in {**stay.workload.asked, "pods": 1}.items():
            found[name] = found.get(name, 0) + number
    return found


def _taint(taint: Mapping[str, Any]) -> str:
    value = f"={taint['value']}" if taint.get("value") else ""
    return f"{taint.get('key')}{value}:{taint.get('effect')}"
