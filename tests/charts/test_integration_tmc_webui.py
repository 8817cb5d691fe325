"""integration-tmc-webui: the table's system under the name of the suite, what the suite adds, and how it is put together."""

from pathlib import Path
from typing import Any

import pytest

from tests.charts import holding
from tests.charts.holding import TOP, rendered
from tests.charts.rendered import Body, Objects, container, containers, pod
from tests.charts.test_tango_base import ROWS, TOOLS
from tests.conftest import Repository
from tests.helm.clis import VERSIONS

CHART = "integration-tmc-webui"
ON: dict[str, Any] = {"enabled": True}
EVERYTHING: dict[str, Any] = {
    "global": {"registry": "mirror.example.org", "pullSecrets": ["mirror"], "domain": "example.org"},
    "tags": {"lab": True},
    "tmc": {**TOOLS, "ingress": ON},
    "centralnode": {"kind": "Deployment"},
    "ingress": {"enabled": True, "tls": {"enabled": True}},
    "nodeSelector": {"kubernetes.io/os": "linux"},
}
NOTHING: dict[str, Any] = {
    name: {"enabled": False} for name in ("centralnode", "subarraynode", "simulator", "webui", "networkPolicies")
}
SETTINGS = pytest.mark.parametrize("values", [{}, EVERYTHING, NOTHING], ids=["defaults", "all on", "all off"])
DEVICES = {"centralnode": "mid-tmc/central-node/0", "subarraynode": "mid-tmc/subarray/01", "simulator": "test/motor/1"}


@SETTINGS
@pytest.mark.parametrize("version", VERSIONS)
def test_every_helm_lints_it(values: dict[str, Any], version: str, tmp_path: Path) -> None:
    holding.is_linted(CHART, values, tmp_path, version)


@SETTINGS
def test_helm_takes_it_and_renders_the_same(values: dict[str, Any], tmp_path: Path) -> None:
    holding.is_taken(CHART, values, tmp_path)
    holding.renders_alike(CHART, values, tmp_path)


@SETTINGS
def test_it_conforms(values: dict[str, Any]) -> None:
    holding.conforms(CHART, values)


def test_the_standards_object_to_nothing(repository: Repository) -> None:
    holding.is_blameless(CHART, repository)


def test_the_standards_object_to_nothing_through_the_link(repository: Repository) -> None:
    files = {
        str(path.relative_to(TOP)): path.read_bytes()
        for name in (CHART, "tango-base")
        for path in (TOP / "charts" / name).rglob("*")
        if path.is_file()
    }
    release = f'version: 1\nkubeVersion: "1.34.2"\nnamespace: shop\nreleases:\n  test: {{chart: {CHART}, set: {{tags.lab: true}}}}\n'
    environments = {f"environments/{name}/environment.yaml": release for name in ("minikube", "ci", "production")}
    repository.write({**files, **environments, "rendiff.yaml": (TOP / "rendiff.yaml").read_bytes()})
    link = repository.root / "charts" / CHART / "charts" / "tango-base"
    link.parent.mkdir()
    link.symlink_to((TOP / "charts" / CHART / "charts" / "tango-base").readlink())
    repository.commit()
    answer = repository.rendiff("validate", "-e", "minikube", "-o", "text")
    assert answer.code == 0, answer.out + answer.err
    assert " error" not in answer.out


def test_the_link_leads_to_the_chart_beside_it() -> None:
    link = TOP / "charts" / CHART / "charts" / "tango-base"
    assert link.readlink() == Path("../../tango-base")


@pytest.mark.parametrize(
    "values",
    [{"tags": {"lba": True}}, {"systems": {"lab": "yes"}}, {"webui": {"replicas": -1}}, {"centralnode": {"device": "one/two"}}, {"tmc": {"tangodb": {"size": 1}}}],
    ids=str,
)  # fmt: skip
def test_the_schemas_refuse(values: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="values don't meet the specifications of the schema"):
        rendered(CHART, values)


@pytest.mark.parametrize("component", ROWS)
def test_a_row_of_the_table_bears_the_name_of_the_suite(component: str) -> None:
    objects = rendered(CHART, {"tmc": TOOLS})
    found = objects.one(ROWS[component][0], component)
    assert found["metadata"]["name"] == f"{component}-integration-tmc-webui-x"
    assert {"tmc"} == {one["metadata"]["labels"]["app.kubernetes.io/part-of"] for one in objects.bodies}


def test_the_row_of_the_test_bears_the_name_of_the_suite() -> None:
    test = rendered(CHART).test("databaseds")
    assert test["metadata"]["name"] == "databaseds-integration-tmc-webui-x-connection-test"
    assert test["spec"]["containers"][0]["command"][-1] == "test/power_supply/1"


