"""obs1 to obs7 as the charts and nodes of this repository have them: ci has the nodes as they are first, production the taint."""

from typing import Any

import orjson
import pytest

from tests.conftest import Repository

MASTER, *MINIONS = ("k8s-master-0", "k8s-minion-0", "k8s-minion-1", "k8s-minion-2")
# set: environment, replicas, nodes that can take its pods, and how many of them run in the worst and in the best of cases.
ROWS: dict[str, tuple[str, int, list[str], tuple[int, int]]] = {
    "obs1": ("ci", 3, [MASTER, MINIONS[0]], (3, 3)),
    "obs2": ("ci", 3, MINIONS[1:], (3, 3)),
    "obs3": ("ci", 4, MINIONS, (4, 4)),
    "obs4": ("ci", 5, [MASTER, MINIONS[0]], (5, 5)),
    # As many as nodes have a Pod of obs3; obs3 may be on one, two or three.
    "obs5": ("ci", 5, MINIONS, (1, 3)),
    "obs6": ("production", 3, [MINIONS[0]], (3, 3)),
    "obs7": ("production", 3, [MASTER, MINIONS[0]], (3, 3)),
}


@pytest.fixture(scope="module")
def stays(ours: Repository) -> dict[tuple[str, str], Any]:
    """What is said of each set of each environment."""
    answer = ours.rendiff("schedule", "-o", "json")
    return {
        (one["environment"], stay["name"].partition("-")[0]): stay
        for one in orjson.loads(answer.out)
        for stay in one["stays"]
        if stay["release"] == "scheduling" and stay["kind"] == "StatefulSet"
    }


@pytest.mark.parametrize("app", ROWS)
def test_a_row_of_the_table(app: str, stays: dict[tuple[str, str], Any]) -> None:
    environment, replicas, eligible, (least, most) = ROWS[app]
    stay = stays[environment, app]
    assert (stay["wanted"], stay["eligible"], stay["least"], stay["most"]) == (replicas, eligible, least, most)


def test_the_one_placement_that_is_certain(stays: dict[tuple[str, str], Any]) -> None:
    assert stays["production", "obs6"]["decided"] == {str(ordinal): MINIONS[0] for ordinal in range(3)}
    assert stays["production", "obs7"]["decided"] == {}


def test_the_pod_that_waits_says_why(stays: dict[tuple[str, str], Any]) -> None:
    assert stays["ci", "obs5"]["waits"].startswith("0/4 nodes are available: ")
    assert "anti-affinity" in stays["ci", "obs5"]["waits"]


def test_on_a_laptop_all_that_is_there_runs(stays: dict[tuple[str, str], Any]) -> None:
    found = {app: stay for (environment, app), stay in stays.items() if environment == "minikube"}
    assert set(found) == set(ROWS) - {"obs2"}
    assert all(stay["least"] == stay["wanted"] for stay in found.values())
