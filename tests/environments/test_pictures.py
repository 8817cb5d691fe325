"""The pictures of docs/systems.md are those of today's charts, and can be read."""

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import Repository
from tests.environments.own import DOCUMENTS, ENVIRONMENTS, TOP, objects
from tests.environments.pictures import FOLDER, pictures
from tests.environments.system import System, system

CHARTS = sorted({entry.get("chart", name) for name, entry in DOCUMENTS["ci"]["releases"].items()})
_SVG = "{http://www.w3.org/2000/svg}"


def test_pictures_are_those_of_today(ours: Repository) -> None:
    """If not: `python -m tests.environments.pictures` draws them anew."""
    kept = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
    drawn = pictures(ours.root)
    assert set(kept) == set(drawn) == {f"{name}.svg" for name in (*CHARTS, *ENVIRONMENTS)}
    assert [name for name, text in drawn.items() if kept[name] != text] == []


def _boxes(path: Path) -> list[tuple[float, float, float, float]]:
    """(left, top, right, bottom) of each component."""
    places = [one.attrib for one in ElementTree.parse(path).iter(f"{_SVG}rect") if one.get("class") == "box"]
    corners = [[float(one[key]) for key in ("x", "y", "width", "height")] for one in places]
    return [(x, y, x + width, y + height) for x, y, width, height in corners]


