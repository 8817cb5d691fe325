"""Where the pods of an environment can run: what all ways have in common, and what kube-scheduler is free to choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.model.node import Node
from pipeline.scheduling.amounts import Amounts
from pipeline.scheduling.arriving import MANNERS, Manner, Needs, Way, arrive, spread, stage
from pipeline.scheduling.cluster import left, used
from pipeline.scheduling.filters import message
from pipeline.scheduling.workloads import Workload

# So many pods get fewer ways: each costs a second for a thousand pods on twenty nodes.
_MANY: Final = 200
_FEW: Final = 8


@dataclass(frozen=True, slots=True)
class Stay:
    """One workload.

    wanted: pods; least, most: that run in the ways that were tried; together: that run in the way in which most pods of all
    workloads do. eligible: nodes that took or would have taken one of its pods; decided: node of each ordinal that has no
    other choice, in every way. waits: kube-scheduler's sentence on the first pod that waits in one of the ways, in the best
    if one waits there; "" where all run.
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
    on = stage(needs, nodes, there)
    many = sum(one.count for one in needs.workloads) > _MANY
    ways = [arrive(on, manner) for manner in (MANNERS[:_FEW] if many else MANNERS)]
    ways += [arrive(on, Manner(spread, first=number)) for number in _waiting(ways)]
    ways.sort(key=lambda way: -len(way.nodes))
    labels = needs.labels or ("",) * len(needs.workloads)
    stays = tuple(_stay(number, one, labels[number], ways) for number, one in enumerate(needs.workloads))
    totals = [len(way.nodes) for way in ways]
    return Outcome(stays, tuple(_loads(ways[0])), sum(stay.wanted for stay in stays), min(totals), max(totals))


def _waiting(ways: Sequence[Way]) -> list[int]:
    """The workloads with pods that wait in some way: each is let in first once, which is the best that it can hope for."""
    return sorted({number for way in ways for number, _ in way.waiting})


def _stay(number: int, one: Workload, label: str, ways: Sequence[Way]) -> Stay:
    wanted = _wanted(number, one, ways[0])
    running = [sum(1 for key in way.nodes if key[0] == number) for way in ways]
    eligible = {name for way in ways for key, names in way.free.items() if key[0] == number for name in names}
    eligible |= {name for way in ways for key, name in way.nodes.items() if key[0] == number}
    waiting = (reasons for way in ways for key, reasons in sorted(way.waiting.items()) if key[0] == number)
    waits = next((message(reasons) for reasons in waiting), "")
    return Stay(
        label, one, wanted, min(running), max(running), running[0], tuple(sorted(eligible)),
        _decided(number, wanted, ways), waits,
    )  # fmt: skip


def _wanted(number: int, one: Workload, way: Way) -> int:
    if not one.daemon:
        return one.count
    return sum(1 for key in (*way.nodes, *way.waiting) if key[0] == number)


def _decided(number: int, wanted: int, ways: Sequence[Way]) -> dict[int, str]:
    found = {}
    for ordinal in range(wanted):
        names = {way.nodes.get((number, ordinal), "") for way in ways}
        names |= {name for way in ways for name in way.free.get((number, ordinal), ())}
        if len(names) == 1 and "" not in names:
            found[ordinal] = next(iter(names))
    return found


def _loads(way: Way) -> list[Load]:
    found = []
    for node in way.cluster.nodes:
        pods = tuple((unit.number, unit.ordinal) for unit in way.cluster.units[node.name])
        if pods or not node.group:
            found.append(Load(node, pods, used(way.cluster, node), left(node)))
    return found
