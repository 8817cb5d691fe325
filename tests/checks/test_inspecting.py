"""What a worker judges is told what the renderings say."""

from pathlib import Path

from pipeline.checks.brief import Brief
from pipeline.checks.inspecting import inspect_release
from pipeline.checks.settings import DEFAULTS
from pipeline.engines.bundle import Order, bundle
from pipeline.engines.embedded import ENGINE
from pipeline.engines.engine import Job

TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  steady: b\n  token: {{ randAlphaNum 8 }}\n"


def test_what_differs_between_renderings_is_known_to_the_rules(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: a\nversion: 1.0.0\n")
    (tmp_path / "templates/a.yaml").write_text(TEMPLATE)
    job = Job(tmp_path, "test", "shop", "1.34.2", (), {})
    verdict = inspect_release(Brief(False, "charts/a", DEFAULTS), job, bundle(Order(job, repeats=1), ENGINE))
    assert [(mark.path, mark.line) for mark in verdict.marks if mark.rule == "API008"] == [("/data/token", 6)]
