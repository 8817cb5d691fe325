"""Helm's own test charts, read where Go keeps them, rendered by the embedded engine and by helm."""

from pathlib import Path

from tests.helm.clis import SDK, helm, module_folder
from tests.parity.folder import charts_below, verdict


def test_all_of_helms_own_test_charts_render_as_helm_does() -> None:
    program, charts = helm(SDK), list(charts_below(module_folder(SDK) / "pkg"))
    assert len(charts) > 50
    found = [verdict(chart, program) for chart in charts]
    assert [one for one in found if one.difference] == []
    assert sum(not one.failed for one in found) > 20


def test_a_folder_is_searched_for_charts_but_not_their_subcharts(tmp_path: Path) -> None:
    for name in ("a", "a/charts/sub", "deep/b"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "Chart.yaml").touch()
    assert [chart.name for chart in charts_below(tmp_path)] == ["a", "b"]
