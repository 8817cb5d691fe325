"""Where the pods of an environment can run: what all ways have in common, and what kube-scheduler is free to choose."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.model.node import Node
from pipeline.scheduling.amounts import Amounts
from pipeline.scheduling.arriving import MANNERS, Manner, Needs, Stage, Way, arrive, homes, spread, stage
from pipeline.scheduling.cluster import left, used
from pipeline.scheduling.workloads import Workload

# Pods of one workload that are tried, of all together, and how often a pod may be held against a node: seconds, not minutes.
_MOST: Final = 1000
_ALL: Final = 10_000
_WORK: Final = 1_000_000
_FEW: Final = 2


@dataclass(frozen=True, slots=True)
class Stay:
    """One workload.

    wanted: pods that were tried; least, most: that run in the ways that were tried; together: that run in the way in which most
    pods of all workloads do. eligible: nodes that took or would have taken one of its pods; decided: node of each ordinal that
    has no other choice, in every way. waits: kube-scheduler's sentence on the first pod that waits in one of the ways, in the
    best if one waits there; "" where all run. untried: further pods, of a workload that has too many.
    """

    label: str
    workload: Workload
    wanted: int
    least: int
    most: int
    together: int
    eligible: tuple[str, ...]
    decided: Mapping[int, str]
    waits: str = ""
    untried: int = 0

    @property
    def is_fixed(self) -> bool:
        """Whether kube-scheduler has no choice."""
        return len(self.decided) == self.wanted


@dataclass(frozen=True, slots=True)
class Load:
    """One node in the best way: its pods as (number of the workload, ordinal), and what they ask of what it has."""

    node: Node
    pods: tuple[tuple[int, int], ...]
    asked: Amounts
    room: Amounts


@dataclass(frozen=True, slots=True)
class Outcome:
    """stays: in the order of the workloads; loads: of the nodes in the best way, without those that are still to be added and
    stay empty. wanted: pods of all workloads; least, most: that run together."""

    stays: tuple[Stay, ...]
    loads: tuple[Load, ...]
    wanted: int
    least: int
    most: int


def outcome(needs: Needs, nodes: Sequence[Node], there: Sequence[tuple[int, int, str]] = ()) -> Outcome:
    """Tries many ways. there: (number of the workload, ordinal, node) of pods that are known to run already."""
    tried = _tried(needs.workloads, len(nodes))
    on = stage(replace(needs, workloads=tried), nodes, there)
    ways = _ways(on)
    seen = _seen(ways, len(tried))
    labels = needs.labels or ("",) * len(tried)
    stays = tuple(_stay(*each, on) for each in zip(seen, needs.workloads, labels, strict=True))
    totals = [len(way.nodes) for way in ways]
    return Outcome(stays, tuple(_loads(ways[0])), sum(stay.wanted for stay in stays), min(totals), max(totals))


def _tried(workloads: Sequence[Workload], nodes: int) -> tuple[Workload, ...]:
    """The workloads with as many pods of each as there is time for. A pod of a DaemonSet asks one node, others ask all."""
    daemons, others = _most(workloads, True, _ALL), _most(workloads, False, min(_ALL, _WORK // max(1, nodes)))
    return tuple(replace(one, count=min(one.count, daemons if one.daemon else others)) for one in workloads)


def _most(workloads: Sequence[Workload], daemon: bool, room: int) -> int:
    """How many pods of each workload can be tried, so that there is room for all of them."""
    counts = [one.count for one in workloads if one.daemon is daemon]
    every = range(1, _MOST + 1)
    return max(1, bisect_right(every, room, key=lambda most: sum(min(count, most) for count in counts)))


def _ways(on: Stage) -> list[Way]:
    """As many ways as there is time for, the best first. Each workload that waits in one of them is let in first once, which is
    the best that it can hope for."""
    pods = sum(min(one.count, len(on.nodes)) if one.daemon else one.count for one in on.needs.workloads)
    most = max(_FEW, _WORK // max(1, pods * len(on.nodes)))
    ways = [arrive(on, manner) for manner in MANNERS[:most]]
    waiting = sorted({number for way in ways for number, _ in way.waiting})
    ways += [arrive(on, Manner(spread, first=number)) for number in waiting[: most - len(ways)]]
    return sorted(ways, key=lambda way: -len(way.nodes))


@dataclass(slots=True)
class _Seen:
    """What the ways say of one workload: how many pods run in each; where each pod runs or could, "" where it waits in some
    way; a sentence on one that waits."""

    number: int
    running: list[int]
    nodes: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    waits: str = ""


def _seen(ways: Sequence[Way], workloads: int) -> list[_Seen]:
    found = [_Seen(number, [0] * len(ways)) for number in range(workloads)]
    for index, way in enumerate(ways):
        for (number, ordinal), name in way.nodes.items():
            found[number].running[index] += 1
            found[number].nodes[ordinal] |= {name, *way.free.get((number, ordinal), ())}
        for (number, ordinal), sentence in sorted(way.waiting.items()):
            found[number].nodes[ordinal].add("")
            found[number].waits = found[number].waits or sentence
    return found


def _stay(seen: _Seen, one: Workload, label: str, on: Stage) -> Stay:
    tried, every = on.needs.workloads[seen.number].count, one.count
    if one.daemon:
        every = len(homes(on, seen.number))
        tried = min(tried, every)
    eligible = {name for names in seen.nodes.values() for name in names if name}
    decided = {at: next(iter(names)) for at, names in seen.nodes.items() if len(names) == 1 and "" not in names}
    return Stay(
        label, one, tried, min(seen.running), max(seen.running), seen.running[0], tuple(sorted(eligible)),
        dict(sorted(decided.items())), seen.waits, every - tried,
    )  # fmt: skip


def _loads(way: Way) -> list[Load]:
    found = []
    for node in way.cluster.nodes:
        pods = tuple((unit.number, unit.ordinal) for unit in way.cluster.units[node.name])
        if pods or not node.group:
            found.append(Load(node, pods, used(way.cluster, node), left(node)))
    return found
