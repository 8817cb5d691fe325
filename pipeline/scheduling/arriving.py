"""One way in which the pods of an environment may come to their nodes.

kube-scheduler takes pods by priority, and those of the same priority as they come; a pod that waits is tried again whenever
something has changed. What it is free to choose is chosen here by a manner, so that other manners show other ways.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.model.node import Node
from pipeline.scheduling.cluster import Cluster, Unit, wishes
from pipeline.scheduling.filters import Reasons, refusals
from pipeline.scheduling.kinship import Kin, kinship
from pipeline.scheduling.nodes import kept_off, wanted
from pipeline.scheduling.placement import Wish
from pipeline.scheduling.workloads import Claim, Volume, Workload

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
    """What came of it. nodes: where each pod runs; waiting: why each other pod waits, by node; free: the nodes that would
    have taken a pod when it was put on one. Pods by (number of the workload, ordinal)."""

    cluster: Cluster
    nodes: dict[tuple[int, int], str] = field(default_factory=dict)
    waiting: dict[tuple[int, int], dict[str, Reasons]] = field(default_factory=dict)
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
    return Stage(needs, tuple(nodes), wished, kinship(wished), tuple(there))


def arrive(on: Stage, manner: Manner) -> Way:
    """Lets all pods come."""
    needs, chance = on.needs, random.Random(manner.seed)  # noqa: S311 - a way among many, no secret
    claims = {(one.namespace, one.name): one for one in needs.claims}
    way = Way(Cluster(on.nodes, on.kin, on.settled, claims, needs.volumes))
    known = {(number, ordinal): node for number, ordinal, node in on.there}
    for key, name in known.items():
        _put(
            way,
            Unit(needs.workloads[key[0]], on.wishes[key[0]], *key),
            next(one for one in on.nodes if one.name == name),
        )
    queue = list(_first(on, known))
    if manner.backwards:
        queue.reverse()
    if manner.seed is not None:
        chance.shuffle(queue)
    _settle(way, queue, manner, chance, known)
    return way


def _first(on: Stage, known: dict[tuple[int, int], str]) -> Iterator[Unit]:
    """The pods that are made at once: of what makes one after the other only the first that does not run yet."""
    for number, (one, wish) in enumerate(zip(on.needs.workloads, on.wishes, strict=True)):
        if one.daemon:
            homes = [
                node
                for node in on.nodes
                if not node.group and wanted(wish.spec, node) and not kept_off(wish.spec, node, True)
            ]
            yield from (Unit(one, wish, number, ordinal, node.name) for ordinal, node in enumerate(homes))
            continue
        ordinals = [ordinal for ordinal in range(one.count) if (number, ordinal) not in known]
        yield from (Unit(one, wish, number, ordinal) for ordinal in (ordinals[:1] if one.ordered else ordinals))


def _settle(
    way: Way, queue: list[Unit], manner: Manner, chance: random.Random, known: dict[tuple[int, int], str]
) -> None:
    """Tries the pods that wait until nothing changes any more; those that come and end get what the others leave."""
    for passing in (False, True):
        waiting = [unit for unit in queue if unit.workload.passing is passing]
        while waiting:
            waiting.sort(key=lambda unit: (-unit.workload.priority, unit.number != manner.first))
            moved, still = False, []
            for unit in waiting:
                node = _taken(way, unit, manner, chance)
                still += [] if node else [unit]
                if node and (follower := _next(unit, known)):
                    still.append(follower)
                moved = moved or node
            if not moved:
                break
            waiting = still


def _taken(way: Way, unit: Unit, manner: Manner, chance: random.Random) -> bool:
    """Whether a node takes the pod; a node that is still to be added only where none of the others does."""
    key = (unit.number, unit.ordinal)
    reasons = refusals(unit, way.cluster)
    fitting = [node for node in way.cluster.nodes if not reasons[node.name]]
    ready = [node for node in fitting if not node.group or way.cluster.units[node.name]] or fitting[:1]
    if not ready:
        way.waiting[key] = {node.name: reasons[node.name] for node in way.cluster.nodes if not node.group}
        return False
    way.waiting.pop(key, None)
    way.free[key] = frozenset(node.name for node in ready)
    _put(way, unit, manner.choose(ready, way.cluster, chance))
    return True


def _put(way: Way, unit: Unit, node: Node) -> None:
    way.cluster.put(unit, node)
    way.nodes[unit.number, unit.ordinal] = node.name


def _next(unit: Unit, known: dict[tuple[int, int], str]) -> Unit | None:
    """The pod that is made when this one runs."""
    one = unit.workload
    if not one.ordered:
        return None
    ordinals = (ordinal for ordinal in range(unit.ordinal + 1, one.count) if (unit.number, ordinal) not in known)
    ordinal = next(ordinals, None)
    return None if ordinal is None else Unit(one, unit.wish, unit.number, ordinal)


def _fullness(node: Node, cluster: Cluster) -> float:
    own, free = cluster.room[node.name], cluster.free[node.name]
    shares = [1 - free[name] / own[name] for name in ("cpu", "memory") if own.get(name, 0) > 0]
    return max(shares, default=0.0)
