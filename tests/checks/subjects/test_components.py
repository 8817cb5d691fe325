"""Which component a name stands for."""

import pytest

from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.components import Component, component_of, held


@pytest.mark.parametrize(
    ("name", "release", "chart", "component"),
    [
        ("web-shop-test", "test", "shop", Component(("web",))),
        ("web-api-shop-test", "test", "shop", Component(("web-api",))),
        ("web-test", "test", "shop", Component(("web",))),
        ("test-shop", "test", "shop", Component(("shop",), is_chart=True)),
        ("test-shop-headless", "test", "shop", Component(("headless", "shop-headless"), is_chart=True)),
        ("test-web", "test", "shop", Component(("web",))),
        ("my-shop", "my-shop", "shop", Component(("shop",), is_chart=True)),
        ("my-shop-headless", "my-shop", "shop", Component(("headless",), is_chart=True)),
        ("shop", "test", "shop", Component(("shop",), is_chart=True)),
        ("shop-web", "test", "shop", Component(("web", "shop-web"), is_chart=True)),
        ("web", "test", "shop", Component(("web",))),
        ("tests-web", "test", "shop", Component(("tests-web",))),
        ("", "", "", Component((), is_chart=True)),
        ("", "test", "shop", Component(())),
        ("-shop-test", "test", "shop", Component(())),
        ("-test", "test", "shop", Component(())),
    ],
)
def test_the_component_is_what_chart_and_release_leave(
    name: str, release: str, chart: str, component: Component
) -> None:
    assert component_of(name, release, chart) == component


@pytest.mark.parametrize(
    ("metadata", "names"),
    [
        ("  name: web-{{ .Chart.Name }}-{{ .Release.Name }}", [("web",)]),
        ("  name: web-{{ include `x` . }}", [("web",)]),
        ('  name: {{ include "x" (list "web" .) }}', [("web",)]),
        ("  name: {{ $.Release.Name }}-{{ $.Chart.Name }}", [("shop",)]),
        ("  name: {{ .Values.name }}", []),
        ("  name: {{ .Values.name }}\n  labels:\n    app.kubernetes.io/component: web", [("web",)]),
        ("  name: {{ .Values.name }}\n  labels:\n    app.kubernetes.io/component: {{ .x }}", []),
        ("  labels: {}", []),
    ],
)
def test_what_is_not_rendered_is_told_by_its_text(metadata: str, names: list[tuple[str, ...]]) -> None:
    files = {"Chart.yaml": b"name: shop", "templates/a.yaml": f"kind: Service\nmetadata:\n{metadata}\n".encode()}
    (found,) = held(ChartSource("charts/shop", files, Settings()))
    assert [one.names for one in found.components] == names
