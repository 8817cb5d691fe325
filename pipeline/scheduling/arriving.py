"""One way in which the pods of an environment may come to their nodes.

kube-scheduler takes pods by priority, and those of the same priority as they come; a pod that waits is tried again whenever
something has changed. What it is free to choose is chosen here by a manner, so that other manners show other ways.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from pipeline.model.node import Node
from pipeline.scheduling.amounts import PODS, amounts, total
from pipeline.scheduling.cluster import Cluster, Unit, wishes
from pipeline.scheduling.filters import Reasons, message, refusals
from pipeline.scheduling.kinship import Kin, kinship
from pipeline.scheduling.nodes import kept_off, wanted
from pipeline.scheduling.placement import Wish
from pipeline.scheduling.workloads import Claim, Volume, Workload

# Nodes of pods that are known to run already.
Known = Mapping[tuple[int, int], str]
Claims = tuple[tuple[str, str], ...]
Choice = Callable[[Sequence[Node], Cluster, random.Random], Node]


@dataclass(frozen=True, slots=True)
class Needs:
    """What an environment asks of its nodes. labels: of the release of each workload."""

    workloads: tuple[Workload, ...]
    labels: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    volumes: tuple[Volume, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How one way is found. seed: of the order in which pods come, None for the order of the workloads; first: number of the
    workload whose pods come before all others of its priority, None for none."""

    choose: Choice
    seed: int | None = None
    backwards: bool = False
    first: int | None = None


@dataclass
class Way:
    """What came of it. closed: nodes that each group can still add; nodes: where each pod runs; waiting: why each other pod
    waits; free: the nodes that would have taken a pod when it was put on one. Pods by (number of the workload,
    ordinal)."""

    cluster: Cluster
    closed: dict[str, list[Node]]
    nodes: dict[tuple[int, int], str] = field(default_factory=dict)
    waiting: dict[tuple[int, int], str] = field(default_factory=dict)
    free: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)


def spread(nodes: Sequence[Node], cluster: Cluster, _random: random.Random) -> Node:
    """The node with most left, as kube-scheduler prefers by itself."""
    return min(nodes, key=lambda node: (_fullness(node, cluster), len(cluster.units[node.name]), node.name))


def pack(nodes: Sequence[Node], cluster: Cluster, _random: random.Random) -> Node:
    """The node with least left."""
    return max(nodes, key=lambda node: (_fullness(node, cluster), len(cluster.units[node.name]), node.name))


def any_of(nodes: Sequence[Node], _cluster: Cluster, chance: random.Random) -> Node:
    """Any node."""
    return chance.choice(nodes)


