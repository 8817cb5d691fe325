"""scheduling: obs1 to obs7 as rendered have the rules of the scenarios, and nothing else; its script as a process."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.charts import holding
from tests.charts.holding import TOP, rendered
from tests.charts.rendered import Body, Objects, container, pod
from tests.charts.running import Machine
from tests.conftest import Repository
from tests.helm.clis import VERSIONS

CHART = "scheduling"
CONFIGS = TOP / "charts" / CHART / "configs"
HARD, SOFT = "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
RULES = ("nodeSelector", "affinity", "tolerations")


def beside(app: str) -> Body:
    """A hard rule about the Pods of a set, node by node."""
    selector = {"matchExpressions": [{"key": "app", "operator": "In", "values": [app]}]}
    return {HARD: [{"topologyKey": "kubernetes.io/hostname", "labelSelector": selector}]}


def without(role: str) -> Body:
    """Nodes that do not have a role, whose label has the empty value."""
    return {"matchExpressions": [{"key": f"node-role.kubernetes.io/{role}", "operator": "NotIn", "values": [""]}]}


# set: replicas, rules of its Pods, annotation of its Pods.
SCENARIOS: dict[str, tuple[int, dict[str, Any], str]] = {
    "obs1": (3, {"nodeSelector": {"rack": "rack01"}}, "node select rack01"),
    "obs2": (3, {"nodeSelector": {"rack": "rack02"}}, "node select rack02"),
    "obs3": (
        4,
        {"affinity": {"nodeAffinity": {HARD: {"nodeSelectorTerms": [without("master")]}}}},
        "nodeAffinity NotIn master",
    ),
    "obs4": (
        5,
        {
            "affinity": {
                "podAffinity": beside("obs1"),
                "nodeAffinity": {SOFT: [{"weight": 100, "preference": without("headnode")}]},
            }
        },
        "podAffinity req obs1, nodeAntiAffinity pref headnode",
    ),
    "obs5": (
        5,
        {"affinity": {"podAntiAffinity": beside("obs5"), "podAffinity": beside("obs3")}},
        "podAntiAffinity req self, podAffinity req obs3",
    ),
    "obs6": (3, {"nodeSelector": {"rack": "rack01"}}, "node select rack01, but trapped by Taint NoSchedule"),
    "obs7": (
        3,
        {
            "nodeSelector": {"rack": "rack01"},
            "tolerations": [{"key": "key1", "operator": "Equal", "value": "value1", "effect": "NoSchedule"}],
        },
        "node select rack01, with Tolleration to Taint NoSchedule",
    ),
}
SCENARIO = pytest.mark.parametrize("app", SCENARIOS)
EVERYTHING: dict[str, Any] = {"imagePullSecrets": [{"name": "registry"}], "test": {"nodeSelector": {"a": "b"}}}
NOTHING: dict[str, Any] = {"networkPolicy": {"enabled": False}, "sets": {app: {"enabled": False} for app in SCENARIOS}}
SETTINGS = pytest.mark.parametrize("values", [{}, EVERYTHING, NOTHING], ids=["defaults", "all on", "all off"])


@SETTINGS
@pytest.mark.parametrize("version", VERSIONS)
def test_helm_lints_it(values: dict[str, Any], version: str, tmp_path: Path) -> None:
    holding.is_linted(CHART, values, tmp_path, version)


@SETTINGS
def test_helm_takes_it_and_renders_the_same(values: dict[str, Any], tmp_path: Path) -> None:
    holding.is_taken(CHART, values, tmp_path)
    holding.renders_alike(CHART, values, tmp_path)


@SETTINGS
def test_it_conforms(values: dict[str, Any]) -> None:
    holding.conforms(CHART, values)


def test_the_standards_object_to_selectors_by_app_alone(repository: Repository) -> None:
    """META014 is right, and the scenarios are what they are: the README says so."""
    shutil.copytree(TOP / "charts" / CHART, repository.root / "charts" / CHART)
    shutil.copy(TOP / "rendiff.yaml", repository.root)
    repository.commit()
    answer = repository.rendiff("validate", f"charts/{CHART}", "-o", "json")
    (found,) = orjson.loads(answer.out)["releases"]
    objections = [
        (one["rule"], one["severity"], one["resource"]["name"].partition("-")[0])
        for one in found["findings"]
        if one["severity"] != "info"
    ]
    assert answer.code == 0
    assert sorted(objections) == [("META014", "warning", app) for app in ("obs4", "obs5", "obs5")]


@pytest.mark.parametrize(
    "values",
    [
        {"sets": {"obs1": {"replicas": -1}}},
        {"sets": {"obs1": {"nodeselector": {}}}},
        {"sets": {"other": {"enabled": False}}},
        {"sets": {"obs8": {"enabled": True}}},
        {"sets": {"obs1": {"tolerations": {}}}},
        {"resources": {"request": {}}},
    ],
    ids=str,
)
def test_the_schema_refuses(values: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="values don't meet the specifications of the schema"):
        rendered(CHART, values)


def test_there_are_seven() -> None:
    assert list(sets(rendered(CHART))) == list(SCENARIOS)


@SCENARIO
def test_the_rules_are_those_of_the_scenario(app: str) -> None:
    replicas, rules, description = SCENARIOS[app]
    found = sets(rendered(CHART))[app]
    assert found["spec"]["replicas"] == replicas
    assert found["spec"]["podManagementPolicy"] == "OrderedReady"
    assert found["spec"]["template"]["metadata"]["annotations"] == {"description": description}
    assert {key: value for key, value in pod(found).items() if key in RULES} == rules
    assert not {"nodeName", "topologySpreadConstraints", "schedulerName", "priorityClassName"} & set(pod(found))


@SCENARIO
def test_others_find_it_by_its_labels(app: str) -> None:
    found = sets(rendered(CHART))[app]
    for labels in (found["metadata"]["labels"], found["spec"]["template"]["metadata"]["labels"]):
        assert (labels["app"], labels["group"]) == (app, "scheduling-examples")
        assert labels["app.kubernetes.io/name"] == found["metadata"]["name"] == f"{app}-scheduling-x"


@SCENARIO
def test_its_pods_only_sleep_and_take_next_to_nothing(app: str) -> None:
    one = container(sets(rendered(CHART))[app], app)
    assert one["command"] == ["sleep", "365d"]
    assert one["resources"]["requests"] == {"cpu": "1m", "memory": "1Mi"}
    assert "ports" not in one


@SCENARIO
def test_it_has_a_headless_service_without_ports_and_a_closed_policy(app: str) -> None:
    objects = rendered(CHART)
    name = sets(objects)[app]["spec"]["serviceName"]
    (service,) = (one for one in objects.of("Service") if one["metadata"]["name"] == name)
    assert service["spec"]["clusterIP"] == "None"
    assert "ports" not in service["spec"]
    labels = sets(objects)[app]["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"].items() <= labels.items()
    (policy,) = (one["spec"] for one in objects.of("NetworkPolicy") if one["metadata"]["name"] == name)
    assert (policy["policyTypes"], policy["ingress"], policy["egress"]) == (["Ingress", "Egress"], [], [])


@SCENARIO
def test_it_can_be_left_out(app: str) -> None:
    objects = rendered(CHART, {"sets": {app: {"enabled": False}}})
    assert list(sets(objects)) == [other for other in SCENARIOS if other != app]
    for kind in ("Service", "NetworkPolicy"):
        assert f"{app}-scheduling-x" not in {one["metadata"]["name"] for one in objects.of(kind)}
    assert f"{app}-scheduling-x-0.{app}-scheduling-x" not in asked(objects)


def test_a_set_more_needs_no_template() -> None:
    more = {
        "enabled": True,
        "description": "",
        "replicas": 1,
        "nodeSelector": {"disk": "fast"},
        "affinity": {},
        "tolerations": [],
    }
    found = sets(rendered(CHART, {"sets": {"obs8": more}}))["obs8"]
    assert {key: value for key, value in pod(found).items() if key in RULES} == {"nodeSelector": {"disk": "fast"}}


def test_the_test_looks_for_the_first_pod_of_each() -> None:
    assert asked(rendered(CHART)) == [f"{app}-scheduling-x-0.{app}-scheduling-x" for app in SCENARIOS]


@pytest.mark.parametrize(
    ("placed", "tries", "code", "said"),
    [
        (["a", "b"], "3", 0, ""),
        (["b"], "1", 1, "not placed: a\n"),
        ([], "2", 1, "not placed: a b\n" * 2),
    ],
    ids=["all", "one is missing", "none"],
)
def test_the_test_asks_until_all_are_placed(
    placed: list[str], tries: str, code: int, said: str, tmp_path: Path
) -> None:
    (tmp_path / "known").write_text("".join(f"{name}.shop.svc.cluster.local\n" for name in placed), "utf-8")
    done = ask(tmp_path, ["a", "b"], tries, 'grep -qx "$1" {}')
    assert (done.returncode, done.stdout) == (code, said)


def test_nobody_else_is_taken_for_a_pod(tmp_path: Path) -> None:
    (tmp_path / "known").write_text("a\na.example.org\n", "utf-8")
    assert ask(tmp_path, ["a"], "1", 'grep -qx "$1" {}').returncode == 1


def test_a_pod_that_comes_late_is_found(tmp_path: Path) -> None:
    done = ask(tmp_path, ["a"], "3", '[ -e {0} ] || {{ echo "$1" > {0}; exit 1; }}')
    assert (done.returncode, done.stdout) == (0, "not placed: a\n")
    assert (tmp_path / "known").read_text() == "a.shop.svc.cluster.local\n"


def ask(folder: Path, names: list[str], tries: str, tool: str) -> "subprocess.CompletedProcess[str]":
    """The container of the test, with an nslookup that does this with what is known."""
    (folder / "resolv.conf").write_text("nameserver 10.0.0.10\nsearch shop.svc.cluster.local cluster.local\n", "utf-8")
    nslookup = folder / "nslookup"
    nslookup.write_text(f"#!/bin/sh\n{tool.format(folder / 'known')}\n", "utf-8")
    nslookup.chmod(0o755)
    one = rendered(CHART).test("obs")["spec"]["containers"][0]
    machine = Machine(folder, {"/scripts": CONFIGS, "/etc/resolv.conf": folder / "resolv.conf"})
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return machine.run({**one, "command": [*one["command"], *names]}, PATH=path, TRIES=tries, PAUSE="0")


def sets(objects: Objects) -> dict[str, Body]:
    """The sets, by their label."""
    return {one["metadata"]["labels"]["app"]: one for one in objects.of("StatefulSet")}


def asked(objects: Objects) -> list[str]:
    """Whom the test looks for."""
    found: list[str] = objects.test("obs")["spec"]["containers"][0]["args"]
    return found
