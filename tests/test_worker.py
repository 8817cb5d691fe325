"""A bug in the checks costs the verdict alone."""

from pathlib import Path

import pytest

from pipeline.checks.record import verdict_of
from pipeline.engines import frames
from pipeline.engines.bundle import Order
from pipeline.engines.embedded import ENGINE
from pipeline.engines.engine import Job
from pipeline.worker import Bench, answer


@pytest.mark.parametrize(
    ("brief", "error"), [(b"{}", "KeyError in brief.py:"), (b"no", "JSONDecodeError in brief.py:")]
)
def test_the_rendering_stays_where_the_checks_fail(tmp_path: Path, brief: bytes, error: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: a\nversion: 1.0.0\n")
    (tmp_path / "templates/a.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    order = Order(Job(tmp_path, "test", "shop", "1.34.2", (), {}), brief=brief)
    kind, payload, verdict = frames.answered(answer(frames.order_text(order, shown=False), Bench(ENGINE)))
    assert kind == frames.RESOURCES
    assert [one.id.name for one in frames.resources_of(payload)] == ["a"]
    ((rule, said),) = verdict_of(verdict).crashes
    assert rule == "checks"
    assert said.startswith(error)