@pytest.mark.parametrize("component", DEVICES)
def test_the_suite_has_devices_of_its_own(component: str) -> None:
    device = rendered(CHART).one("Pod", component)
    assert device["metadata"]["name"] == f"{component}-integration-tmc-webui-x"
    assert device["metadata"]["labels"]["helm.sh/chart"] == "integration-tmc-webui-0.1.0"
    assert container(device, "register")["args"][2] == DEVICES[component]
    assert {"name": "TANGO_HOST", "value": "databaseds-integration-tmc-webui-x:10000"} in container(device, component)[
        "env"
    ]


def test_devices_use_what_the_system_has() -> None:
    objects = rendered(CHART)
    names = {one["metadata"]["name"] for one in objects.of("ConfigMap")}
    used = {
        volume["configMap"]["name"]
        for name in DEVICES
        for volume in pod(objects.one("Pod", name))["volumes"]
        if "configMap" in volume
    }
    assert used == {"scripts-integration-tmc-webui-x"}
    assert used <= names


def test_defaults_are_imported_from_the_system() -> None:
    objects = rendered(CHART)
    theirs, ours = (containers(objects.one("Pod", name)) for name in ("tangotest", "centralnode"))
    assert ours[0] == theirs[0]
    assert ours[1]["image"] == container(objects.one("StatefulSet", "databaseds"), "databaseds")["image"]
    assert (
        pod(objects.one("Pod", "centralnode"))["securityContext"]
        == pod(objects.one("Pod", "tangotest"))["securityContext"]
    )


def test_what_is_imported_can_be_set_for_the_suite_alone() -> None:
    objects = rendered(CHART, {"databaseds": {"image": {"tag": "5.23.9"}}, "wait": {"seconds": 7}})
    waiting = {name: containers(objects.one("Pod", name))[0] for name in ("tangotest", "centralnode")}
    assert [one["image"].rpartition(":")[2] for one in waiting.values()] == ["5.23.1", "5.23.9"]
    assert ["--timeout=7" in one["command"] for one in waiting.values()] == [False, True]


@pytest.mark.parametrize(
    ("values", "there"),
    [
        ({}, False), ({"tags": {"lab": True}}, True), ({"systems": {"lab": True}}, True),
        ({"tags": {"lab": True}, "systems": {"lab": False}}, False),
    ],
    ids=str,
)  # fmt: skip
def test_a_tag_or_a_condition_brings_the_second_system(values: dict[str, Any], there: bool) -> None:
    found = {one["metadata"]["name"] for one in rendered(CHART, values).bodies if "-lab-" in one["metadata"]["name"]}
    workloads = {
        "tangodb-lab-x",
        "databaseds-lab-x",
        "tangotest-lab-x",
        "scripts-lab-x",
        "databaseds-lab-x-connection-test",
    }
    assert found == (workloads if there else set())


def test_globals_reach_everybody() -> None:
    objects = rendered(CHART, EVERYTHING)
    for body in _workloads(objects):
        assert all(one["image"].startswith("mirror.example.org/") for one in containers(body))
        assert pod(body)["imagePullSecrets"] == [{"name": "mirror"}]
    assert {rule["host"] for one in objects.of("Ingress") for rule in one["spec"]["rules"]} == {
        "tmc.example.org",
        "tango.example.org",
    }


def test_the_web_interface_leads_to_the_ports_of_webjive() -> None:
    objects = rendered(CHART)
    said = objects.one("ConfigMap", "webui")["data"]["default.conf"]
    ports = {port["port"] for port in objects.one("Service", "webjive")["spec"]["ports"] if port["name"] != "mongodb"}
    assert {f"http://webjive-integration-tmc-webui-x:{port}" for port in ports} == {
        line.split()[1].rstrip("/;") for line in said.splitlines() if "proxy_pass" in line
    }


def test_the_ingress_leads_to_the_web_interface() -> None:
    (ingress,) = rendered(CHART, {"ingress": {"enabled": True, "tls": {"enabled": True}}}).of("Ingress")
    (rule,) = ingress["spec"]["rules"]
    assert rule["host"] == "tmc.minikube.local"
    assert rule["http"]["paths"][0]["backend"]["service"] == {
        "name": "webui-integration-tmc-webui-x",
        "port": {"name": "http"},
    }
    assert ingress["spec"]["tls"] == [{"hosts": ["tmc.minikube.local"], "secretName": "tmc-tls"}]


def _workloads(objects: Objects) -> list[Body]:
    return [one for kind in ("Pod", "Deployment", "StatefulSet") for one in objects.of(kind)]
