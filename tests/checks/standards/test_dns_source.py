"""DNS: names of Services as templates write them."""

import pytest

from pipeline.checks.judging import judge_chart
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.chart import ChartSource
from tests.checks.examples import said
from tests.checks.standards.asking import source

FULL = '{{ include "shop.name" (list "web" .) }}'
MAP = """# What the window reads when it starts.
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "shop.name" (list "web" .) }}
  labels: {{- include "shop.labels" (list "web" .) | nindent 4 }}
data:
  LOG_FORMAT: json
  SHOP: "%s"
"""


def told(text: str, **files: str) -> list[tuple[str, int]]:
    laid = {f"charts/shop/{name.replace('_', '.')}": content for name, content in files.items()}
    return [
        (hit.file, hit.line) for hit in source("DNS003", {"charts/shop/templates/configmaps.yaml": MAP % text, **laid})
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FULL}.integration.svc.cluster.local:80", True),
        (f"http://{FULL}.integration.svc/x", True),
        (f"{FULL}.integration", True),
        (f"{FULL}.shop.svc", True),
        ("web-shop-test.integration", True),
        (f"pod-0.{FULL}.integration.svc", True),
        ("{{ printf `%s.integration.svc` (include `shop.name` (list `web` .)) }}", True),
        (f"{FULL}.{{{{ .Release.Namespace }}}}.svc", False),
        (f"{FULL}:80", False),
        (f"{FULL}.svc", False),
        (f"{FULL}.conf", False),
        (f"{FULL}.example.org", False),
        ("db.integration.svc", False),
    ],
)  # fmt: skip
def test_the_namespace_of_a_service_is_open(text: str, expected: bool) -> None:
    assert told(text) == ([("templates/configmaps.yaml", 9)] if expected else [])


def test_a_namespace_in_the_values_is_fixed_only_behind_a_service() -> None:
    asked = "{{ .Values.web.logLevel }}"
    values = "web: {logLevel: %s, port: 80, replicas: 1}"
    (found,) = {hit.file for hit in source("DNS003", {
        "charts/shop/templates/configmaps.yaml": MAP % asked,
        "charts/shop/templates/web.yaml": "kind: Service\napiVersion: v1\nmetadata: {name: web-shop-test}\n",
        "charts/shop/values.yaml": values % "web-shop-test.qa.svc", "charts/shop/templates/ingress.yaml": "", "charts/shop/templates/secrets.yaml": "",
        "charts/shop/templates/tests/web-connection-test.yaml": "",
    })}  # fmt: skip
    assert found == "values.yaml"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("kind: ConfigMap\ndata:\n  a: {{ .Values.a }}.qa.svc.cluster.local", [3]),
        ("kind: ConfigMap\ndata:\n  a: {{ .Values.a }}.{{ .Release.Namespace }}.svc\n  b: {{ .Values.a }}.qa", []),
        ("kind: Deployment\nspec:\n  env:\n    - value: {{ .Values.a }}.qa.svc", [4]),
        ("kind: Deployment\nspec:\n  host: {{ .Values.a }}.qa.svc", []),
    ],
)
def test_a_chart_that_does_not_render_is_judged_by_its_text(text: str, lines: list[int]) -> None:
    chart = ChartSource("charts/shop", {"templates/a.yaml": text.encode()}, DEFAULTS)
    assert [hit.line for hit in said(judge_chart(chart), "DNS003")] == lines


HELPERS = """
{{- define "plain" }}{{ .Release.Name }}-{{ .Values.date }}-now{{ end }}
{{- define "bad" }}{{ include "worse" . }}{{ end }}
{{- define "worse" }}{{ randAlphaNum 5 }}{{ template "bad" . }}{{ end }}
"""


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("rest-{{ randAlphaNum 5 | lower }}", ["randAlphaNum"]),
        ('"{{ uuidv4 }}"', ["uuidv4"]),
        ('{{ now | date "2006" }}', ["now", "date"]),
        ("x-{{ .Values.a | sha256sum | trunc 8 }}", ["sha256sum"]),
        ("x-{{ $.Chart.Version }}", [".Chart.Version"]),
        ("x-{{ .Release.Revision }}-{{ .Release.Revision }}", [".Release.Revision"]),
        ('{{ include "bad" . }}', ["randAlphaNum"]),
        ("{{ $name }}", ["now"]),
        ('{{ include "plain" . }}-now', []),
        ('{{ printf "%s-date" .Values.now }}', []),
        ('{{ include "unknown" . }}', []),
        ("{{ $other }}", []),
        ("rest", []),
    ],
)
def test_names_of_services_last(name: str, keys: list[str]) -> None:
    text = f"{{{{- $name := now }}}}\n{{{{- $other := .Values.a }}}}\nkind: Service\nmetadata:\n  name: {name}\n"
    for body in (text, f"{text.partition('metadata')[0]}metadata: {{name: {name}}}\n"):
        files = {"templates/a.yaml": body.encode(), "templates/_helpers.tpl": HELPERS.encode()}
        assert [hit.key for hit in said(judge_chart(ChartSource("a", files, DEFAULTS)), "DNS004")] == keys


@pytest.mark.parametrize(("kind", "count"), [("Service", 1), ("Pod", 0)])
def test_a_service_has_a_name_of_its_own(kind: str, count: int) -> None:
    files = {"templates/a.yaml": f"kind: {kind}\nmetadata:\n  generateName: a-".encode()}
    assert len(said(judge_chart(ChartSource("a", files, DEFAULTS)), "DNS004")) == count
