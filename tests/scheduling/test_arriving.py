"""How pods come to their nodes, one way at a time."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.node import Node
from pipeline.scheduling.arriving import MANNERS, Manner, Needs, Way, any_of, arrive, pack, spread, stage
from pipeline.scheduling.workloads import Claim, Given, Importance, Workload, ranked, workload

SPREAD = {"topologyKey": "zone", "maxSkew": 1, "whenUnsatisfiable": "DoNotSchedule", "labelSelector": {}}
PORT = [{"name": "c", "ports": [{"hostPort": 80}]}]


def some(name: str, count: int = 1, cpu: str = "100m", kind: str = "Deployment", **spec: Any) -> Workload:
    containers = [{"name": "c", "resources": {"requests": {"cpu": cpu}}}]
    body = {"spec": {"replicas": count, "parallelism": count}}
    return workload(Given(kind, "shop", name, body, {"app": name}, {"containers": containers, **spec}))


def node(name: str, cpu: str = "1", pods: str = "10", group: str = "", **labels: str) -> Node:
    return Node(name, labels, allocatable={"cpu": cpu, "pods": pods}, group=group)


def way(*workloads: Workload, nodes: tuple[Node, ...], manner: Manner = MANNERS[0], **more: Any) -> Way:
    return arrive(stage(Needs(workloads, **more), nodes), manner)


A, B = node("a"), node("b")


@pytest.mark.parametrize(
    ("manner", "expected"), [(Manner(spread), {"a", "b"}), (Manner(pack), {"b"}), (Manner(pack, backwards=True), {"b"})]
)
def test_manners_choose_among_the_nodes_that_are_free(manner: Manner, expected: set[str]) -> None:
    found = way(some("x", 4), nodes=(A, B), manner=manner)
    assert set(found.nodes.values()) == expected
    assert found.free[0, 0] == {"a", "b"}


def test_the_same_seed_is_the_same_way() -> None:
    ways = [way(some("x", 6), some("y", 6), nodes=(A, B), manner=Manner(any_of, seed)).nodes for seed in (1, 1, 2)]
    assert ways[0] == ways[1]
    assert ways[0] != ways[2]


def test_the_more_important_ones_come_first_whatever_the_order() -> None:
    workloads = ranked(
        (some("x", cpu="600m"), some("y", cpu="600m", priorityClassName="high")), (Importance("high", 9),)
    )
    for manner in MANNERS:
        assert set(way(*workloads, nodes=(A,), manner=manner).nodes) == {(1, 0)}


def test_one_after_the_other_the_next_is_made_when_the_last_runs() -> None:
    found = way(some("x", 5, "400m", "StatefulSet"), nodes=(A,))
    assert (sorted(found.nodes), list(found.waiting)) == ([(0, 0), (0, 1)], [(0, 2)])
    assert found.waiting[0, 2] == "0/1 nodes are available: 1 Insufficient cpu."


def test_pods_that_are_there_already_take_their_room() -> None:
    on = stage(Needs((some("x", 3, "400m", "StatefulSet"),)), (A, B), ((0, 0, "b"), (0, 1, "b")))
    assert arrive(on, MANNERS[0]).nodes == {(0, 0): "b", (0, 1): "b", (0, 2): "a"}


def test_a_daemon_has_a_pod_on_each_node_it_is_meant_for() -> None:
    nodes = (
        A,
        Node("b", {}, ({"key": "k", "effect": "NoSchedule"},)),
        Node("c", {}, cordoned=True),
        Node("d", {"no": "1"}),
    )
    off = {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
        {"matchExpressions": [{"key": "no", "operator": "DoesNotExist"}]},
    ]}}}  # fmt: skip
    found = way(some("x", kind="DaemonSet", affinity=off), nodes=nodes)
    assert set(found.nodes.values()) == {"a", "c"}
    assert found.waiting == {}


def test_a_daemon_that_finds_no_room_waits_for_its_own_node() -> None:
    found = way(some("x", kind="DaemonSet", cpu="2"), nodes=(A, node("b", "4")))
    assert found.nodes == {(0, 1): "b"}
    assert found.waiting[0, 0] == (
        "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity]."
    )


def test_jobs_do_not_stand_in_each_others_way_but_get_what_lasts_leaves() -> None:
    found = way(some("j", cpu="600m", kind="Job"), some("k", cpu="600m", kind="Job"), some("x", cpu="400m"), nodes=(A,))
    assert set(found.nodes) == {(0, 0), (1, 0), (2, 0)}
    found = way(some("j", cpu="600m", kind="Job"), some("x", cpu="600m"), nodes=(A,))
    assert set(found.nodes) == {(1, 0)}
    found = way(some("j", 2, cpu="600m", kind="Job"), nodes=(A,))
    assert set(found.nodes) == {(0, 0)}
    assert found.cluster.units["a"] == []


def burst(count: int, **labels: str) -> tuple[Node, ...]:
    return tuple(node(f"burst-{number}", "1", group="burst", **labels) for number in range(1, count + 1))


def test_a_group_adds_its_nodes_in_order_and_no_more_than_it_may() -> None:
    found = way(some("x", 20, "600m"), nodes=(A, *burst(12)))
    assert [one.name for one in found.cluster.nodes] == ["a", *(f"burst-{number}" for number in range(1, 13))]
    assert (len(found.nodes), len(found.waiting)) == (13, 7)


def test_a_node_that_is_not_added_is_no_domain() -> None:
    nodes = (node("a", zone="a"), node("b", zone="b"), *burst(3, zone="c"))
    found = way(some("x", 4, topologySpreadConstraints=[SPREAD]), nodes=nodes)
    assert set(found.nodes.values()) == {"a", "b"}


def test_a_group_grows_for_what_nothing_else_admits() -> None:
    found = way(some("x", 2, nodeSelector={"disk": "ssd"}), some("y"), nodes=(A, *burst(2, disk="ssd")))
    assert found.nodes == {(0, 0): "burst-1", (0, 1): "burst-1", (1, 0): "a"}
    assert way(some("x", nodeSelector={"disk": "hdd"}), nodes=(A, *burst(2, disk="ssd"))).waiting == {
        (0, 0): "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."
    }


def test_groups_only_and_nothing_added_yet() -> None:
    found = way(some("x"), some("y", cpu="2"), nodes=burst(1))
    assert found.nodes == {(0, 0): "burst-1"}
    assert found.waiting[1, 0] == "0/1 nodes are available: 1 Insufficient cpu."
    assert way(some("y", cpu="2"), nodes=burst(1)).waiting[0, 0] == "no nodes available to schedule pods"


def test_daemons_take_their_room_on_nodes_that_are_added() -> None:
    found = way(some("d", cpu="500m", kind="DaemonSet"), some("x", 2, "500m"), nodes=(node("a", "500m"), *burst(2)))
    assert [found.nodes[1, ordinal] for ordinal in (0, 1)] == ["burst-1", "burst-2"]
    assert (0, 1) not in found.nodes


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"containers": PORT}, 2),
        ({"volumes": [{"persistentVolumeClaim": {"claimName": "once"}}]}, 1),
        ({"volumes": [{"persistentVolumeClaim": {"claimName": "often"}}]}, 3),
        ({"nodeName": "b"}, 3),
        ({"nodeName": "gone"}, 0),
    ],
    ids=["a port of the node", "a claim for one pod", "a claim for several", "names its node", "names no node"],
)
def test_what_copies_share(spec: dict[str, Any], expected: int) -> None:
    claims = (Claim("shop", "once", once=True), Claim("shop", "often"))
    assert len(way(some("x", 3, **spec), nodes=(A, B), claims=claims).nodes) == expected


def test_volumes_that_are_attached_already_count_once() -> None:
    few = Node("a", {}, volumes=1)
    own: dict[str, Any] = {"volumes": [{"persistentVolumeClaim": {"claimName": "often"}}]}
    assert len(way(some("x", 3, **own), nodes=(few,)).nodes) == 3
    body = {"spec": {"replicas": 3, "volumeClaimTemplates": [{"metadata": {"name": "data"}}]}}
    each = workload(Given("StatefulSet", "shop", "s", body, {}, {}))
    found = way(each, nodes=(few,))
    assert found.waiting == {(0, 1): "0/1 nodes are available: 1 node(s) exceed max volume count."}


@pytest.mark.parametrize(
    "nodes", [(), (Node("a", {}, cordoned=True), Node("b", {}, cordoned=True))], ids=["none", "cordoned"]
)
def test_without_a_node_that_takes_any_all_wait(nodes: tuple[Node, ...]) -> None:
    found = way(some("x", 2), some("d", kind="DaemonSet"), nodes=nodes)
    assert [key for key in found.nodes if key[0] == 0] == []
    assert set(found.waiting) == {(0, 0), (0, 1)}
    assert len([key for key in found.nodes if key[0] == 1]) == len(nodes), "daemons do not mind the cordon"


@given(st.integers(0, 1000), st.integers(0, 5), st.integers(0, 5), st.integers(0, 3))
def test_no_node_is_ever_overfull_and_no_pod_is_lost(seed: int, first: int, second: int, grown: int) -> None:
    nodes = (A, node("b", "500m", "3"), *burst(grown))
    workloads = (some("x", first, "300m"), some("y", second, "200m"), some("d", kind="DaemonSet"))
    found = way(*workloads, nodes=nodes, manner=Manner(any_of, seed))
    assert all(number >= 0 for free in found.cluster.free.values() for number in free.values())
    assert not set(found.nodes) & set(found.waiting)
    assert len([key for key in (*found.nodes, *found.waiting) if key[0] == 0]) == first
    assert set(found.nodes.values()) <= {one.name for one in found.cluster.nodes}
