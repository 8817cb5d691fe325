"""Nodes with the pods that have been put on them so far. It changes while pods are put there, and belongs to one run."""

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
    def claims(self) -> tuple[str, ...]:
        return tuple(one.replace("*", str(self.ordinal)) for one in self.workload.claims)


@dataclass
class Cluster:
    """kin: what the workloads are to each other. settled: why a node refuses a workload whatever runs, as far as that was asked
    before. room, free: what each node has and what is left of it by resource, nothing where that is not known. claims, volumes:
    of the environment.
    """

    nodes: tuple[Node, ...]
    kin: tuple[Kin, ...] = ()
    settled: dict[tuple[int, str, str], tuple[str, ...]] = field(default_factory=dict)
    claims: Mapping[tuple[str, str], Claim] = field(default_factory=dict)
    volumes: tuple[Volume, ...] = ()
    room: dict[str, Amounts] = field(default_factory=dict)
    free: dict[str, dict[str, int]] = field(default_factory=dict)
    units: dict[str, list[Unit]] = field(default_factory=dict)
    _hosts: dict[int, dict[str, int]] = field(default_factory=dict)
    _named: dict[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in self.nodes:
            self.units[node.name] = []
            self._named[node.name] = node
            self.room[node.name] = left(node)
            self.free[node.name] = dict(self.room[node.name])

    def put(self, unit: Unit, node: Node) -> None:
        """Puts a pod on a node, whether it fits or not."""
        self.units[node.name].append(unit)
        hosts = self._hosts.setdefault(unit.number, {})
        hosts[node.name] = hosts.get(node.name, 0) + 1
        room = self.free[node.name]
        for name, number in {**unit.workload.asked, PODS: 1}.items():
            if name in room:
                room[name] -= number

    def hosts(self, number: int) -> Iterator[tuple[Node, int]]:
        """Each node with pods of a workload, and how many."""
        return ((self._named[name], count) for name, count in self._hosts.get(number, {}).items())

    @property
    def placed(self) -> Sequence[tuple[Node, Unit]]:
        """Every pod with its node."""
        return [(node, unit) for node in self.nodes for unit in self.units[node.name]]


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
