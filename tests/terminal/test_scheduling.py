"""`rendiff schedule` as a user runs it, and what `rendiff review` says of nodes."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.conftest import CHART, ENVIRONMENT, Repository

TEMPLATE = CHART["charts/web/templates/web.yaml"].replace(
    "  template:\n    spec:\n",
    "  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n"
    "      nodeSelector: {{ .Values.select | toJson }}\n",
) + "          resources: {requests: {cpu: {{ .Values.cpu }}}}\n"  # fmt: skip
SHOP = {
    **CHART,
    "charts/web/values.yaml": "replicas: 1\nimage: nginx\ncpu: 100m\nselect: {}\n",
    "charts/web/templates/web.yaml": TEMPLATE,
    "environments/ci/environment.yaml": ENVIRONMENT.replace("web: {}", "web: {}\n  db: {chart: web}"),
    "environments/ci/nodes.yaml": (
        "nodes:\n  - {name: n1, labels: {rack: r1}, allocatable: {cpu: '1', memory: 1Gi, pods: '9'}}\n"
        "  - {name: n2, labels: {rack: r2, disk: ssd}, allocatable: {cpu: '1', memory: 1Gi, pods: '9'}}\n"
    ),
    "environments/production/environment.yaml": ENVIRONMENT,
}
UNLISTED = "rendiff: production: nodes.yaml lists no nodes, so nobody knows where its pods can run\n"


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Two releases in an environment with two nodes, and one environment that lists none."""
    repository.commit(SHOP)
    return repository


def listed(shop: Repository, *arguments: str) -> dict[str, Any]:
    (found,) = json.loads(shop.rendiff("schedule", "-o", "json", *arguments).out)
    return dict(found)


def stays(found: dict[str, Any], key: str = "stays") -> dict[str, tuple[Any, ...]]:
    return {one["release"]: (one["wanted"], one["least"], one["most"], one["eligible"]) for one in found[key]}


def test_text(shop: Repository) -> None:
    answer = shop.rendiff("schedule")
    assert (answer.code, answer.err) == (0, UNLISTED)
    assert answer.out == (
        "ci (Kubernetes 1.34.2): 2 nodes, 2 pods run\n"
        "  rack r1\n    n1\n      cpu [#.........] 0.1 of 1   memory [..........] 0 of 1Gi\n      db\n"
        "  rack r2\n    n2\n      cpu [#.........] 0.1 of 1   memory [..........] 0 of 1Gi\n      web\n"
        "  2 more workloads can run on any node or only pass (--verbose lists them)\n"
    )
    told = shop.rendiff("schedule", "-e", "ci", "-v")
    assert told.err == ""
    assert "  release web\n    Deployment web: 1 pod runs: n1, n2 (kube-scheduler chooses)\n" in told.out


def test_json(shop: Repository) -> None:
    found = listed(shop)
    assert (found["environment"], found["nodes"], found["wanted"], found["before"], found["failed"]) == (
        "ci",
        2,
        2,
        None,
        [],
    )
    assert stays(found) == {"web": (1, 1, 1, ["n1", "n2"]), "db": (1, 1, 1, ["n1", "n2"])}
    (node,) = found["racks"][0]["nodes"]
    assert node["pods"] == [{"release": "db", "kind": "Deployment", "namespace": "shop", "name": "db", "ordinals": [0]}]
    assert (node["asked"], node["room"]) == (
        {"cpu": 100, "memory": 0, "pods": 1}, {"cpu": 1000, "memory": 1 << 30, "pods": 9},
    )  # fmt: skip


def test_a_picture_in_a_file_and_text_beside_it(shop: Repository) -> None:
    answer = shop.rendiff("schedule", "-o", "svg=nodes.svg", "-o", "text", "-o", "json=nodes.json")
    assert answer.code == 0
    assert answer.out.startswith("ci (Kubernetes 1.34.2): 2 nodes")
    picture = (shop.root / "nodes.svg").read_bytes()
    assert ElementTree.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
    assert shop.rendiff("schedule", "-o", "svg").out.encode() == picture
    assert json.loads((shop.root / "nodes.json").read_bytes())[0]["environment"] == "ci"


def test_a_release_is_shown_with_all_that_stand_in_its_way(shop: Repository) -> None:
    shop.commit({"environments/ci/db.yaml": "cpu: 600m\nselect: {disk: ssd}\n"})
    shop.write({"environments/ci/web.yaml": "cpu: 600m\nselect: {disk: ssd}\n"})
    answer = shop.rendiff("schedule", "-r", "web")
    assert answer.code == 1
    assert answer.out.startswith("ci (Kubernetes 1.34.2): 2 nodes, 1 of 2 pods run\n")
    assert "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match\n" in answer.out


