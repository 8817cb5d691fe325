"""What a worker judges is told what the renderings say."""

from pathlib import Path

from pipeline.checks.brief import Brief
from pipeline.checks.inspecting import inspect_chart, inspect_release
from pipeline.checks.settings import DEFAULTS
from pipeline.engines.bundle import Bundle, Order, bundle
from pipeline.engines.embedded import ENGINE
from pipeline.engines.engine import Job, RenderError

CLAIM = "{{ if .Values.db.createpv }}\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a}\n{{ end }}"
TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  steady: b\n  token: {{ randAlphaNum 8 }}\n"


def test_what_differs_between_renderings_is_known_to_the_rules(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: a\nversion: 1.0.0\n")
    (tmp_path / "templates/a.yaml").write_text(TEMPLATE)
    job = Job(tmp_path, "test", "shop", "1.34.2", (), {})
    verdict = inspect_release(Brief(False, "charts/a", DEFAULTS), job, bundle(Order(job, repeats=1), ENGINE))
    assert [(mark.path, mark.line) for mark in verdict.marks if mark.rule == "API008"] == [("/data/token", 6)]


def test_a_chart_is_rendered_again_in_the_words_of_its_user(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: a\nversion: 1.0.0\n")
    (tmp_path / "values.yaml").write_text("db: {createpv: true, name: b}\n")
    (tmp_path / "templates/a.yaml").write_text(CLAIM)
    job, asked = Job(tmp_path, "test", "shop", "1.34.2", (), {}), []

    def bundled(other: Job) -> Bundle:
        asked.append((other.name, other.values))
        raise RenderError(f"{other.chart}/templates/a.yaml is broken")

    verdict = inspect_chart(Brief(True, "charts/a", DEFAULTS), job, bundle(Order(job), ENGINE), (), bundled)
    said = [mark.message for mark in verdict.marks if mark.rule == "STO002"]
    assert said == ["with 'db.createpv' false the chart does not render: charts/a/templates/a.yaml is broken"]
    assert ("test", {"db": {"createpv": False}}) in asked