@pytest.mark.parametrize("chart", CHARTS)
def test_no_component_hides_another_or_leaves_the_picture(chart: str) -> None:
    page = ElementTree.parse(FOLDER / f"{chart}.svg").getroot()
    found = _boxes(FOLDER / f"{chart}.svg")
    assert found
    assert all(
        right < float(page.attrib["width"]) and bottom < float(page.attrib["height"]) for _, _, right, bottom in found
    )
    for one, other in combinations(found, 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


@pytest.mark.parametrize("chart", CHARTS)
def test_words_stay_in_their_component(chart: str) -> None:
    path = FOLDER / f"{chart}.svg"
    texts = [one for one in ElementTree.parse(path).iter(f"{_SVG}text") if one.get("class") in (None, "t")]
    for left, top, right, bottom in _boxes(path):
        inside = [
            one for one in texts if left < float(one.attrib["x"]) < right and top < float(one.attrib["y"]) < bottom
        ]
        assert inside
        # A letter of the title takes 8.8 at most, one of the rest 7.
        assert all(
            float(one.attrib["x"]) + len(one.text or "") * (8.8 if one.get("class") else 7) < right for one in inside
        )


def _system(rendered: dict[str, dict[str, str]], environment: str, release: str) -> System:
    return system(release, objects(rendered[environment][release]))


def _links(one: System) -> set[tuple[str, str, str]]:
    titles = {name: part.title for name, part in one.components.items()}
    return {(titles[link.source], titles[link.target], link.kind) for link in one.links}


TANGO = {
    ("databaseds", "tangodb", "waits"), ("tango-rest", "databaseds", "waits"), ("tangotest", "databaseds", "waits"),
    ("powersupply", "databaseds", "waits"), ("webjive", "databaseds", "waits"),
}  # fmt: skip
SUITE = {
    *((name, "databaseds", "waits") for name in ("centralnode", "subarraynode", "simulator")),
    ("webui", "webjive", "asks"),
}


@pytest.mark.parametrize(
    ("release", "links"),
    [
        ("tango-base", TANGO), ("suite", TANGO | SUITE), ("mpi-job", {("launcher", "worker", "waits")}), ("pod-patterns", set()),
        ("pod-sharing", set()), ("config-and-secrets", set()), ("scheduling", {("obs4", "obs1", "beside"), ("obs5", "obs3", "beside")}),
    ],
)  # fmt: skip
def test_who_asks_whom(release: str, links: set[tuple[str, str, str]], rendered: dict[str, dict[str, str]]) -> None:
    assert _links(_system(rendered, "ci", release)) == links


@pytest.mark.parametrize(
    ("release", "title", "subject", "words"),
    [
        ("tango-base", "tangodb", "admits", ("databaseds",)), ("tango-base", "tango-rest", "admits", ("everybody",)),
        ("suite", "tango-rest", "admits", ("its namespace",)), ("mpi-job", "worker", "admits", ("launcher", "worker")),
        ("scheduling", "obs1", "admits", ("nobody",)), ("tango-base", "rsyslog", "ports", ("514 syslog-tcp", "514/UDP syslog-udp")),
        ("tango-base", "webjive", "disk", ("1Gi of nfss1",)), ("pod-patterns", "pod-examples", "shares", ("shared-data",)),
        ("config-and-secrets", "dapi-test-pod", "config", ("special-config",)), ("config-and-secrets", "secret-env-pod", "secret", ("mysecret",)),
        ("scheduling", "obs7", "node", ("rack=rack01", "tolerates key1=value1")), ("scheduling", "obs3", "node", ("not master",)),
    ],
)  # fmt: skip
def test_what_is_said_of_a_component(
    release: str, title: str, subject: str, words: tuple[str, ...], rendered: dict[str, dict[str, str]]
) -> None:
    (found,) = (
        one for one in _system(rendered, "ci", release).components.values() if one.title == title and one.group != "lab"
    )
    assert dict(found.facts)[subject] == words


def test_a_host_leads_to_its_component(rendered: dict[str, dict[str, str]]) -> None:
    assert _system(rendered, "ci", "tango-base").doors == (
        ("0a1b2c3d.tango.ci.example.org", "tango-rest-tango-base-tango-base"),
    )


def test_a_name_that_another_begins_with_is_not_taken_for_it() -> None:
    def pod(name: str, command: str) -> dict[str, object]:
        labels = {"app.kubernetes.io/component": name.removesuffix("-c-r")}
        return {
            "kind": "Pod",
            "metadata": {"name": name, "labels": labels},
            "spec": {"containers": [{"name": "a", "command": [command]}]},
        }

    service = {
        "kind": "Service",
        "metadata": {"name": "db-c-r"},
        "spec": {"selector": {"app.kubernetes.io/component": "db"}},
    }
    said = {"x-c-r": "db-c-r-0:1", "y-c-r": "old-db-c-r", "z-c-r": "http://db-c-r:80"}
    one = system("r", [service, pod("db-c-r", "run"), *(pod(name, command) for name, command in said.items())])
    assert [link.source for link in one.links] == ["z-c-r"]


def test_the_page_shows_every_picture() -> None:
    page = (FOLDER.parent / "systems.md").read_text("utf-8")
    assert set(re.findall(r"\(pictures/([\w-]+\.svg)\)", page)) == {path.name for path in FOLDER.iterdir()}


def test_each_row_names_a_template_and_tests_that_are_there() -> None:
    page = (FOLDER.parent / "systems.md").read_text("utf-8").partition("## Row by row")[2]
    rows = re.findall(r"^\| ([^|]+) \| (\S+/\S+) \| (test_\w+\.py): ([^|]+) \|$", page, re.MULTILINE)
    assert [row for row, _, _, _ in rows] == [
        "tangodb", "databaseds", "tango-rest", "device", "rsyslog", "webjive", "logviewer, Astor, Jive", "test", "names and labels", "the suite",
        "workers", "launcher", "pod-examples", "pod-sharing-memory-examples", "pod-ipc-sharing-examples", "pod-sharing-examples",
        "pod-sharing-network-examples", "dapi-test-pod", "secret-env-pod", "obs1 to obs7, rules", "obs1 to obs7, nodes",
    ]  # fmt: skip
    for row, template, module, tests in rows:
        assert (TOP / "charts" / template).exists(), row
        (path,) = (path for folder in ("charts", "environments") if (path := TOP / "tests" / folder / module).exists())
        assert set(tests.split(", ")) <= set(re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.MULTILINE)), (
            row
        )
