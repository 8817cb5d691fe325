"""Where pods can run, as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.escaping import terminal
from pipeline.formats.lines import Paint
from pipeline.formats.schedule import headline, ranges, running, schedule_text
from pipeline.model.schedule import Rack, Schedule, Staying
from tests.formats.schedules import HOSTILE, lodged, node, schedule, staying

PLAIN = Paint(False)


def text(*schedules: Schedule, whole: bool = True) -> str:
    return schedule_text(schedules, PLAIN, whole)


def test_an_environment_with_everything() -> None:
    racks = (
        Rack(
            "r1",
            (node("n1", lodged("db", 0, 1, 2, 4), lodged()), node("n2", cordoned=True, taints=("k=v:NoSchedule",))),
        ),
        Rack("", (node("g-1", group="g", room={}, asked={}),)),
    )
    stays = (
        staying("db", 5, 3, 4, ("n1",), kind="StatefulSet", waits="0/2 nodes are available: 2 Insufficient cpu."),
        staying("web", 1, 1, 1, ("n1", "n2")),
        staying("one", 1, 1, 1, ("n1",), decided={0: "n1"}, release="other"),
        staying("many", 1000, 1000, 1000, ("n1",), release="other", untried=9000),
        staying("none", 0, 0, 0, (), release="other"),
    )
    assert (
        text(schedule(*stays, racks=racks, failed=(("bad", "not\ntoday"),)))
        == """\
ci (Kubernetes 1.34.2): 2 nodes, 1005 to 1006 of 1007 pods run
  failed: bad: not\\ntoday
  rack r1
    n1
      cpu [####......] 1.5 of 4   memory [#.........] 1Gi of 8Gi
      db [0-2,4], web
    n2  k=v:NoSchedule  cordoned
      cpu [####......] 1.5 of 4   memory [#.........] 1Gi of 8Gi
      no pods
    g-1  added by g
      no pods
  release shop
    StatefulSet db: 3 to 4 of 5 pods run: n1
      waits: 0/2 nodes are available: 2 Insufficient cpu.
    Deployment web: 1 pod runs: n1, n2 (kube-scheduler chooses)
  release other
    Deployment one: 1 pod runs: n1
    Deployment many: 1000 pods run, 9000 more are not tried: n1
    Deployment none: 0 pods run
"""
    )


@pytest.mark.parametrize(
    ("stay", "told"),
    [
        (staying(nodes=("n1", "n2")), False),
        (staying(nodes=("n1",)), True),
        (staying(nodes=("n1",), passing=True), False),
        (staying(nodes=("n1", "n2"), waits="0/2 nodes are available."), True),
        (staying(nodes=(), passing=True, waits="0/2 nodes are available."), True),
        (staying(nodes=("n1", "n2"), untried=1), True),
    ],
    ids=["anywhere", "not everywhere", "passes", "waits", "passes and waits", "not all tried"],
)
def test_what_is_worth_telling(stay: Staying, told: bool) -> None:
    assert ("Deployment web" in text(schedule(stay), whole=False)) is told
    assert (
        "1 more workload can run on any node or only pass (--verbose lists them)" in text(schedule(stay), whole=False)
    ) is not told
    assert "Deployment web" in text(schedule(stay))


def test_what_has_changed_since_the_base() -> None:
    before = {
        one.key: one
        for one in (staying("web", 2, 2, 2, ("n1",)), staying("same"), staying("gone"), staying("no", nodes=()))
    }
    found = text(schedule(staying("web"), staying("same"), staying("new"), staying("no"), before=before))
    assert "    Deployment web: 1 pod runs: n1\n      was: 2 pods run: n1\n" in found
    assert "    Deployment same: 1 pod runs: n1\n    Deployment new: 1 pod runs: n1\n      was: not there\n" in found
    assert "      was: 1 pod runs: no node\n" in found
    assert "    Deployment gone: gone\n" in found
    assert "was" not in text(schedule(staying("web")))


def test_a_terminal_of_80_columns_shows_it_whole() -> None:
    nodes = tuple(f"k8s-minion-{number}" for number in range(40))
    pods = tuple(lodged(f"{'long-' * 8}{number}", *range(0, 40, 2)) for number in range(30))
    stay = staying(
        "a" * 40,
        40,
        0,
        1,
        nodes,
        waits=f"0/40 nodes are available: {', '.join(f'{number} reasons' for number in range(40))}.",
    )
    found = text(schedule(stay, racks=(Rack("r", (node("n1", *pods),)),)))
    assert max(map(len, found.splitlines())) <= 80
    assert all(name in found for name in nodes)
    assert all(one.name in found for one in pods), "a long list is folded and not cut"


def test_names_do_not_steer_the_terminal() -> None:
    stays = (staying(HOSTILE, nodes=(HOSTILE, "n2"), waits=HOSTILE, release=HOSTILE),)
    racks = (Rack(HOSTILE, (node(HOSTILE, lodged(HOSTILE), taints=(HOSTILE,), group=HOSTILE),)),)
    found = text(schedule(*stays, racks=racks, environment=HOSTILE, before={stays[0].key: staying(HOSTILE)}))
    assert found == terminal(found)
    assert "\x1b" in schedule_text((schedule(*stays),), Paint(True), True)


@pytest.mark.parametrize(
    ("wanted", "least", "most", "said"),
    [
        (0, 0, 0, "0 pods run"),
        (1, 1, 1, "1 pod runs"),
        (1, 0, 0, "0 of 1 pod run"),
        (3, 3, 3, "3 pods run"),
        (3, 1, 1, "1 of 3 pods run"),
        (3, 1, 3, "1 to 3 of 3 pods run"),
    ],
)
def test_running(wanted: int, least: int, most: int, said: str) -> None:
    assert running(wanted, least, most) == said


def test_headline() -> None:
    assert headline(schedule(staying(), nodes=1)) == "1 node, 1 pod runs"
    assert text() == ""


@pytest.mark.parametrize(
    ("ordinals", "said"), [((), "[]"), ((0,), "[0]"), ((0, 1), "[0-1]"), ((0, 1, 2, 4, 6, 7), "[0-2,4,6-7]")]
)
def test_ranges(ordinals: tuple[int, ...], said: str) -> None:
    assert ranges(ordinals) == said


@given(st.sets(st.integers(0, 60)))
def test_ranges_say_each_ordinal_once(ordinals: set[int]) -> None:
    said = ranges(tuple(sorted(ordinals)))[1:-1]
    parts = [part.split("-") for part in said.split(",") if part]
    assert [number for part in parts for number in range(int(part[0]), int(part[-1]) + 1)] == sorted(ordinals)
