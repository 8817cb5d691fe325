"""POD: how the cluster asks containers whether they can serve and whether they live."""

import pytest

from tests.checks.standards.asking import alone, severities

POD = "kind: Pod\nmetadata: {name: a, annotations: {%s}}\nspec: {%s}"
PROBE = "{httpGet: {path: /, port: http}}"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("containers: [{ports: [{containerPort: 1}]}, {}, {ports: [{}]}]", [(0, ""), (2, "")]),
        ("containers: [{}, {}]", [(0, "info")]),
        ("containers: [{ports: []}, {ports: {a: b}}, {ports: null}]", [(0, "info")]),
        ("containers: [{%s: {tcpSocket: {port: 1}}}]", []),
        ("containers: [{ports: [{}], %s: {}}]", [(0, "")]),
        ("containers: [{ports: [{}], startupProbe: {exec: {}}}]", [(0, "")]),
        ("restartPolicy: Never, containers: [{ports: [{}]}]", []),
        ("restartPolicy: Always, containers: [{ports: [{}]}]", [(0, "")]),
        ("initContainers: [{ports: [{}]}]", []),
        ("containers: null", []),
    ],
)
@pytest.mark.parametrize(("rule", "name"), [("POD010", "readinessProbe"), ("POD011", "livenessProbe")])
def test_what_serves_has_probes(rule: str, name: str, spec: str, expected: list[tuple[int, str]]) -> None:
    hits = alone(rule, POD % ("", spec.replace("%s", name)))
    wanted = [(f"/spec/containers/{index}/{name}", severity) for index, severity in expected]
    assert list(zip([hit.path for hit in hits], severities(hits), strict=True)) == wanted


def test_hooks_and_jobs_need_no_probes() -> None:
    job = "kind: Job\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{ports: [{}]}]}}}"
    for body in (job, POD % ("helm.sh/hook: post-install", "containers: [{ports: [{}]}]")):
        assert not alone("POD010", body)


@pytest.mark.parametrize(
    ("probes", "keys"),
    [
        ("readinessProbe: {exec: {command: [a]}}, livenessProbe: {tcpSocket: {port: 1}}", ["exec", "tcpSocket"]),
        ("startupProbe: {exec: {command: [a]}}", ["exec"]),
        ("livenessProbe: {httpGet: {port: 1}}, readinessProbe: {grpc: {port: 1}}", []),
        ("livenessProbe: [exec], readinessProbe: exec", []),
    ],
)
def test_probes_speak_http(probes: str, keys: list[str]) -> None:
    assert [hit.key for hit in alone("POD012", POD % ("", f"containers: [{{{probes}}}]"))] == keys


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        ("httpGet: {port: http}", []),
        ("httpGet: {port: other}", ["error"]),
        ("httpGet: {port: '8080'}", ["error"]),
        ("httpGet: {port: 8080}", ["info"]),
        ("tcpSocket: {port: 9090}", []),
        ("tcpSocket: {port: 9}", [""]),
        ("httpGet: {port: 9, host: example.org}", []),
        ("httpGet: {port: true}", []),
        ("httpGet: {}, tcpSocket: [9]", []),
        ("httpGet: {path: /}", []),
        ("grpc: {port: 9}", []),
    ],
)
def test_ports_of_probes_are_declared(probe: str, expected: list[str]) -> None:
    ports = "ports: [{name: http, containerPort: 8080}, {containerPort: 9090}, null]"
    hits = alone("POD013", POD % ("", f"containers: [{{{ports}, livenessProbe: {{{probe}}}}}]"))
    assert severities(hits) == expected
