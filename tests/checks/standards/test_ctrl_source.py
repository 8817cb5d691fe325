"""CTRL: what templates write about controllers."""

import pytest

from pipeline.checks.judging import judge_chart
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.chart import ChartSource
from tests.checks.examples import said

WEB = (
    "apiVersion: apps/v1\nkind: {kind}\nmetadata:\n  name: {{{{ .Release.Name }}}}-web\nspec:\n{spec}  template: {{}}\n"
)
SCALER = "kind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef:\n    kind: {kind}\n    name: {name}\n"


def asked(spec: str, values: str = "", other: str = "", kind: str = "Deployment") -> list[str]:
    files = {
        "Chart.yaml": "name: shop\nversion: 1.0.0", "values.yaml": values, "templates/other.yaml": other,
        "templates/web.yaml": WEB.format(kind=kind, spec=spec),
    }  # fmt: skip
    chart = ChartSource("charts/shop", {path: text.encode() for path, text in files.items()}, DEFAULTS)
    return [f"{hit.line} {hit.message}" for hit in said(judge_chart(chart), "CTRL006")]


@pytest.mark.parametrize(
    ("spec", "start"),
    [
        ("  replicas: {{ .Values.web.replicas }}\n", ""),
        ("  replicas: {{ $count | int }}\n", ""),
        ('  replicas: {{ include "shop.replicas" . }}\n', ""),
        ("  {{- if not .Values.scaled }}\n  replicas: {{ .Values.replicas }}\n  {{- end }}\n", ""),
        ("  {{- if .Values.large }}\n  replicas: 3\n  {{- else }}\n  replicas: 1\n  {{- end }}\n", ""),
        ("  replicas: 3\n", "6 the Deployment has 3 replicas"),
        ("  replicas: {{ 3 }}\n", "6 the Deployment has {{ 3 }} replicas"),
        ("", "1 the Deployment does not say"),
        ('  {{- include "shop.spec" . | nindent 2 }}\n', "1 to review: "),
    ],
)
def test_replicas_come_from_values(spec: str, start: str) -> None:
    found = asked(spec)
    assert bool(found) is bool(start)
    assert all(one.startswith(start) for one in found)


def test_flow_style_is_read_too() -> None:
    files = {
        "templates/web.yaml": b"kind: StatefulSet\nspec: {replicas: 3}\n---\nkind: StatefulSet\nspec: {replicas: {{ .Values.x }}}"
    }
    assert [hit.line for hit in said(judge_chart(ChartSource("a", files, DEFAULTS)), "CTRL006")] == [2]


@pytest.mark.parametrize("kind", ["DaemonSet", "Job", "{{ .Values.kind }}", ""])
def test_only_what_has_replicas_is_asked(kind: str) -> None:
    assert asked("", kind=kind) == []


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("Deployment", "{{ .Release.Name }}-web", True),
        ('"Deployment"', '"{{.Release.Name}}-web"', True),
        ("Deployment", "{{ $.Release.Name }}-web", True),
        ("", "{{ .Release.Name }}-web", True),
        ("StatefulSet", "{{ .Release.Name }}-web", False),
        ("Deployment", "{{ .Release.Name }}-other", False),
    ],
)
def test_an_autoscaler_says_how_many(kind: str, name: str, expected: bool) -> None:
    assert (asked("", other=SCALER.format(kind=kind, name=name)) == []) is expected


@pytest.mark.parametrize(
    ("values", "count", "expected"),
    [
        ("# The one and only database.\ndb:\n  image: x", "1", True),
        ("a: 1\n# Tables.\n# A single instance.\ndb: {}", "1", True),
        ("db: {}   # single instance", "1", True),
        ("# A single instance.\ndb: {}", "2", False),
        ("# A single instance.\na: 1\n\n# Tables.\ndb: {}", "1", False),
        ("# Tables.\ndb: {}", "1", False),
        ("# A single instance.\nother: {}", "1", False),
        ("[", "1", False),
        ("", "1", False),
    ],
)
def test_what_exists_once_may_say_so_in_the_values(values: str, count: str, expected: bool) -> None:
    spec = f"  replicas: {count}\n  strategy: {{{{ .Values.db.strategy }}}}\n"
    assert (asked(spec, values) == []) is expected
