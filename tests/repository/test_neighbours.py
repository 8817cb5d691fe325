"""The charts that a chart depends on by a path."""

import pytest

from pipeline.repository.charts import ChartFiles
from pipeline.repository.neighbours import neighbours, pointed
from pipeline.repository.tree import LINK, Entry, Tree

FILES = {
    "charts/box/Chart.yaml": "{name: box, version: 0.2.0}",
    "charts/odd/Chart.yaml": "{name: [odd], version: 1.5}",
    "charts/none/Chart.yaml": "- none",
    "libs/crate/Chart.yaml": "{name: crate, version: 1.0.0}",
    "charts/linked/Chart.yaml": "../box/Chart.yaml",
}


@pytest.mark.parametrize(
    ("repository", "place"),
    [
        ("file://../box", "charts/box"),
        ("file://../box/", "charts/box"),
        ("file://../../libs/crate", "libs/crate"),
        ("file://inner/box", "charts/shop/inner/box"),
        ("file://../../../box", ""),
        ("file:///opt/box", ""),
        ("../box", ""),
        ("https://charts.example.org", ""),
        ("", ""),
    ],
)
def test_a_path_leads_to_a_folder_of_the_repository(repository: str, place: str) -> None:
    assert pointed("charts/shop", repository) == place


def found(text: str) -> dict[str, tuple[str, str]]:
    """What is known of the neighbours of a chart with this Chart.yaml."""
    files = {**FILES, "charts/shop/Chart.yaml": text}
    entries = {path: Entry("", LINK if "linked" in path else "100644") for path in files}
    tree = Tree(entries, lambda paths: {path: files[path].encode() for path in paths})
    return dict(neighbours("charts/shop", ChartFiles(tree, {"Chart.yaml": "charts/shop/Chart.yaml"}, "")))


def test_only_those_are_told_that_a_dependency_points_to() -> None:
    text = "dependencies: [{repository: 'file://../box'}, {repository: 'file://../../libs/crate'}, {repository: 'file://../gone'}]"
    assert found(text) == {"charts/box": ("box", "0.2.0"), "libs/crate": ("crate", "1.0.0")}


@pytest.mark.parametrize(
    ("dependencies", "told"),
    [
        ("[{repository: https://x}]", {}),
        ("null # file://", {}),
        ("[null, 'file://../box', {repository: [file://../box]}]", {}),
        ("[{repository: file://../odd}]", {"charts/odd": ("", "")}),
        ("[{repository: file://../none}]", {"charts/none": ("", "")}),
        ("[{repository: file://../linked}]", {}),
        ("[{repository: file://../box]", {}),
    ],
)
def test_what_is_written_may_be_of_any_shape(dependencies: str, told: dict[str, tuple[str, str]]) -> None:
    assert found(f"dependencies: {dependencies}") == told


def test_a_chart_without_metadata_has_none() -> None:
    tree = Tree({}, lambda paths: {})
    assert neighbours("charts/shop", ChartFiles(tree, {}, "")) == {}
