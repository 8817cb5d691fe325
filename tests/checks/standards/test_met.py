"""MET: who offers metrics, and who is asked for health elsewhere."""

import pytest

from tests.checks.standards.asking import alone

POD = "---\nkind: Pod\nmetadata: {{name: web, labels: {{app: web}}{meta}}}\nspec: {spec}\n"
SERVICE = "---\nkind: Service\nmetadata: {name: web, annotations: {prometheus.io/scrape: 'true'%s}}\nspec: {selector: {app: %s}}\n"


def pod(spec: str = "{}", meta: str = "") -> str:
    return POD.format(spec=spec, meta=meta)


def containers(*given: str) -> str:
    return f"{{containers: [{', '.join(f'{{{one}}}' for one in given)}]}}"


@pytest.mark.parametrize(
    ("objects", "has_some"),
    [
        (pod(), False),
        (pod(containers("ports: [{name: http, containerPort: 80}]")), False),
        (pod(containers("ports: [{name: metrics}]")), True),
        (pod(containers("ports: [{name: prometheus, containerPort: 80}]")), True),
        (pod(containers("ports: [null, {name: http-metrics, containerPort: 80}]")), True),
        (pod(containers("ports: [{name: metricsx, containerPort: 80}]")), False),
        (pod(containers("name: web", "name: redis-exporter")), True),
        (pod(containers("name: web", "name: metrics-proxy")), True),
        (pod(containers("livenessProbe: {httpGet: {path: /metrics, port: 80}}")), True),
        (pod(containers("livenessProbe: {httpGet: {path: /alive, port: 80}}")), False),
        (pod(meta=", annotations: {prometheus.io/scrape: 'true'}"), True),
        (pod(meta=", annotations: {prometheus.io/scrape: true}"), True),
        (pod(meta=", annotations: {prometheus.io/scrape: 'false'}"), False),
        (pod() + SERVICE % ("", "web"), True),
        (pod() + SERVICE % ("", "db"), False),
        (pod("{restartPolicy: Never}"), True),
        (pod(meta=", annotations: {helm.sh/hook: test}"), True),
    ],
)
def test_who_offers_metrics(objects: str, has_some: bool) -> None:
    assert (alone("MET001", objects) == []) is has_some


@pytest.mark.parametrize(("declared", "count"), [("web:9090", 0), ("db:9090", 1), ("web", 1), ("", 1)])
def test_settings_declare_what_nothing_tells(declared: str, count: int) -> None:
    assert len(alone("MET001", pod(), metrics=(declared,))) == count


PORTS = "name: web, ports: [{name: http, containerPort: 8080}, {name: metrics, containerPort: 9090}]"
PROBE = ", %s: {httpGet: {path: /alive, port: %s}}"


@pytest.mark.parametrize(
    ("spec", "meta", "paths"),
    [
        (containers(PORTS + PROBE % ("livenessProbe", "http")), "", ["0/livenessProbe"]),
        (containers(PORTS + PROBE % ("livenessProbe", "8080") + PROBE % ("readinessProbe", "metrics")), "", ["0/livenessProbe"]),
        (containers(PORTS + PROBE % ("livenessProbe", "9090") + PROBE % ("readinessProbe", "'9090'")), "", []),
        (containers(PORTS + PROBE % ("startupProbe", "http")), "", []),
        (containers(PORTS + ", livenessProbe: {exec: {command: [x]}}"), "", []),
        (containers(PORTS + PROBE % ("livenessProbe", "metrics"), "name: side" + PROBE % ("livenessProbe", "1234")), "", []),
        (containers("name: web" + PROBE % ("livenessProbe", "80"), "name: exporter, ports: [{containerPort: 9121}]"), "", ["0/livenessProbe"]),
        (containers("ports: [{name: http, containerPort: 80}]" + PROBE % ("livenessProbe", "http")), ", annotations: {prometheus.io/scrape: 'true'}", []),
        (containers("ports: [{name: http, containerPort: 80}]" + PROBE % ("livenessProbe", "http")), ", annotations: {prometheus.io/scrape: 'true', prometheus.io/port: '9000'}", ["0/livenessProbe"]),
        (containers("ports: [{containerPort: 80}, {containerPort: 81}]" + PROBE % ("livenessProbe", "80")), ", annotations: {prometheus.io/scrape: 'true'}", []),
        (containers("ports: [{containerPort: 80}]" + PROBE % ("livenessProbe", "[80]") + PROBE % ("readinessProbe", "null")), ", annotations: {prometheus.io/scrape: 'true', prometheus.io/port: [1]}", []),
    ],
)  # fmt: skip
def test_health_is_asked_where_metrics_are(spec: str, meta: str, paths: list[str]) -> None:
    top = "/spec/containers/"
    assert [hit.path for hit in alone("MET002", pod(spec, meta))] == [f"{top}{path}/httpGet/port" for path in paths]