MANNERS: Final = (
    Manner(spread), Manner(pack), Manner(spread, backwards=True), Manner(pack, backwards=True),
    *(Manner(any_of, seed) for seed in range(1, 13)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """What is the same in all ways. there: (number of the workload, ordinal, node) of pods that are known to run already."""

    needs: Needs
    nodes: tuple[Node, ...]
    wishes: tuple[Wish, ...]
    kin: tuple[Kin, ...]
    there: tuple[tuple[int, int, str], ...] = ()
    settled: dict[tuple[int, str, str], Reasons] = field(default_factory=dict)


def stage(needs: Needs, nodes: Sequence[Node], there: Sequence[tuple[int, int, str]] = ()) -> Stage:
    """The stage on which pods come."""
    wished = wishes(needs.workloads)
    laden = tuple(_laden(node, needs.workloads, wished) if node.group else node for node in nodes)
    return Stage(needs, laden, wished, kinship(wished), tuple(there))


def _laden(node: Node, workloads: Sequence[Workload], wished: Sequence[Wish]) -> Node:
    """A node that a group adds, without the room for the pods of DaemonSets that come with it."""
    own = [one.asked for one, wish in zip(workloads, wished, strict=True) if one.daemon and _is_home(node, wish)]
    asked = total((amounts(node.reserved), *own, {PODS: len(own)}))
    return replace(node, reserved={name: f"{number}m" if name == "cpu" else number for name, number in asked.items()})


def homes(on: Stage, number: int) -> list[Node]:
    """The nodes that are there for which the controller of a DaemonSet makes a pod."""
    return [node for node in on.nodes if not node.group and _is_home(node, on.wishes[number])]


def _is_home(node: Node, wish: Wish) -> bool:
    return wanted(wish.spec, node) and not kept_off(wish.spec, node, True)


def arrive(on: Stage, manner: Manner) -> Way:
    """Lets all pods come."""
    needs, chance = on.needs, random.Random(manner.seed)  # noqa: S311 - a way among many, no secret
    claims = {(one.namespace, one.name): one for one in needs.claims}
    there = [node for node in on.nodes if not node.group]
    way = Way(Cluster(there, on.kin, on.settled, claims, needs.volumes), _closed(on.nodes))
    known = {(number, ordinal): node for number, ordinal, node in on.there}
    for key, name in known.items():
        node = next(one for one in on.nodes if one.name == name)
        _put(way, Unit(needs.workloads[key[0]], on.wishes[key[0]], *key), node)
    queue = list(_first(on, known))
    if manner.backwards:
        queue.reverse()
    if manner.seed is not None:
        chance.shuffle(queue)
    _settle(way, queue, manner, chance, known)
    return way


def _closed(nodes: Sequence[Node]) -> dict[str, list[Node]]:
    """The nodes of each group, the next one last."""
    found: dict[str, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: (len(node.name), node.name), reverse=True):
        if node.group:
            found[node.group].append(node)
    return found


def _first(on: Stage, known: Known) -> Iterator[Unit]:
    """The pods that are made at once: of what makes one after the other only the first that does not run yet."""
    for number, (one, wish) in enumerate(zip(on.needs.workloads, on.wishes, strict=True)):
        if one.daemon:
            own = homes(on, number)[: one.count]
            yield from (Unit(one, wish, number, ordinal, node.name) for ordinal, node in enumerate(own))
            continue
        ordinals = [ordinal for ordinal in range(one.count) if (number, ordinal) not in known]
        yield from (Unit(one, wish, number, ordinal) for ordinal in (ordinals[:1] if one.ordered else ordinals))


def _settle(way: Way, queue: list[Unit], manner: Manner, chance: random.Random, known: Known) -> None:
    """Lets what lasts come first; those that come and end get what it leaves, one workload after the other."""
    _come(way, [unit for unit in queue if not unit.workload.passing], manner, chance, known)
    passing: dict[int, list[Unit]] = defaultdict(list)
    for unit in queue:
        if unit.workload.passing:
            passing[unit.number].append(unit)
    for units in passing.values():
        for unit in _come(way, units, manner, chance, known):
            way.cluster.take(unit, way.nodes[unit.number, unit.ordinal])


def _come(way: Way, waiting: list[Unit], manner: Manner, chance: random.Random, known: Known) -> list[Unit]:
    """Tries the pods that wait until nothing changes any more, and tells those that run."""
    running: list[Unit] = []
    moved = True
    while waiting and moved:
        waiting.sort(key=lambda unit: (-unit.workload.priority, unit.number != manner.first))
        moved, still = False, []
        refused: dict[tuple[int, str, Claims], str] = {}
        for unit in waiting:  # it grows: what comes after a pod that runs is tried when the others have been
            same = (unit.number, unit.home, unit.claims)
            if same not in refused and _taken(way, unit, manner, chance):
                moved = True
                refused.clear()
                running.append(unit)
                waiting += _next(unit, known)
                continue
            key = (unit.number, unit.ordinal)
            way.waiting[key] = refused.setdefault(same, way.waiting.get(key, ""))
            still.append(unit)
        waiting = still
    return running


def _taken(way: Way, unit: Unit, manner: Manner, chance: random.Random) -> bool:
    """Whether a node takes the pod; a node that is still to be added only where none of the others does."""
    key, reasons = (unit.number, unit.ordinal), refusals(unit, way.cluster)
    ready = [node for node in way.cluster.nodes if not reasons[node.name]] or _added(way, unit)
    if not ready:
        way.waiting[key] = message(reasons)
        return False
    way.waiting.pop(key, None)
    way.free[key] = frozenset(node.name for node in ready)
    _put(way, unit, manner.choose(ready, way.cluster, chance))
    return True


def _added(way: Way, unit: Unit) -> list[Node]:
    """The next node of each group that would take a pod."""
    found = []
    for nodes in way.closed.values():
        if nodes:
            way.cluster.grow(nodes[-1])
            found += [] if refusals(unit, way.cluster, (nodes[-1],))[nodes[-1].name] else [nodes[-1]]
            way.cluster.shrink()
    return found


def _put(way: Way, unit: Unit, node: Node) -> None:
    if node.group and node in (nodes := way.closed[node.group]):
        nodes.remove(node)
        way.cluster.grow(node)
    way.cluster.put(unit, node)
    way.nodes[unit.number, unit.ordinal] = node.name


def _next(unit: Unit, known: Known) -> Iterator[Unit]:
    """The pod that is made when this one runs."""
    one = unit.workload
    if one.ordered:
        ordinals = (ordinal for ordinal in range(unit.ordinal + 1, one.count) if (unit.number, ordinal) not in known)
        yield from (Unit(one, unit.wish, unit.number, ordinal) for ordinal in islice(ordinals, 1))


def _fullness(node: Node, cluster: Cluster) -> float:
    own, free = cluster.room[node.name], cluster.free[node.name]
    shares = [1 - free[name] / own[name] for name in ("cpu", "memory") if own.get(name, 0) > 0]
    return max(shares, default=0.0)
