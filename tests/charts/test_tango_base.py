"""tango-base: the rows of the table of the Tango control system as rendered, who reaches whom, and its scripts as processes."""

import base64
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.manifests.quantities import quantity
from tests.charts import holding
from tests.charts.holding import TOP, rendered
from tests.charts.rendered import NAMESPACE, Body, container, containers, pod
from tests.conftest import Repository
from tests.helm.clis import VERSIONS

CHART = "tango-base"
SCRIPTS = TOP / "charts" / CHART / "configs" / "scripts"
# component: kind, ports of the Service as (name, port, protocol), whether it is headless, size of the volume.
ROWS: dict[str, tuple[str, list[tuple[str, int, str]], bool, str]] = {
    "tangodb": ("StatefulSet", [("mysql", 3306, "TCP")], True, "1Gi"),
    "databaseds": ("StatefulSet", [("ds", 10000, "TCP")], True, ""),
    "tango-rest": ("Deployment", [("rest", 80, "TCP")], False, ""),
    "tangotest": ("Pod", [], False, ""),
    "powersupply": ("Pod", [], False, ""),
    "rsyslog": ("StatefulSet", [("syslog-tcp", 514, "TCP"), ("syslog-udp", 514, "UDP")], True, "10Gi"),
    "webjive": ("StatefulSet", [
        ("http", 80, "TCP"), ("tangogql", 5004, "TCP"), ("dashboards", 3012, "TCP"), ("authserver", 8080, "TCP"), ("mongodb", 27017, "TCP"),
    ], False, "1Gi"),
    "itango": ("Pod", [], False, ""),
    "logviewer": ("Pod", [], False, ""),
    "vnc": ("Deployment", [("vnc", 5920, "TCP"), ("novnc", 6081, "TCP")], False, ""),
}  # fmt: skip
ROW = pytest.mark.parametrize("component", ROWS)
STORES = pytest.mark.parametrize("component", [name for name, (_, _, _, size) in ROWS.items() if size])
DEVICE = pytest.mark.parametrize(
    ("component", "device"), [("tangotest", "sys/tg_test/1"), ("powersupply", "test/power_supply/1")]
)
ON = {"enabled": True}
TOOLS: dict[str, Any] = {"itango": ON, "logviewer": ON, "vnc": ON}
EVERYTHING: dict[str, Any] = {
    **TOOLS,
    "global": {"registry": "mirror.example.org", "pullSecrets": ["mirror"]},
    "powersupply": {"kind": "Deployment"},
    "ingress": {"enabled": True, "annotations": {"a": "b"}, "tls": {"enabled": True}},
    **{name: {"createpv": True} for name in ("tangodb", "rsyslog", "webjive")},
    "nodeSelector": {"kubernetes.io/os": "linux"},
    "affinity": {"podAffinity": {}},
    "tolerations": [{"operator": "Exists"}],
    "topologySpread": [{"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "ScheduleAnyway"}],
}
OPTIONAL = ("tangorest", "tangotest", "powersupply", "rsyslog", "webjive", "networkPolicies")
NOTHING: dict[str, Any] = {name: {"enabled": False} for name in OPTIONAL}
SETTINGS = pytest.mark.parametrize("values", [{}, EVERYTHING, NOTHING], ids=["defaults", "all on", "all off"])


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


@pytest.mark.parametrize(
    "values",
    [
        {"tangodb": {"passwort": "x"}}, {"tangodb": {"storage": {"size": "much"}}}, {"powersupply": {"kind": "DaemonSet"}},
        {"powersupply": {"device": "two/words"}}, {"databaseds": {"image": {"tag": ""}}}, {"tangorest": {"port": "80"}},
        {"topologySpread": [{"maxSkew": 1, "topologyKey": "a", "whenUnsatisfiable": "b", "labelSelector": {}}]}, {"device": {}},
    ],
    ids=str,
)  # fmt: skip
def test_the_schema_refuses(values: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="values don't meet the specifications of the schema"):
        rendered(CHART, values)


@ROW
def test_a_row_has_its_kind_and_name(component: str) -> None:
    kind, _, _, _ = ROWS[component]
    (found,) = (
        one for one in _workloads(TOOLS) if one["metadata"]["labels"]["app.kubernetes.io/component"] == component
    )
    assert (found["kind"], found["metadata"]["name"]) == (kind, f"{component}-tango-base-x")
    assert found["spec"].get("replicas", 1) == 1


@ROW
def test_a_row_has_its_ports(component: str) -> None:
    objects = rendered(CHART, TOOLS)
    kind, ports, headless, _ = ROWS[component]
    if not ports:
        assert f"{component}-tango-base-x" not in {one["metadata"]["name"] for one in objects.of("Service")}
        return
    spec = objects.one("Service", component)["spec"]
    assert [(port["name"], port["port"], port["protocol"]) for port in spec["ports"]] == ports
    assert (spec.get("clusterIP") == "None") is headless
    behind = {
        port["name"]: port["containerPort"]
        for one in containers(objects.one(kind, component))
        for port in one.get("ports", ())
    }
    assert {port["targetPort"] for port in spec["ports"]} <= set(behind)
    if headless:
        assert all(behind[name] == port for name, port, _ in ports), "a headless Service cannot move a port"


@ROW
def test_a_row_has_its_storage(component: str) -> None:
    kind, _, _, size = ROWS[component]
    claims = rendered(CHART, TOOLS).one(kind, component)["spec"].get("volumeClaimTemplates", [])
    assert [_store(one["spec"]) for one in claims] == ([("standard", ["ReadWriteOnce"], size)] if size else [])


@STORES
def test_a_volume_of_the_node_has_its_claim(component: str) -> None:
    objects = rendered(CHART, {component: {"createpv": True}})
    volume, claim = objects.one("PersistentVolume", component), objects.one("PersistentVolumeClaim", component)
    expected = ("standard", ["ReadWriteOnce"], ROWS[component][3])
    assert _store(volume["spec"]) == _store(claim["spec"]) == expected
    assert claim["spec"]["volumeName"] == volume["metadata"]["name"]
    assert volume["spec"]["hostPath"] == {"path": f"/data/{component}-tango-base/"}
    assert volume["spec"]["persistentVolumeReclaimPolicy"] == "Delete"
    assert volume["spec"]["volumeMode"] == "Filesystem"
    workload = objects.one("StatefulSet", component)
    assert "volumeClaimTemplates" not in workload["spec"]
    assert {"name": "data", "persistentVolumeClaim": {"claimName": claim["metadata"]["name"]}} in pod(workload)[
        "volumes"
    ]


def test_no_folder_of_a_node_unless_asked_for() -> None:
    objects = rendered(CHART, TOOLS)
    assert objects.of("PersistentVolume") == objects.of("PersistentVolumeClaim") == []
    assert not [volume for one in _workloads(TOOLS) for volume in pod(one).get("volumes", ()) if "hostPath" in volume]


def test_tangodb_hears_databaseds_alone() -> None:
    objects = rendered(CHART)
    (rule,) = objects.one("NetworkPolicy", "tangodb")["spec"]["ingress"]
    (peer,) = rule["from"]
    assert peer == {
        "podSelector": {"matchLabels": objects.one("StatefulSet", "databaseds")["spec"]["selector"]["matchLabels"]}
    }
    assert rule["ports"] == [{"port": "mysql", "protocol": "TCP"}]


@pytest.mark.parametrize("component", ["tangodb", "databaseds", "tango-rest", "rsyslog", "webjive", "vnc"])
def test_who_has_a_port_has_a_policy(component: str) -> None:
    (rule,) = rendered(CHART, TOOLS).one("NetworkPolicy", component)["spec"]["ingress"]
    assert [port["port"] for port in rule["ports"]] == [name for name, _, _ in ROWS[component][1]]
    assert rule["from"]


def test_the_ingress_opens_the_rest_interface_to_everybody() -> None:
    (rule,) = rendered(CHART, {"ingress": {"enabled": True}}).one("NetworkPolicy", "tango-rest")["spec"]["ingress"]
    assert rule == {"ports": [{"port": "rest", "protocol": "TCP"}]}


def test_databaseds_scales_and_the_database_makes_room() -> None:
    objects = rendered(CHART, {"databaseds": {"replicas": 3}})
    assert objects.one("StatefulSet", "databaseds")["spec"]["replicas"] == 3
    assert "max_connections = 150\n" in objects.one("ConfigMap", "tangodb")["data"]["my.cnf"]
    checksums = [
        one.one("StatefulSet", "tangodb")["spec"]["template"]["metadata"]["annotations"]
        for one in (objects, rendered(CHART))
    ]
    assert checksums[0] != checksums[1]


@pytest.mark.parametrize(
    ("component", "host"),
    [("databaseds", "tangodb-tango-base-x:3306"), *((name, "databaseds-tango-base-x:10000") for name in ("tango-rest", "webjive", "tangotest", "itango"))],
)  # fmt: skip
def test_who_needs_another_waits_for_it_strictly(component: str, host: str) -> None:
    first = containers(rendered(CHART, TOOLS).one(ROWS[component][0], component))[0]
    assert first["command"] == ["/usr/local/bin/wait-for-it.sh", host, "--timeout=30", "--strict"]


@pytest.mark.parametrize("component", ["tango-rest", "tangotest", "powersupply", "itango", "logviewer", "vnc"])
def test_who_asks_tango_knows_where(component: str) -> None:
    asking = container(rendered(CHART, TOOLS).one(ROWS[component][0], component), component)
    assert {"name": "TANGO_HOST", "value": "databaseds-tango-base-x:10000"} in asking["env"]


def test_rest_takes_replicas_and_each_is_a_server_of_its_own() -> None:
    rest = rendered(CHART, {"tangorest": {"replicas": 4}}).one("Deployment", "tango-rest")
    assert rest["spec"]["replicas"] == 4
    assert container(rest, "register")["args"][:3] == [
        "TangoRestServer/$(POD_NAME)",
        "TangoRestServer",
        "rest/server/$(POD_NAME)",
    ]
    assert container(rest, "tango-rest")["ports"] == [{"name": "rest", "containerPort": 8080, "protocol": "TCP"}]


def test_every_object_says_what_it_is_a_part_of() -> None:
    for one in rendered(CHART, EVERYTHING).bodies:
        labels = one["metadata"]["labels"]
        assert labels["app.kubernetes.io/part-of"] == "tango"
        assert labels["app.kubernetes.io/version"]
        assert one["metadata"]["name"].startswith(f"{labels['app.kubernetes.io/component']}-tango-base-x")


def test_each_namespace_has_its_own_database() -> None:
    """Hosts are names of Services without a namespace, so that they mean the one beside them."""
    assert not [one for one in rendered(CHART, EVERYTHING).bodies if NAMESPACE in str(one)]


@pytest.mark.parametrize("tls", [False, True])
def test_the_ingress_leads_to_the_rest_interface(tls: bool) -> None:
    given = {
        "enabled": True,
        "hostname": "{{ .Values.system }}.example.org",
        "annotations": {"a": "b"},
        "tls": {"enabled": tls},
    }
    (ingress,) = rendered(CHART, {"ingress": given}).of("Ingress")
    assert (ingress["metadata"]["name"], ingress["metadata"]["annotations"]) == ("rest-api-tango-base-x", {"a": "b"})
    (rule,) = ingress["spec"]["rules"]
    assert rule["host"] == "tango.example.org"
    service = {"name": "tango-rest-tango-base-x", "port": {"name": "rest"}}
    assert rule["http"]["paths"] == [{"path": "/", "pathType": "Prefix", "backend": {"service": service}}]
    assert ingress["spec"].get("tls", []) == (
        [{"hosts": ["tango.example.org"], "secretName": "tango-tls"}] if tls else []
    )


@DEVICE
@pytest.mark.parametrize("kind", ["Pod", "Deployment"])
def test_a_device_is_there_once_under_its_own_name(component: str, device: str, kind: str) -> None:
    found = rendered(CHART, {component: {"kind": kind}}).one(kind, component)
    assert found["metadata"]["name"] == f"{component}-tango-base-x"
    assert container(found, "register")["args"][2] == device
    if kind == "Deployment":
        assert (found["spec"]["replicas"], found["spec"]["strategy"]) == (1, {"type": "Recreate"})


def test_webjive_has_six_containers_and_one_before_them() -> None:
    spec = pod(rendered(CHART).one("StatefulSet", "webjive"))
    assert [one["name"] for one in spec["containers"]] == [
        "webjive",
        "tangogql",
        "dashboards",
        "authserver",
        "mongodb",
        "redis",
    ]
    assert [one["name"] for one in spec["initContainers"]] == ["wait-for-10000"]


def test_passwords_come_from_files_into_secrets_alone() -> None:
    values = {"tangodb": {"user": "ada", "password": "p4ss"}, "webjive": {"tokenSecret": "t0ken"}}
    objects = rendered(CHART, values)
    said = {name: _decoded(objects.one("Secret", name)) for name in ("tangodb", "webjive")}
    assert said == {
        "tangodb": {"user": "ada", "password": "p4ss", "root-password": "p4ss"},
        "webjive": {"token-secret": "t0ken"},
    }
    assert not [one for one in objects.bodies if "p4ss" in str(one) or "t0ken" in str(one)]


@pytest.mark.parametrize(
    ("values", "device"), [({}, "test/power_supply/1"), ({"powersupply": {"enabled": False}}, "sys/database/2")]
)
def test_the_test_pings_the_power_supply_ten_times_at_most(values: dict[str, Any], device: str) -> None:
    test = rendered(CHART, {**values, "pullSecrets": ["registry"]}).test("databaseds")
    assert test["metadata"]["name"] == "databaseds-tango-base-x-connection-test"
    assert test["metadata"]["annotations"]["helm.sh/hook"] == "test-success"
    assert (test["spec"]["restartPolicy"], test["spec"]["imagePullSecrets"]) == ("Never", [{"name": "registry"}])
    (asking,) = test["spec"]["containers"]
    assert asking["command"] == ["/bin/sh", "/scripts/ping.sh", device]
    assert {"name": "TRIES", "value": "10"} in asking["env"]
    assert asking["image"].startswith("artefact.skao.int/ska-tango-examples:")


def test_all_images_come_from_the_mirror() -> None:
    images = [one["image"] for body in _workloads(EVERYTHING) for one in containers(body)]
    assert images
    assert all(image.startswith("mirror.example.org/") for image in images)
    assert all(pod(body)["imagePullSecrets"] == [{"name": "mirror"}] for body in _workloads(EVERYTHING))


def test_every_pod_goes_where_values_say() -> None:
    for body in _workloads(EVERYTHING):
        spec = pod(body)
        assert {key: spec[key] for key in ("nodeSelector", "affinity", "tolerations")} == {
            key: EVERYTHING[key] for key in ("nodeSelector", "affinity", "tolerations")
        }
        (spread,) = spec["topologySpreadConstraints"]
        assert spread.pop("labelSelector")["matchLabels"]["app.kubernetes.io/instance"] == "x"
        assert [spread] == EVERYTHING["topologySpread"]


def test_nobody_is_root_or_may_become_it() -> None:
    for body in _workloads(EVERYTHING):
        security = pod(body)["securityContext"]
        assert security["runAsNonRoot"]
        assert security["runAsUser"] > 0
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}
        for one in containers(body):
            assert one["securityContext"] == {
                "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
            }  # fmt: skip


def test_it_fits_on_a_laptop() -> None:
    asked = [one["resources"]["requests"] for body in _workloads({}) for one in pod(body)["containers"]]
    assert sum(_amount(one["cpu"]) for one in asked) <= 1.6
    assert sum(_amount(one["memory"]) for one in asked) <= 3 * 1024**3


def test_only_the_core_cannot_be_left_out() -> None:
    found = {one["metadata"]["labels"]["app.kubernetes.io/component"] for one in _workloads(NOTHING)}
    assert found == {"tangodb", "databaseds"}
    assert rendered(CHART, NOTHING).of("NetworkPolicy") == []


@pytest.mark.parametrize(("answers_at", "code", "asked"), [(1, 0, 1), (3, 0, 3), (10, 0, 10), (11, 1, 10)])
def test_ping_asks_until_the_device_answers(tmp_path: Path, answers_at: int, code: int, asked: int) -> None:
    counting = f'echo "$@" >> {tmp_path}/asked\n[ "$(wc -l < {tmp_path}/asked)" -ge {answers_at} ]'
    done = _run(tmp_path, counting, ["ping.sh", "test/power_supply/1"], {"TRIES": "10", "PAUSE": "0"})
    assert (done.returncode, (tmp_path / "asked").read_text().splitlines()) == (
        code,
        ["--ping-device test/power_supply/1"] * asked,
    )
    assert (done.stderr if code else done.stdout).startswith("test/power_supply/1: ")


def test_register_tells_of_the_device_and_its_properties(tmp_path: Path) -> None:
    args = container(rendered(CHART).one("Deployment", "tango-rest"), "register")["args"]
    done = _run(tmp_path, f'printf "%s|" "$@" >> {tmp_path}/told', ["register.sh", *args], {"TANGO_HOST": "db:10000"})
    assert (done.returncode, done.stdout) == (0, "rest/server/$(POD_NAME) is known to db:10000\n")
    assert (tmp_path / "told").read_text().split("--")[1:] == [
        "add-server|TangoRestServer/$(POD_NAME)|TangoRestServer|rest/server/$(POD_NAME)|",
        "add-property|rest/server/$(POD_NAME)|TANGO_DB|tango://databaseds-tango-base-x:10000/sys/database/2|",
        "add-property|rest/server/$(POD_NAME)|TOMCAT_PORT|8080|",
        "add-property|rest/server/$(POD_NAME)|TOMCAT_AUTH_METHOD|plain|",
    ]


@pytest.mark.parametrize("args", [[], ["a/b", "C"], ["a/b", "C", "a/b/c", "PROPERTY"]], ids=len)
def test_register_refuses_half_an_order(tmp_path: Path, args: list[str]) -> None:
    done = _run(tmp_path, f"touch {tmp_path}/told", ["register.sh", *args], {"TANGO_HOST": "db:10000"})
    assert done.returncode == 2
    assert not (tmp_path / "told").exists()


def test_register_fails_where_the_database_does(tmp_path: Path) -> None:
    assert _run(tmp_path, "exit 7", ["register.sh", "a/b", "C", "a/b/c"], {"TANGO_HOST": "db:10000"}).returncode == 7


def _run(
    folder: Path, admin: str, command: list[str], variables: Mapping[str, str]
) -> "subprocess.CompletedProcess[str]":
    """One of the scripts, with a tango_admin that does what is said."""
    tools = folder / "tools"
    tools.mkdir()
    (tools / "tango_admin").write_text(f"#!/bin/sh\n{admin}\n")
    (tools / "tango_admin").chmod(0o755)
    script, *args = command
    environment = {"PATH": f"{tools}:/usr/bin:/bin", **variables}
    return subprocess.run(
        ["/bin/sh", str(SCRIPTS / script), *args],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def _workloads(values: Mapping[str, Any]) -> list[Body]:
    objects = rendered(CHART, values)
    return [
        one
        for kind in ("Pod", "Deployment", "StatefulSet")
        for one in objects.of(kind)
        if "helm.sh/hook" not in one["metadata"].get("annotations", {})
    ]


def _store(spec: Body) -> tuple[str, list[str], str]:
    size = spec["capacity"] if "capacity" in spec else spec["resources"]["requests"]
    return spec["storageClassName"], spec["accessModes"], size["storage"]


def _decoded(secret: Body) -> dict[str, str]:
    return {key: base64.b64decode(value).decode() for key, value in secret["data"].items()}


def _amount(text: str) -> float:
    found = quantity(text)
    assert found is not None
    return float(found)
