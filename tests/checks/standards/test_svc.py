"""SVC: which pods a Service sends to, and who reaches it."""

import pytest

from tests.checks.standards.asking import alone, plain, severities

CORE = "app.kubernetes.io/name: web, app.kubernetes.io/instance: test"
HOOK = "helm.sh/hook: test"


def service(name: str, spec: str, metadata: str = "") -> str:
    return f"kind: Service\nmetadata: {{name: {name}, {metadata}}}\nspec: {{{spec}}}\n---\n"


def workload(kind: str, name: str, app: str = "web", spec: str = "", metadata: str = "") -> str:
    template = f"{{metadata: {{labels: {{app: {app}}}}}}}"
    return f"kind: {kind}\nmetadata: {{name: {name}, {metadata}}}\nspec: {{template: {template}, {spec}}}\n---\n"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (workload("Deployment", "a") + service("x", "selector: {app: web}"), []),
        (workload("Deployment", "a") + service("x", "selector: {app: web}") + service("y", "selector: {app: web}"), [""]),
        (workload("Deployment", "a") + service("x", "selector: {app: web}") + service("y", "selector: {app: other}"), []),
        (workload("Deployment", "a", metadata="annotations: {helm.sh/hook: test}") + service("x", "selector: {app: web}") * 2, []),
        (workload("StatefulSet", "a", spec="serviceName: x") + service("x", "clusterIP: None, selector: {app: web}") + service("y", "selector: {app: web}"), ["info"]),
        (workload("StatefulSet", "a", spec="serviceName: x") + service("x", "clusterIP: None, selector: {app: web}") + service("y", "type: LoadBalancer, selector: {app: web}"), [""]),
        (workload("StatefulSet", "a", spec="serviceName: z") + service("x", "clusterIP: None, selector: {app: web}") + service("y", "selector: {app: web}"), [""]),
        (workload("Deployment", "a", spec="serviceName: x") + service("x", "clusterIP: None, selector: {app: web}") + service("y", "selector: {app: web}"), [""]),
    ],
)  # fmt: skip
def test_a_workload_has_one_service(objects: str, expected: list[str]) -> None:
    hits = alone("SVC002", objects)
    assert severities(hits) == expected
    assert all(hit.path == "/spec/template/metadata/labels" for hit in hits)


def test_a_service_has_one_workload() -> None:
    objects = "".join(workload("Deployment", f"a{number}") for number in range(7))
    assert not alone("SVC003", service("x", "selector: {app: web}") + workload("Job", "a"))
    (hit,) = alone("SVC003", service("x", "selector: {app: web}") + objects)
    assert hit.message.endswith("7 workloads: 'a0', 'a1', 'a2', 'a3', 'a4' and 2 more")
    tests = (
        workload("Deployment", "a")
        + "kind: Pod\nmetadata: {name: b, labels: {app: web}, annotations: {helm.sh/hook: test}}"
    )
    assert alone("SVC003", service("x", "selector: {app: web}") + tests)


@pytest.mark.parametrize(
    ("spec", "metadata", "keys"),
    [
        (f"selector: {{{CORE}}}", "", []),
        ("selector: {app: web}", "", ["app.kubernetes.io/name", "app.kubernetes.io/instance"]),
        ("selector: {app.kubernetes.io/name: web, app.kubernetes.io/instance: other}", "", [""]),
        ("selector: {app.kubernetes.io/name: web, app.kubernetes.io/instance: other}", "labels: {app.kubernetes.io/instance: other}", []),
        ("selector: {app.kubernetes.io/name: web, app.kubernetes.io/instance: [test]}", "", [""]),
        ("selector: {}", "", []),
        ("selector: [a]", "", []),
        ("type: ExternalName, selector: {app: web}", "", []),
    ],
)  # fmt: skip
def test_a_selector_names_workload_and_release(spec: str, metadata: str, keys: list[str]) -> None:
    assert [hit.key for hit in alone("SVC004", service("x", spec, metadata))] == keys


