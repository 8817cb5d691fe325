"""POD: how containers share a pod."""

import pytest

from tests.checks.standards.asking import alone, severities

POD = "kind: Pod\nmetadata: {name: web-shop-test, labels: {app.kubernetes.io/component: window}}\nspec: {%s}"
SERVICE = "\n---\nkind: Service\nmetadata: {name: %s}\nspec: {selector: {app: web}, ports: [%s]}\n"
PEER = "kind: %s\nmetadata: {name: %s, annotations: {%s}}\nspec: {template: {spec: {volumes: [{name: a, hostPath: {path: %s}}]}}}\n---\n"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("log-sidecar, main-app", True),
        ("oauth-proxy, window", True),
        ("oauth-proxy, web", True),
        ("oauth-proxy, webapp", True),
        ("main-app, log-sidecar", False),
        ("oauth-proxy, other", False),
        ("web, main-app", False),
        ("proxy-sidecar", False),
        ("first, second, main", False),
    ],
)
def test_the_leading_container_is_the_first(names: str, expected: bool) -> None:
    containers = ", ".join(f"{{name: {name}}}" for name in names.split(", "))
    hits = alone("POD001", POD % f"containers: [{containers}]")
    assert [hit.path for hit in hits] == (["/spec/containers/0/name"] if expected else [])


def test_what_is_called_like_the_workload_leads_whatever_its_name() -> None:
    proxy = POD.replace("web-shop-test", "proxy-shop-test")
    assert not alone("POD001", proxy % "containers: [{name: proxy}, {name: main}]")


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("containers: [{name: a}, {name: b}, {name: metrics-sidecar}, {name: c}]", [1, 3]),
        ("containers: [{name: a}]", []),
        ("containers: [{name: a, args: ['http://localhost:1']}, {name: b}]", []),
        ("containers: [{name: a}, {name: b, env: [{name: TO, value: '127.0.0.1:1'}]}, {name: c}]", [2]),
        ("volumes: [{name: v, emptyDir: {}}], containers: [{name: a, volumeMounts: [{name: v}]}, {name: b, volumeMounts: [{name: v}]}]", []),
        ("volumes: [{name: v, emptyDir: {}}], containers: [{name: a}, {name: b, volumeMounts: [{name: v}]}]", [1]),
        ("volumes: [{name: v, configMap: {}}], containers: [{name: a, volumeMounts: [{name: v}]}, {name: b, volumeMounts: [{name: v}]}]", [1]),
        ("containers: [null, 1, {name: [b]}]", [1, 2]),
    ],
)  # fmt: skip
def test_auxiliary_containers_say_what_they_are(spec: str, expected: list[int]) -> None:
    assert [hit.path for hit in alone("POD002", POD % spec)] == [f"/spec/containers/{index}/name" for index in expected]


def test_roles_are_said_by_annotations_and_allowed_by_settings() -> None:
    said = POD.replace(
        "labels:",
        "annotations: {rendiff/role.b: ambassador, rendiff/role.c: friend, rendiff/role.d: [sidecar]}, labels:",
    )
    body = said % "containers: [{name: a}, {name: b}, {name: c}, {name: d}]"
    assert [hit.path[-6] for hit in alone("POD002", body)] == ["2", "3"]
    assert [hit.path[-6] for hit in alone("POD002", body, roles=("friend",))] == ["1", "3"]


@pytest.mark.parametrize(
    ("spec", "keys"),
    [
        ("containers: [{name: a, ports: [{name: x, containerPort: 1}]}, {name: b, ports: [{containerPort: 2}]}]", ["apart"]),
        ("containers: [{name: a, ports: [{name: x, containerPort: 1}]}, {name: b, ports: [{containerPort: 3}]}]", []),
        ("containers: [{name: a, ports: [{name: x}], args: [localhost]}, {name: b, ports: [{containerPort: 2}]}]", []),
        ("containers: [{name: a, ports: [{name: x}], volumeMounts: [{name: v}]}, {name: b, ports: [{containerPort: 2}], volumeMounts: [{name: v}]}]", []),
        ("containers: [{}, {}, {}, {}, {}, {}, {}]", ["many"]),
        ("containers: [{}, {}, {}, {}, {}, {}]", []),
    ],
)  # fmt: skip
def test_a_pod_of_strangers_is_to_be_reviewed(spec: str, keys: list[str]) -> None:
    body = (POD % spec).replace("labels: {", "labels: {app: web, ")
    hits = alone("POD003", body + SERVICE % ("web", "{port: 80, targetPort: x}, {port: 2}"))
    assert [hit.key for hit in hits] == keys
    assert all(hit.message.startswith("to review: ") for hit in hits)


def test_the_number_of_containers_is_a_setting() -> None:
    assert alone("POD003", POD % "containers: [{}, {}]", containers=1)


@pytest.mark.parametrize(
    ("spec", "keys"),
    [
        ("hostIPC: true, containers: [{}, {}]", ["ipc"]),
        ("hostIPC: true, containers: [{}]", []),
        ("volumes: [{name: s, hostPath: {path: /dev/shm/}}]", ["memory"]),
        ("volumes: [{name: s, hostPath: {path: /dev/shm/x}}]", ["memory"]),
        ("volumes: [{name: s, hostPath: {path: /dev/shmx}}]", []),
        ("volumes: [{name: s, emptyDir: {medium: Memory}}], containers: [{volumeMounts: [{name: s}]}, {volumeMounts: [{name: s}]}]", []),
        ("volumes: [{name: s, hostPath: {path: /a}}], containers: [{volumeMounts: [{name: s}]}, {volumeMounts: [{name: s}]}]", ["containers"]),
        ("volumes: [{name: s, hostPath: {path: /a}}], containers: [{volumeMounts: [{name: s}, {name: s}]}, {volumeMounts: [{name: t}]}]", []),
        ("volumes: [null, {hostPath: 1}, {hostPath: {path: [a]}}, {name: [x], hostPath: {path: /a}}]", []),
    ],
)  # fmt: skip
def test_nothing_is_shared_through_the_node(spec: str, keys: list[str]) -> None:
    hits = alone("POD014", POD % spec)
    assert [hit.key for hit in hits] == keys
    assert severities(hits) == [""] * len(keys)


def test_workloads_share_no_folder_of_the_node() -> None:
    body = (
        PEER % ("Deployment", "a", "", "/data")
        + PEER % ("DaemonSet", "b", "", "/data/")
        + PEER % ("Job", "c", "", "/other")
    )
    (hit,) = alone("POD014", body)
    assert (hit.resource, hit.key) == (1, "workloads")
    assert "Deployment 'a'" in hit.message


def test_ten_thousand_containers_are_read_once() -> None:
    many = ", ".join(["{name: c, volumeMounts: [{name: v}]}"] * 10_000)
    body = POD % f"volumes: [{{name: v, hostPath: {{path: /v}}}}], containers: [{many}]"
    assert len(alone("POD014", body)) == 1
