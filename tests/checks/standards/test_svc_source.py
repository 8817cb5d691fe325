"""SVC: where Services stand in templates."""

import pytest

from pipeline.checks.judging import judge_chart
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.chart import ChartSource
from tests.checks.examples import said
from tests.checks.standards.asking import severities, source

SERVICE = """
# Leads to the window.
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-web
spec:
  selector: {app: web}
  ports: [{port: 80}]
"""
POD = """
# The window itself.
apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-web
  labels: {app: web}
spec: {containers: []}
"""
EMPTY = {
    f"charts/shop/templates/{name}": None
    for name in ("web.yaml", "ingress.yaml", "tests/web-connection-test.yaml", "web-netpol.yaml")
}


def told(files: dict[str, str]) -> list[tuple[str, int, str]]:
    laid = {f"charts/shop/templates/{name}": text for name, text in files.items()}
    hits = source("SVC001", {**EMPTY, **laid})
    return [(hit.file.removeprefix("templates/"), hit.line, str(hit.severity or "")) for hit in hits]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"web.yaml": f"{SERVICE}---{POD}"}, []),
        ({"web.yaml": f"{POD}---{SERVICE}"}, [("web.yaml", 12, "")]),
        ({"web.yaml": POD, "service.yaml": SERVICE}, [("service.yaml", 4, "")]),
        ({"web.yaml": POD, "00-service.yaml": SERVICE}, []),
        ({"00-web.yaml": POD, "01-service.yaml": SERVICE}, [("01-service.yaml", 4, "")]),
        ({"service.yaml": SERVICE}, []),
        ({"web.yaml": POD, "service.yaml": SERVICE.replace("selector: {app: web}", "type: ClusterIP")}, []),
        ({"web.yaml": POD.replace("  labels", "  annotations: {helm.sh/hook: test}\n  labels"), "service.yaml": SERVICE}, []),
        ({"web.yaml": f"{{{{- if .Values.ingress.tls.enabled }}}}{SERVICE}---{POD}{{{{- end }}}}"}, []),
        ({"web.yaml": f"{{{{- if .Values.ingress.tls.enabled }}}}{POD}---{SERVICE}{{{{- end }}}}"}, [("web.yaml", 12, "")]),
        ({"web.yaml": POD, "service.yaml": f"{{{{- if .Values.ingress.tls.enabled }}}}{SERVICE}{{{{- end }}}}"}, [("service.yaml", 4, "info")]),
    ],
)  # fmt: skip
def test_a_service_stands_before_its_workload(files: dict[str, str], expected: list[tuple[str, int, str]]) -> None:
    assert told(files) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{SERVICE}---{POD}", []),
        (f"{POD}---{SERVICE}", [""]),
        (SERVICE, ["info"]),
        (SERVICE.replace("selector:", "type: ExternalName\n  selector:"), []),
        ("kind: Service\nspec: {selector: {app: web}}", ["info"]),
        ("kind: Service\nspec: {ports: []}", []),
        ("kind: Service\nspec:\n  selector: {{- include \"a\" . | nindent 4 }}", ["info"]),
    ],
)  # fmt: skip
def test_a_chart_that_does_not_render_is_judged_by_its_text(text: str, expected: list[str]) -> None:
    chart = ChartSource("charts/shop", {"Chart.yaml": b"name: shop", "templates/a.yaml": text.encode()}, DEFAULTS)
    assert severities(said(judge_chart(chart), "SVC001")) == expected
