"""The picture of racks, nodes and pods."""

import re
from xml.etree import ElementTree

import pytest

from pipeline.formats.svg import schedule_svg
from pipeline.model.schedule import Rack, Schedule
from tests.formats.schedules import HOSTILE, lodged, node, schedule, staying

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {f"{SVG}{name}" for name in ("svg", "g", "rect", "text", "title", "style")}


def drawn(*schedules: Schedule) -> ElementTree.Element:
    picture = schedule_svg(schedules)
    assert picture == schedule_svg(schedules)
    root = ElementTree.fromstring(picture.encode("utf-8"))
    assert {one.tag for one in root.iter()} <= ALLOWED
    assert not [key for one in root.iter() for key in one.attrib if key.startswith("on") or "href" in key]
    return root


def words(root: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def shop() -> Schedule:
    pods = (lodged("db", 0, 1, 2, kind="StatefulSet"), lodged("web"), lodged("web", kind="StatefulSet"))
    racks = (
        Rack("r1", (node("n1", *pods), node("n2", cordoned=True, taints=("k=v:NoSchedule",)))),
        Rack("", (node("g-1", group="g"),)),
    )
    stays = (
        staying("db", 3, 2, 3, kind="StatefulSet"), staying("web"), staying("web", kind="StatefulSet"), staying("job", passing=True),
    )  # fmt: skip
    return schedule(*stays, racks=racks)


def test_racks_nodes_pods_and_who_they_are() -> None:
    root = drawn(shop())
    said = words(root)
    assert said[0] == "ci (Kubernetes 1.34.2): 2 nodes, 5 to 6 of 6 pods run"
    assert {"rack r1", "n1", "n2", "k=v:NoSchedule", "cordoned", "g-1", "added by g", "1.5 of 4", "1Gi of 8Gi"} <= set(
        said
    )
    assert [one for one in said if one.isdigit()] == ["1", "1", "1", "2", "3"]
    assert said[-3:] == [
        "1  shop: StatefulSet db: 2 to 3 of 3 pods run", "2  shop: Deployment web: 1 pod runs", "3  shop: StatefulSet web: 1 pod runs",
    ]  # fmt: skip
    titles = [one.text for one in root.iter(f"{SVG}title")]
    assert titles == ["ci: 2 nodes, 5 to 6 of 6 pods run", "db 0", "db 1", "db 2", "web 0", "web 0"]


def test_what_waits_is_marked_and_a_node_that_is_overfull() -> None:
    full = node("n1", room={"cpu": 1000, "memory": -5}, asked={"cpu": 2000, "memory": 0})
    picture = schedule_svg((schedule(staying(wanted=2), racks=(Rack("", (full,)),)),))
    assert 'class="waits"' in picture
    assert picture.count('class="full"') == 2
    assert schedule_svg((shop(),)).count('class="waits"') == 1


def test_names_of_any_kind_are_text_and_nothing_else() -> None:
    stay = staying(HOSTILE, release=HOSTILE, kind=HOSTILE, waits=HOSTILE)
    pod = lodged(HOSTILE, kind=HOSTILE, release=HOSTILE)
    racks = (Rack(HOSTILE, (node(HOSTILE, pod, taints=(HOSTILE,), group=HOSTILE),)),)
    root = drawn(schedule(stay, racks=racks, environment=HOSTILE, kube_version=HOSTILE))
    assert any("<script>" in said for said in words(root))
    assert "<script" not in schedule_svg((schedule(stay, racks=racks),))


@pytest.mark.parametrize("name", ["n" * 300, "ä" * 40, "W" * 63])
def test_long_names_stay_in_their_boxes(name: str) -> None:
    root = drawn(
        schedule(staying(name), racks=(Rack(name, (node(name, lodged(name), taints=(name,)),)),), environment=name)
    )
    assert max(map(len, words(root))) <= 110
    assert [said for said in words(root) if said.endswith("…")]
    width = float(root.attrib["width"])
    assert width >= max(len(said) for said in words(root)) * 7


def test_many_pods_stand_in_rows_below_each_other() -> None:
    root = drawn(schedule(staying(wanted=35), racks=(Rack("", (node("n1", lodged("web", *range(35))),)),)))
    cells = [(one.attrib["x"], one.attrib["y"]) for one in root.iter(f"{SVG}rect") if one.attrib.get("class") == "pod"]
    assert len(set(cells)) == 35
    assert len({y for _, y in cells}) == 4
    (box,) = (one for one in root.iter(f"{SVG}rect") if one.attrib.get("class") == "node")
    assert max(float(y) for _, y in cells) + 20 <= float(box.attrib["height"])


def test_environments_stand_below_each_other_and_none_is_no_mistake() -> None:
    root = drawn(shop(), schedule(environment="production"))
    tops = [float(re.findall(r"[\d.]+", one.attrib["transform"])[1]) for one in root.findall(f"{SVG}g")]
    assert len(tops) == 2
    assert tops[0] < tops[1] < float(root.attrib["height"])
    assert words(drawn()) == []


def test_colours_of_neighbours_differ() -> None:
    stays = tuple(staying(f"w{number}") for number in range(12))
    fills = [one.attrib["fill"] for one in drawn(schedule(*stays)).iter(f"{SVG}rect") if "fill" in one.attrib]
    assert len(set(fills)) == 12
