"""Where metrics are, and under which number."""

from typing import Any

import pytest

from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.metrics import handlers
from pipeline.checks.subjects.pod import pod_of
from pipeline.manifests.kyaml import load

POD = "kind: Pod\nmetadata: {name: web, annotations: {%s}}\nspec: {containers: [{name: web, ports: [{name: http, containerPort: 80}]}, {name: side%s}]}"
SCRAPE = "prometheus.io/scrape: 'true'"


@pytest.mark.parametrize(
    ("annotations", "side", "declared", "expected"),
    [
        ("", "", (), []),
        (SCRAPE, "", (), [("web", 80, "/metrics")]),
        (f"{SCRAPE}, prometheus.io/path: /m", "", (), [("web", 80, "/m")]),
        (f"{SCRAPE}, prometheus.io/port: '80'", "", (), [("web", 80, "/metrics")]),
        (f"{SCRAPE}, prometheus.io/port: 9090", "", (), [(None, 9090, "/metrics")]),
        (f"{SCRAPE}, prometheus.io/port: http", "", (), [("web", 80, "/metrics")]),
        (SCRAPE, ", ports: [{containerPort: 81}]", (), [(None, None, "/metrics")]),
        ("", ", ports: [{name: metrics}]", (), [("side", None, "/metrics")]),
        ("", ", ports: [{name: metrics, containerPort: 81}]", (), [("side", 81, "/metrics")]),
        ("", ", livenessProbe: {httpGet: {path: /a/metrics, port: x}}", (), [("side", "x", "/a/metrics")]),
        ("", "-metrics", (), [("side-metrics", None, "/metrics")]),
        ("", "", ("web:http",), [("web", 80, "/metrics")]),
        ("", "", ("web:81",), [(None, 81, "/metrics")]),
    ],
)
def test_handlers(annotations: str, side: str, declared: tuple[str, ...], expected: list[Any]) -> None:
    pod = pod_of(manifest(0, load(POD % (annotations, side))))
    assert pod
    found = [(one.container and one.container.name, one.port, one.path) for one in handlers(pod, (), declared)]
    assert found == expected
