"""SVC: how the ports of a Service are written, and whether they lead anywhere."""

import pytest

from tests.checks.standards.asking import alone, severities

SERVICE = "kind: Service\nmetadata: {name: x}\nspec: {type: %s, selector: {app: web}, ports: [%s]}\n---\n"
POD = "kind: Pod\nmetadata: {name: a, labels: {app: web}, annotations: {%s}}\nspec: {%s}\n---\n"
WEB = "containers: [{ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}]}]"


@pytest.mark.parametrize(
    ("kind", "ports", "paths"),
    [
        ("ClusterIP", "{name: http, port: 80, protocol: TCP, targetPort: http}", []),
        ("ClusterIP", "{port: 80}", ["/spec/ports/0/name", "/spec/ports/0/protocol", "/spec/ports/0/targetPort"]),
        (
            "ClusterIP",
            "{name: '', port: 80, protocol: null, targetPort: 0}",
            ["/spec/ports/0/name", "/spec/ports/0/protocol"],
        ),
        ("ClusterIP", "null", [f"/spec/ports/0/{part}" for part in ("name", "port", "protocol", "targetPort")]),
        ("ExternalName", "{port: 80}", []),
    ],
)
def test_ports_are_described(kind: str, ports: str, paths: list[str]) -> None:
    assert [hit.path for hit in alone("SVC006", SERVICE % (kind, ports))] == paths


@pytest.mark.parametrize(
    ("port", "count"),
    [
        ("{name: http, port: 80, targetPort: http}", 0),
        ("{name: http, port: 80, targetPort: 8080}", 1),
        ("{name: http, port: 80, targetPort: web}", 1),
        ("{port: 80, targetPort: 8080}", 1),
        ("{port: 80, targetPort: http}", 0),
        ("{name: http, port: 80}", 0),
        ("{name: http, port: 80, targetPort: [http]}", 1),
    ],
)
def test_target_ports_have_the_name_of_the_port(port: str, count: int) -> None:
    assert len(alone("SVC007", SERVICE % ("ClusterIP", port))) == count
    assert not alone("SVC007", SERVICE % ("ExternalName", port))


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        ("{targetPort: http}", []),
        ("{targetPort: dns, protocol: UDP}", []),
        ("{targetPort: dns}", [""]),
        ("{targetPort: rest}", [""]),
        ("{targetPort: '8080'}", [""]),
        ("{targetPort: 8080}", []),
        ("{targetPort: 9090}", ["info"]),
        ("{targetPort: a-name-of-16-abc}", ["", ""]),
        ("{port: 80}", []),
        ("{targetPort: true}", []),
        ("{targetPort: [http]}", []),
    ],
)
def test_target_ports_are_there(port: str, expected: list[str]) -> None:
    assert severities(alone("SVC008", SERVICE % ("ClusterIP", port) + POD % ("", WEB))) == expected


@pytest.mark.parametrize(
    ("hook", "spec", "count"),
    [
        ("", "initContainers: [{restartPolicy: Always, ports: [{name: http}]}]", 0),
        ("", "initContainers: [{ports: [{name: http}]}]", 1),
        ("", "containers: [{}, {ports: [null, {name: http}]}]", 0),
        ("", "containers: null", 1),
        ("helm.sh/hook: test", "containers: null", 0),
    ],
)
def test_ports_of_all_that_goes_on_running_count(hook: str, spec: str, count: int) -> None:
    assert len(alone("SVC008", SERVICE % ("ClusterIP", "{targetPort: http}") + POD % (hook, spec))) == count


def test_each_workload_is_asked() -> None:
    objects = (
        SERVICE % ("ClusterIP", "{targetPort: http}")
        + POD % ("", WEB)
        + POD.replace("name: a", "name: b") % ("", "containers: []")
    )
    assert [hit.key for hit in alone("SVC008", objects)] == ["b"]
