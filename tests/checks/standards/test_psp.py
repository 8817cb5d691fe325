"""PSP: what pods take of their host."""

import pytest

from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Context, release_of
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


BOTH = "hostNetwork: true, containers: [{name: net, securityContext: {privileged: true}}]"


@pytest.mark.parametrize(
    ("spec", "is_system", "expected"),
    [
        (BOTH, False, [""]),
        (BOTH, True, ["info"]),
        (BOTH.replace("hostNetwork: true, ", ""), False, []),
        (BOTH.replace("hostNetwork: true, ", ""), True, ["info"]),
        ("hostNetwork: true, containers: [{}]", True, []),
    ],
)
def test_lesser_means_come_first(spec: str, is_system: bool, expected: list[str]) -> None:
    context = Context("test", "shop", "shop", "1.0.0", system=is_system)
    release = release_of((manifest(0, load(POD % spec)),), "1.34.2", Settings(), context)
    pod: Pod = release.pods[0]
    hits = list(by_id()["PSP013"].check(pod, release))
    assert severities(hits) == expected
    assert all(hit.message.startswith("to review: ") is is_system for hit in hits)
