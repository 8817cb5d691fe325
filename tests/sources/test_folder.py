"""A chart in a folder: its links lead into itself, and in a repository to charts beside it, and nowhere else."""

from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.sources.folder import chart_of_folder


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """charts/web with charts/base beside it, and something of the repository that is nobody's business."""
    for path in (
        "charts/web/Chart.yaml",
        "charts/web/charts/.keep",
        "charts/base/Chart.yaml",
        "charts/own/.git/config",
        "secret",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("name: x\n")
    return tmp_path / "charts" / "web"


def paths(folder: Path) -> set[str]:
    return {path.removeprefix("charts/web/") for path in chart_of_folder(folder).files}


def test_a_link_to_a_chart_beside_it_is_followed_in_a_repository(chart: Path) -> None:
    (chart / "charts" / "base").symlink_to("../../base")
    with pytest.raises(PipelineError, match="out of the chart; it is not followed"):
        chart_of_folder(chart)
    (chart.parents[1] / ".git").mkdir()
    assert "charts/base/Chart.yaml" in paths(chart)


def test_a_link_inside_is_followed_everywhere(chart: Path) -> None:
    (chart / "copy.yaml").symlink_to("Chart.yaml")
    assert {"Chart.yaml", "copy.yaml"} <= paths(chart)


@pytest.mark.parametrize("target", ["../../../secret", "/etc/hostname", "../../own/.git/config", "../../own/.git"])
def test_a_link_elsewhere_is_refused_even_in_a_repository(chart: Path, target: str) -> None:
    (chart.parents[1] / ".git").mkdir()
    (chart / "charts" / "x").symlink_to(target)
    with pytest.raises(PipelineError, match="out of the chart; it is not followed"):
        chart_of_folder(chart)
