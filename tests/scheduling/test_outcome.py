"""obs1 to obs7 come out as the guidelines report them: what they fix is decided, the rest keeps their invariants."""

from collections.abc import Sequence
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.node import Node
from pipeline.scheduling.arriving import MANNERS, Manner, Needs, any_of, arrive, stage
from pipeline.scheduling.outcome import Outcome, Stay, outcome
from pipeline.scheduling.workloads import Given, Importance, ranked, workload
from tests.scheduling.scenarios import MASTER, MINION_0, MINION_1, MINION_2, nodes, sets

BEFORE = ("obs1", "obs2", "obs3", "obs4", "obs5")


def stay(found: Outcome, name: str) -> Stay:
    return next(one for one in found.stays if one.workload.name == name)


@pytest.mark.parametrize(
    ("name", "eligible", "running"),
    [
        ("obs1", (MASTER, MINION_0), (3, 3)),
        ("obs2", (MINION_1, MINION_2), (3, 3)),
        ("obs3", (MINION_0, MINION_1, MINION_2), (4, 4)),
        ("obs4", (MASTER, MINION_0), (5, 5)),
        ("obs5", (MINION_0, MINION_1, MINION_2), (1, 3)),
    ],
)
def test_before_the_taint(name: str, eligible: tuple[str, ...], running: tuple[int, int]) -> None:
    found = stay(outcome(Needs(sets(*BEFORE)), nodes()), name)
    assert (found.eligible, (found.least, found.most)) == (eligible, running)
    assert found.decided == {}


@pytest.mark.parametrize(
    ("name", "eligible", "fixed"), [("obs6", (MINION_0,), True), ("obs7", (MASTER, MINION_0), False)]
)
def test_behind_the_taint(name: str, eligible: tuple[str, ...], fixed: bool) -> None:
    found = stay(outcome(Needs(sets("obs6", "obs7")), nodes(tainted=True)), name)
    assert (found.eligible, found.least, found.is_fixed) == (eligible, 3, fixed)
    assert found.decided == ({0: MINION_0, 1: MINION_0, 2: MINION_0} if fixed else {})


@pytest.mark.parametrize(
    ("names", "name", "state", "eligible"),
    [
        (("obs1",), "obs1", {"tainted": True}, (MINION_0,)),
        (("obs3",), "obs3", {"tainted": True}, (MINION_0, MINION_1, MINION_2)),
        (("obs7",), "obs7", {"cordoned": True}, (MINION_0,)),
        (("obs6",), "obs6", {"cordoned": True}, (MINION_0,)),
        (("obs4",), "obs4", {}, ()),
        (("obs5",), "obs5", {}, ()),
    ],
    ids=["obs1 tainted", "obs3 tainted", "obs7 cordoned", "obs6 cordoned", "obs4 without obs1", "obs5 without obs3"],
)
def test_in_other_states(names: tuple[str, ...], name: str, state: dict[str, bool], eligible: tuple[str, ...]) -> None:
    assert stay(outcome(Needs(sets(*names)), nodes(**state)), name).eligible == eligible


def test_obs5_given_where_obs3_was_seen() -> None:
    there = [(0, ordinal, node) for ordinal, node in enumerate((MINION_1, MINION_0, MINION_1, MINION_0))]
    found = stay(outcome(Needs(sets("obs3", "obs5")), nodes(), there), "obs5")
    assert (found.least, found.most, found.eligible) == (2, 2, (MINION_0, MINION_1))
    assert found.waits == (
        "0/4 nodes are available: 2 node(s) didn't match pod affinity rules, 2 node(s) didn't match pod anti-affinity rules."
    )
    way = arrive(stage(Needs(sets("obs3", "obs5")), nodes(), there), MANNERS[0])
    assert [ordinal for number, ordinal in way.waiting if number == 1] == [2], "the later ones are never made"


@given(st.integers(0, 10_000))
def test_invariants_hold_in_every_way(seed: int) -> None:
    names = (*BEFORE, "obs6", "obs7")
    way = arrive(stage(Needs(sets(*names)), nodes(tainted=True)), Manner(any_of, seed))
    where = {name: [node for (number, _), node in way.nodes.items() if names[number] == name] for name in names}
    assert all(node in (MINION_1, MINION_2) for node in where["obs2"])
    assert MASTER not in where["obs3"]
    assert set(where["obs4"]) <= set(where["obs1"])
    assert len(where["obs5"]) == len(set(where["obs5"])) == min(5, len(set(where["obs3"])))
    assert set(where["obs5"]) <= set(where["obs3"])
    assert where["obs6"] == [MINION_0] * 3
    assert all(node in (MASTER, MINION_0) for node in where["obs7"])