def test_what_has_changed_since_a_base(shop: Repository) -> None:
    shop.commit({"environments/ci/web.yaml": "replicas: 3\nselect: {disk: ssd}\n"})
    found = listed(shop, "--base", "HEAD~1")
    assert stays(found) == {"web": (3, 3, 3, ["n2"]), "db": (1, 1, 1, ["n1", "n2"])}
    assert stays(found, "before")["web"] == (1, 1, 1, ["n1", "n2"])
    assert (
        "    Deployment web: 3 pods run: n2\n      was: 1 pod runs: n1, n2\n"
        in shop.rendiff("schedule", "--base", "HEAD~1").out
    )


def test_a_base_without_an_inventory_says_nothing(repository: Repository) -> None:
    repository.commit({name: text for name, text in SHOP.items() if not name.endswith("nodes.yaml")})
    repository.commit(SHOP)
    assert listed(repository, "--base", "HEAD~1")["before"] is None
    moved = {name.replace("ci/", "test/"): text for name, text in SHOP.items() if "/ci/" in name}
    repository.commit(moved)
    (_, new) = json.loads(repository.rendiff("schedule", "-o", "json", "--base", "HEAD~1").out)
    assert (new["environment"], new["before"]) == ("test", [])


def test_a_release_that_cannot_be_rendered_is_named(shop: Repository) -> None:
    shop.write({"environments/ci/db.yaml": "image: '{{'\nselect: [\n"})
    shop.write({"charts/web/templates/bad.yaml": '{{ if eq .Release.Name "db" }}{{ fail "not today" }}{{ end }}'})
    answer = shop.rendiff("schedule", "-e", "ci")
    assert answer.code == 3
    assert "  failed: db: " in answer.out
    assert "2 nodes, 1 pod runs" in answer.out


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        (
            "nodes: [{name: a, label: {}}]",
            "nodes.yaml:1: nodes[0].label: is no key that is known here; did you mean 'labels'?",
        ),
        ("nodes: []", "nodes.yaml:1: lists no nodes"),
        ("nodes: [", "nodes.yaml:2: is no valid YAML: did not find expected node content"),
    ],
)
def test_mistakes_in_the_inventory(shop: Repository, nodes: str, said: str) -> None:
    shop.write({"environments/ci/nodes.yaml": nodes})
    answer = shop.rendiff("schedule")
    assert answer.code == 3
    assert f"rendiff: environments/ci/{said}\n" in answer.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "jsn"), "a schedule is shown as text, json or svg, not as 'jsn'; did you mean 'json'?"),
        (("-e", "cy"), "there is no environment 'cy'"),
        (("-r", "wep"), "wep"),
        (("--base", "gone"), "gone"),
    ],
)
def test_what_is_not_there(shop: Repository, arguments: tuple[str, ...], said: str) -> None:
    answer = shop.rendiff("schedule", *arguments)
    assert answer.code == 3
    assert said in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(("room", "code"), [("1", 0), ("350m", 0), ("150m", 1), ("50m", 1)])
def test_the_exit_code_is_that_of_the_best_case(shop: Repository, room: str, code: int) -> None:
    shop.write({"environments/ci/nodes.yaml": f"nodes: [{{name: n1, allocatable: {{cpu: {room}}}}}]"})
    assert shop.rendiff("schedule", "-e", "ci").code == code


def test_without_environments_with_nodes_there_is_nothing_to_show(shop: Repository) -> None:
    answer = shop.rendiff("schedule", "-e", "production")
    assert (answer.code, answer.out, answer.err) == (0, "", UNLISTED)
    assert json.loads(shop.rendiff("schedule", "-e", "production", "-o", "json").out) == []


def test_review_finds_a_change_after_which_a_pod_waits(shop: Repository) -> None:
    shop.commit({"environments/ci/web.yaml": "cpu: 1500m\n"})
    report = json.loads(shop.rendiff("review", "--base", "HEAD~1", "-o", "json").out)
    (found,) = [
        finding
        for release in report["releases"]
        for finding in release["findings"]
        if finding["rule"].startswith("FIT")
    ]
    assert (found["rule"], found["severity"], found["state"]) == ("FIT001", "error", "new")
    assert (found["file"], found["line"]) == ("charts/web/templates/web.yaml", 1)
    assert found["message"] == (
        "its pod waits for a node even in the best of cases: 0/2 nodes are available: 2 Insufficient cpu."
    )


def test_review_sees_that_a_node_has_less_room(shop: Repository) -> None:
    shop.commit({"environments/ci/nodes.yaml": "nodes: [{name: n1, allocatable: {cpu: 150m}}]\n"})
    answer = shop.rendiff("review", "--base", "HEAD~1")
    assert "FIT001" in answer.out
    assert "0/1 nodes are available: 1 Insufficient cpu." in answer.out
