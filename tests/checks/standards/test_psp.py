"""PSP: what pods take of their host."""

import pytest

from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, Plea, release_of
from pipeline.manifests.kyaml import load
from tests.checks.standards.asking import alone, severities

POD = "kind: Pod\nmetadata: {name: web}\nspec: {%s}"


@pytest.mark.parametrize(
    ("rule", "spec", "expected"),
    [
        ("PSP001", "containers: [{securityContext: {privileged: true}}, {}]", ["/spec/containers/0/securityContext/privileged"]),
        ("PSP001", "initContainers: [{securityContext: {privileged: true}}]", ["/spec/initContainers/0/securityContext/privileged"]),
        ("PSP001", "containers: [{securityContext: {privileged: 'true'}}, {securityContext: [privileged]}]", []),
        ("PSP003", "hostNetwork: true", ["/spec/hostNetwork"]),
        ("PSP003", "hostNetwork: false, securityContext: null", []),
        ("PSP004", "hostIPC: true", ["/spec/hostIPC"]),
        ("PSP004", "hostIPC: false", []),
        ("PSP005", "hostPID: true", ["/spec/hostPID"]),
        ("PSP005", "hostPID: 1", []),
        ("PSP007", "containers: [{ports: [{containerPort: 1}, {hostPort: 80}, {hostPort: 0}, null]}]", ["/spec/containers/0/ports/1/hostPort"]),
        ("PSP007", "hostNetwork: true, containers: [{ports: [{hostPort: 80}]}]", []),
        ("PSP008", "volumes: [{name: a, emptyDir: {}}, {name: b, hostPath: {path: /tmp}}, {hostPath: {}}, {hostPath: null}]", ["/spec/volumes/1/hostPath", "/spec/volumes/2/hostPath"]),
        ("PSP008", "volumes: {hostPath: 1}", []),
    ],
)  # fmt: skip
def test_what_is_of_the_host(rule: str, spec: str, expected: list[str]) -> None:
    assert [hit.path for hit in alone(rule, POD % spec)] == expected


def test_host_network_in_the_wrong_place_is_noted() -> None:
    spec = "securityContext: {hostNetwork: true}, containers: [{securityContext: {hostNetwork: true}}]"
    assert severities(alone("PSP003", POD % spec)) == ["info", "info"]


@pytest.mark.parametrize(
    ("path", "is_socket"),
    [("/var/run/docker.sock", True), ("/run/containerd/containerd.sock", True), ("/var/run/app.sock", False), ("/docker.sock/x", False)],
)  # fmt: skip
def test_the_socket_of_the_runtime_is_called_by_its_name(path: str, is_socket: bool) -> None:
    (hit,) = alone("PSP008", POD % f"volumes: [{{name: a, hostPath: {{path: {path}}}}}]")
    assert ("container runtime" in hit.message) is is_socket


PRIVILEGED = "containers: [{name: net, securityContext: {privileged: true}}]"
BOTH = f"hostNetwork: true, {PRIVILEGED}"
ENOUGH = "multicast, and hostNetwork alone does not let it join"


def pleaded(spec: str, is_system: bool, *pleas: Plea) -> list[str]:
    context = Context("test", "shop", "shop", "1.0.0", system=is_system, pleas=pleas)
    release = release_of((manifest(0, load(POD % spec)),), "1.34.2", Settings(), context)
    return [hit.key for hit in by_id()["PSP013"].check(release.pods[0], release)]


@pytest.mark.parametrize(
    ("spec", "is_system", "keys"),
    [
        (BOTH, False, [""]),
        (BOTH, True, []),
        (PRIVILEGED, False, []),
        ("hostNetwork: true, containers: [{}]", False, []),
    ],
)
def test_a_privileged_container_has_no_network_of_its_node_besides(spec: str, is_system: bool, keys: list[str]) -> None:
    assert pleaded(spec, is_system) == keys


@pytest.mark.parametrize(
    ("plea", "keys"),
    [
        (Plea("Pod/web", "multicast"), ["agreed", "reason"]),
        (Plea("Pod/web", "multicast", "OPS-12"), ["reason"]),
        (Plea("Pod/web", ENOUGH), ["agreed"]),
        (Plea("Pod/web", ENOUGH, "OPS-12"), []),
        (Plea("Pod/w*", "it sets ROUTES of the node"), ["agreed", "reason"]),
        (Plea("Pod/other", "multicast"), []),
        (Plea("Pod/web", "loads the driver of the disks"), []),
        (Plea("Pod/web", "it panics, and its clan is nice"), []),
        (Plea("Pod/web", "n" * 100_000), []),
    ],
    ids=lambda value: str(value)[:60],
)
@pytest.mark.parametrize("is_system", [False, True])
def test_a_waiver_about_the_network_gives_its_reasons(plea: Plea, keys: list[str], is_system: bool) -> None:
    assert pleaded(PRIVILEGED, is_system, plea) == keys
    assert pleaded("containers: [{}]", is_system, plea) == []
    assert pleaded(PRIVILEGED, is_system, plea, Plea("Pod/web", ENOUGH, "OPS-12")) == keys