def small(name: str, cpu: str, count: int = 1, kind: str = "Deployment", **spec: object) -> Given:
    container = {"name": "c", "resources": {"requests": {"cpu": cpu}}}
    return Given(kind, "test", name, {"spec": {"replicas": count}}, {"app": name}, {"containers": [container], **spec})


def results(given_: Sequence[Given], on: Sequence[Node], **priorities: int) -> dict[str, tuple[int, int, int]]:
    found = outcome(Needs(ranked(map(workload, given_), (Importance(*each) for each in priorities.items()))), on)
    return {one.workload.name: (one.least, one.together, one.wanted) for one in found.stays}


ONE = (Node("a", {}, allocatable={"cpu": "1", "memory": "1Gi", "pods": "10"}),)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ([small("a", "500m", 3)], {"a": (2, 2, 3)}),
        ([small("a", "600m"), small("b", "600m")], {"a": (0, 1, 1), "b": (0, 0, 1)}),
        ([small("a", "600m"), small("b", "600m", priorityClassName="high")], {"a": (0, 0, 1), "b": (1, 1, 1)}),
        ([small("a", "600m"), small("j", "600m", kind="Job")], {"a": (1, 1, 1), "j": (0, 0, 1)}),
        ([small("d", "100m", kind="DaemonSet")], {"d": (1, 1, 1)}),
        ([small("a", "100m", 0)], {"a": (0, 0, 0)}),
    ],
    ids=[
        "room for two",
        "room for one of two",
        "the more important one",
        "what passes gets the rest",
        "daemon",
        "none",
    ],
)
def test_room(given_: list[Given], expected: dict[str, tuple[int, int, int]]) -> None:
    assert results(given_, ONE, high=1000) == expected


def test_a_group_grows_only_for_what_finds_no_room() -> None:
    more = tuple(Node(f"burst-{number}", {}, allocatable={"cpu": "1"}, group="burst") for number in (1, 2))
    found = outcome(Needs((workload(small("a", "600m", 2)),)), (*ONE, *more))
    assert [load.node.name for load in found.loads] == ["a", "burst-1"]
    assert found.least == found.wanted == 2


def test_the_same_needs_have_the_same_outcome() -> None:
    needs = Needs(sets(*BEFORE))
    assert outcome(needs, nodes()) == outcome(needs, nodes())


def test_very_many_pods_are_not_all_tried_and_it_says_so() -> None:
    started = monotonic()
    found = outcome(Needs((workload(small("a", "1m", 10_000)), workload(small("b", "1m", 10**30)))), ONE)
    assert [(one.wanted, one.untried) for one in found.stays] == [(1000, 9000), (1000, 2**31 - 1 - 1000)]
    assert (found.wanted, found.most) == (2000, 10)
    many = tuple(workload(small(f"a{number}", "1m", 10_000)) for number in range(200))
    found = outcome(Needs(many), ONE)
    assert {one.wanted for one in found.stays} == {50}
    assert monotonic() - started < 30


def test_what_a_large_environment_really_has_is_tried_whole() -> None:
    many = tuple(workload(small(f"a{number}", "1m", 40 if number == 0 else 2)) for number in range(60))
    found = outcome(Needs(many), [Node(f"n{at}", {}) for at in range(150)])
    assert {one.untried for one in found.stays} == {0}


def test_daemons_on_very_many_nodes() -> None:
    found = outcome(Needs((workload(small("d", "1m", kind="DaemonSet")),)), [Node(f"n{at}", {}) for at in range(1200)])
    assert [(one.wanted, one.most, one.untried) for one in found.stays] == [(1000, 1000, 200)]


def test_what_waits_is_let_in_first_once() -> None:
    found = outcome(Needs(tuple(workload(small(name, "600m")) for name in "abc")), ONE)
    assert [(one.least, one.most) for one in found.stays] == [(0, 1)] * 3


def test_nothing_to_run() -> None:
    found = outcome(Needs(()), nodes())
    assert (found.stays, found.wanted, found.most, len(found.loads)) == ((), 0, 0, 4)
    assert outcome(Needs(sets("obs1")), ()).stays[0].waits == "no nodes available to schedule pods"