def test_of_plain_manifests_the_label_says_the_instance() -> None:
    spec = "selector: {app.kubernetes.io/name: web, app.kubernetes.io/instance: a}"
    assert not plain("SVC004", service("x", spec))
    assert not plain("SVC004", service("x", spec, "labels: {app.kubernetes.io/instance: a}"))
    assert len(plain("SVC004", service("x", spec, "labels: {app.kubernetes.io/instance: b}"))) == 1


@pytest.mark.parametrize(
    ("spec", "count"),
    [
        (f"selector: {{{CORE}}}", 1),
        (f"selector: {{{CORE}, app.kubernetes.io/version: '1'}}", 0),
        (f"selector: {{{CORE}, helm.sh/chart: shop-1.0.0}}", 0),
        ("selector: {}", 0),
        ("type: ExternalName, selector: {app: web}", 0),
    ],
)
def test_a_selector_pins_the_version(spec: str, count: int) -> None:
    assert len(alone("SVC005", service("x", spec))) == count


@pytest.mark.parametrize(
    ("spec", "declared", "node"),
    [
        ("type: ClusterIP", 0, []),
        ("type: ClusterIP, clusterIP: None", 0, []),
        ("clusterIP: None", 1, []),
        ("type: null", 1, []),
        ("type: ''", 1, []),
        ("type: LoadBalancer", 1, []),
        ("type: ExternalName", 1, []),
        ("type: [ClusterIP]", 1, []),
        ("type: NodePort", 0, ["/spec/type"]),
        ("type: NodePort, ports: [{nodePort: 30080}]", 0, ["/spec/type", "/spec/ports/0/nodePort"]),
        ("type: LoadBalancer, ports: [{port: 80}, {nodePort: 30080}]", 1, ["/spec/ports/1/nodePort"]),
        ("type: ClusterIP, ports: [{nodePort: null}, {nodePort: 0}, 1, null]", 0, []),
        ("type: ClusterIP, ports: {nodePort: 1}", 0, []),
    ],
)
def test_a_service_is_a_declared_cluster_ip(spec: str, declared: int, node: list[str]) -> None:
    assert len(alone("SVC009", service("x", spec))) == declared
    assert [hit.path for hit in alone("SVC010", service("x", spec))] == node


PROMETHEUS = "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: main}\n"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (service("x", "selector: {app: web}") + workload("Deployment", "a"), []),
        (service("x", "selector: {app: web}") + workload("Deployment", "a", "other"), [""]),
        (service("x", "selector: {app: web}"), [""]),
        (service("x", "selector: {}"), ["info"]),
        (service("x", "ports: []"), ["info"]),
        (service("x", "type: ExternalName"), []),
        (service("x", "selector: {prometheus: main}") + PROMETHEUS, ["info"]),
        (service("x", "selector: {prometheus: other}") + PROMETHEUS, [""]),
        (service("x", "selector: {k8s-app: kube-dns}", "namespace: kube-system"), ["info"]),
        (service("x", "selector: {app: web}", "namespace: shop"), [""]),
        (service("x", "selector: {app: [web]}") + workload("Deployment", "a"), [""]),
    ],
)
def test_a_selector_finds_somebody(objects: str, expected: list[str]) -> None:
    assert severities(alone("SVC012", objects)) == expected


def test_namespaces_of_plain_manifests_do_not_mix() -> None:
    qa = workload("Deployment", "a").replace("{name: a, }", "{name: a, namespace: qa}")
    objects = service("x", "selector: {app: web}", "namespace: qa") + qa + workload("Deployment", "a")
    for rule in ("SVC003", "SVC012"):
        assert not plain(rule, objects)


def test_thousands_of_services_and_pods_are_matched_at_once() -> None:
    objects = "".join(
        service(f"s{n}", f"selector: {{app: a{n}}}") + workload("Deployment", f"d{n}", f"a{n}") for n in range(1_000)
    )
    assert not alone("SVC003", objects)
