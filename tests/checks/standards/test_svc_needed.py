"""SVC: which ports of Services somebody uses."""

import pytest

from tests.checks.standards.asking import alone, severities

SERVICE = """
kind: Service
metadata: {name: web, labels: {app: web}, annotations: {%s}}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}, {name: debug, port: 5005, targetPort: debug}]}
---
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}, annotations: {%s}}
    spec: {containers: [{name: web, args: ["http://web:80"], ports: [{name: http, containerPort: 8080}, {name: debug, containerPort: 5005}]}, {name: side, args: ["%s"]}]}
---
"""
WEB = SERVICE % ("", "", "")
POD = "kind: Pod\nmetadata: {name: a, annotations: {%s}}\nspec: {containers: [{%s}]}"


@pytest.mark.parametrize(
    "user",
    [
        "kind: Ingress\nspec: {rules: [{http: {paths: [{backend: {service: {name: web, port: {name: debug}}}}]}}]}",
        "kind: Ingress\nspec: {backend: {serviceName: web, servicePort: 5005}}",
        "kind: Ingress\nmetadata: {annotations: {auth-url: 'http://web.shop.svc:5005/auth'}}",
        "kind: HTTPRoute\nspec: {rules: [{backendRefs: [{name: web, port: 5005}]}]}",
        "kind: VirtualService\nspec: {http: [{route: [{destination: {host: web.shop.svc, port: {number: 5005}}}]}]}",
        "kind: APIService\nspec: {service: {name: web, port: 5005}}",
        "kind: NetworkPolicy\nspec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: debug}]}]}",
        "kind: NetworkPolicy\nspec: {podSelector: {}, ingress: [{ports: [{port: 5005}]}]}",
        "kind: NetworkPolicy\nspec: {podSelector: {}, egress: [{to: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5005}]}]}",
        "kind: ServiceMonitor\nspec: {selector: {matchLabels: {app: web}}, endpoints: [{port: debug}]}",
        "kind: PodMonitor\nspec: {selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{port: debug}]}",
        "kind: ConfigMap\ndata: {a: 'proxy_pass http://web.shop:5005/;'}",
        "kind: ConfigMap\ndata: {HOST: web, PORT: '5005'}",
        POD % ("helm.sh/hook: test", "args: ['web:5005']"),
        POD % ("", "env: [{name: A, value: 'tcp://web-0.web:5005'}]"),
        POD % ("", "env: [{name: A, value: 'web:debug'}]"),
        POD % ("", "readinessProbe: {httpGet: {host: web, port: 5005}}"),
        POD % ("", "livenessProbe: {exec: {command: [sh, -c, 'nc web:5005']}}"),
    ],
)
def test_a_port_that_somebody_names_is_needed(user: str) -> None:
    assert alone("SVC011", WEB + user) == []


@pytest.mark.parametrize(
    "other",
    [
        "",
        "kind: Ingress\nspec: {rules: [{http: {paths: [{backend: {service: {name: web, port: {name: http}}}}]}}]}",
        "kind: Ingress\nspec: {rules: [{http: {paths: [{backend: {service: {name: other, port: {name: debug}}}}]}}]}",
        "kind: NetworkPolicy\nspec: {podSelector: {matchLabels: {app: other}}, ingress: [{ports: [{port: debug}]}]}",
        "kind: NetworkPolicy\nspec: {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}",
        "kind: NetworkPolicy\nmetadata: {namespace: other}\nspec: {podSelector: {}, ingress: [{ports: [{port: debug}]}]}",
        "kind: ConfigMap\ndata: {a: 'web'}",
        "kind: ConfigMap\ndata: {a: 'http://web and web-2:5005'}",
        "kind: ServiceMonitor\nspec: {selector: {matchLabels: {app: other}}, endpoints: [{port: debug}]}",
        "kind: Ingress\nspec: [1, {name: [web], port: {number: [1]}}]",
        POD % ("", "env: [{name: A, value: 'other:5005'}]"),
    ],
)
def test_a_port_that_nobody_names_is_not(other: str) -> None:
    assert [hit.path for hit in alone("SVC011", WEB + other)] == ["/spec/ports/1"]


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (SERVICE % ("prometheus.io/port: '5005'", "", ""), []),
        (SERVICE % ("", "prometheus.io/port: '5005'", ""), []),
        (SERVICE % ("", "prometheus.io/port: many", ""), [""]),
        (SERVICE % ("", "", "localhost:5005"), ["warning"]),
        (SERVICE % ("", "", "127.0.0.1:5005"), ["warning"]),
        (SERVICE % ("", "", "localhost:50051"), [""]),
    ],
)
def test_metrics_and_neighbours_in_the_pod(objects: str, expected: list[str]) -> None:
    assert severities(alone("SVC011", objects)) == expected


def test_the_only_port_of_a_service_is_for_people() -> None:
    only = WEB.replace(", {name: debug, port: 5005, targetPort: debug}", "").replace('"http://web:80"', "x")
    assert severities(alone("SVC011", only.replace('args: [""]', "args: ['localhost:8080']"))) == [""]


def test_the_settings_can_name_ports() -> None:
    assert not alone("SVC011", WEB, external_ports=("web:debug",))
    assert not alone("SVC011", WEB, external_ports=("web:5005",))
    assert not alone("SVC011", WEB, metrics=("web:5005",))
    assert alone("SVC011", WEB, external_ports=("other:5005",))


@pytest.mark.parametrize("ports", ["[null, 1]", "{a: b}", "[{port: [1], name: {a: b}, targetPort: [c]}]", "null"])
def test_ports_of_any_shape_are_read(ports: str) -> None:
    alone("SVC011", f"kind: Service\nmetadata: {{name: a}}\nspec: {{ports: {ports}, selector: {{app: web}}}}\n---{WEB}")


def test_one_port_needs_only_the_name_of_its_service() -> None:
    one = "kind: Service\nmetadata: {name: db}\nspec: {ports: [{port: 3306}]}\n---\n"
    assert alone("SVC011", one)
    assert not alone("SVC011", one + POD % ("", "env: [{name: DB_HOST, value: db}]"))
