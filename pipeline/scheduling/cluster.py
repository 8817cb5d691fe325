"""Nodes with the pods that have been put on them so far. It changes while pods are put there, and belongs to one run."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.node import Node
from pipeline.scheduling.amounts import PODS, Amounts, amounts
from pipeline.scheduling.kinship import Kin
from pipeline.scheduling.placement import Wish, wish_of
from pipeline.scheduling.workloads import Claim, Volume, Workload


@dataclass(frozen=True, slots=True)
class Unit:
    """One pod. number: of its workload among all; ordinal: of the pod in its workload; home: the node that a DaemonSet means
    it for."""

    workload: Workload
    wish: Wish
    number: int
    ordinal: int = 0
    home: str = ""

    @property
    def claims(self) -> tuple[tuple[str, str], ...]:
        """(namespace, name) of the claims of the pod."""
        one = self.workload
        return tuple((one.namespace, name.replace("*", str(self.ordinal))) for name in one.claims)


@dataclass
class Cluster:
    """nodes: that are there, and that `grow` has added. kin: what the workloads are to each other. settled: why a node refuses
    a workload whatever runs, as far as that was asked before. room, free: what each node has and what is left of it by resource,
    nothing where that is not known. claims, volumes: of the environment; claimed: how many pods use each claim.
    """

    nodes: list[Node]
    kin: tuple[Kin, ...] = ()
    settled: dict[tuple[int, str, str], tuple[str, ...]] = field(default_factory=dict)
    claims: Mapping[tuple[str, str], Claim] = field(default_factory=dict)
    volumes: tuple[Volume, ...] = ()
    room: dict[str, Amounts] = field(default_factory=dict)
    free: dict[str, dict[str, int]] = field(default_factory=dict)
    units: dict[str, list[Unit]] = field(default_factory=dict)
    claimed: Counter[tuple[str, str]] = field(default_factory=Counter)
    _hosts: dict[int, Counter[str]] = field(default_factory=dict)
    _named: dict[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in self.nodes:
            self._open(node)

    def grow(self, node: Node) -> None:
        """Adds a node."""
        self.nodes.append(node)
        self._open(node)

    def shrink(self) -> None:
        """Takes away the node that was added last, on which nothing runs."""
        self.nodes.pop()

    def _open(self, node: Node) -> None:
        self.units[node.name] = []
        self._named[node.name] = node
        self.room[node.name] = left(node)
        self.free[node.name] = dict(self.room[node.name])

    def put(self, unit: Unit, node: Node) -> None:
        """Puts a pod on a node, whether it fits or not."""
        self.units[node.name].append(unit)
        self._hosts.setdefault(unit.number, Counter())[node.name] += 1
        self._count(unit, node, 1)

    def take(self, unit: Unit, name: str) -> None:
        """Takes a pod from the node of this name, as if it had never been there."""
        node = self._named[name]
        self.units[node.name].remove(unit)
        self._hosts[unit.number] -= Counter((node.name,))
        self._count(unit, node, -1)

    def _count(self, unit: Unit, node: Node, sign: int) -> None:
        room = self.free[node.name]
        for name, number in {**unit.workload.asked, PODS: 1}.items():
            if name in room:
                room[name] -= sign * number
        for claim in unit.claims:
            self.claimed[claim] += sign

    def hosts(self, number: int) -> Iterator[tuple[Node, int]]:
        """Each node with pods of a workload, and how many."""
        return ((self._named[name], count) for name, count in self._hosts.get(number, {}).items())


def left(node: Node) -> dict[str, int]:
    """What a node has for the repository's pods."""
    own, taken = amounts(node.allocatable), amounts(node.reserved)
    return {name: number - taken.get(name, 0) for name, number in own.items()}


def wishes(workloads: Sequence[Workload]) -> tuple[Wish, ...]:
    """What the pods of each workload wish."""
    return tuple(wish_of(one.labels, one.namespace, one.spec, one.daemon) for one in workloads)


def used(cluster: Cluster, node: Node) -> Amounts:
    """What the pods on a node ask of it, by resource."""
    own, free = cluster.room[node.name], cluster.free[node.name]
    return {name: own[name] - free[name] for name in own}
