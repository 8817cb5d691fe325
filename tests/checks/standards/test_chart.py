"""CHART: which files make a chart, and where they lie."""

from typing import Any

import pytest

from pipeline.checks.hit import Hit
from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.repository.neighbours import Neighbours
from tests.checks.standards.asking import severities

NAME = {"Chart.yaml": "name: shop"}


def asked(rule: str, files: dict[str, str], folder: str = "charts/shop", *, neighbours: Neighbours | None = None, **settings: Any) -> list[Hit]:  # fmt: skip
    content = {path: text.encode() for path, text in files.items()}
    chart = ChartSource(folder, content, Settings(**settings), neighbours=neighbours)
    return list(by_id()[rule].check(chart))


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("name: shop", []),
        ("{}", []),
        ("", ["'Chart.yaml' holds no map of keys"]),
        ("- name", ["'Chart.yaml' holds no map of keys"]),
        ("shop", ["'Chart.yaml' holds no map of keys"]),
        ("name: a\nname: b", ["'name' stands twice"]),
        ("maintainers:\n  - name: a\n    name: b", ["'maintainers.0.name' stands twice"]),
        ("name: [", ["'Chart.yaml' is no YAML: did not find expected node content"]),
        ("\0", ["'Chart.yaml' is no YAML: control characters are not allowed"]),
    ],
)
def test_chart_yaml_is_one_map(text: str, messages: list[str]) -> None:
    assert [hit.message for hit in asked("CHART001", {"Chart.yaml": text})] == messages


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("chart.yaml", "the chart has 'chart.yaml', no 'Chart.yaml'"),
        ("Chart.yml", "the chart has 'Chart.yml', no 'Chart.yaml'"),
        ("Chart.yaml/x", "there is no 'Chart.yaml'"),
    ],
)
def test_chart_yaml_has_exactly_this_name(path: str, message: str) -> None:
    assert [hit.message for hit in asked("CHART001", {path: "name: shop"})] == [message]


@pytest.mark.parametrize(
    ("files", "count"),
    [
        ({"values.yaml": "web: 1"}, 0),
        ({"values.yaml": ""}, 0),
        ({"values.yaml": "# nothing"}, 0),
        ({"values.yaml": "null"}, 0),
        ({"values.yaml": "- web"}, 1),
        ({"values.yaml": "1"}, 1),
        ({"values.yaml": "a: {b: 1, b: 2}\nc: 1\nc: 2"}, 2),
        ({"values.yaml": "{{ a }}: b: c"}, 1),
        ({}, 1),
        ({"Chart.yaml": "type: library"}, 0),
    ],
)
def test_values_are_a_map_or_nothing(files: dict[str, str], count: int) -> None:
    assert len(asked("CHART002", {**NAME, **files})) == count


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"templates/web.yaml": ""}, []),
        ({"templates/deep/er/web.yaml": ""}, []),
        ({"templates/web.yml": "", "templates/NOTES.txt": ""}, [""]),
        ({"manifests/web.yaml": ""}, [""]),
        ({}, [""]),
        ({"Chart.yaml": "dependencies: [{name: a}]"}, ["info"]),
        ({"Chart.yaml": "type: library"}, [""]),
        ({"Chart.yaml": "type: library", "templates/_a.tpl": ""}, []),
    ],
)
def test_templates_have_a_folder_with_something_in_it(files: dict[str, str], found: list[str]) -> None:
    assert severities(asked("CHART003", {**NAME, **files})) == found


BOX = "dependencies: [{name: box, version: 1.0.0, repository: %s}]"


@pytest.mark.parametrize(
    ("files", "keys"),
    [
        ({"Chart.yaml": BOX % "x", "charts/box/Chart.yaml": "name: box"}, []),
        ({"Chart.yaml": BOX % "x", "charts/box-folder/Chart.yaml": "name: box"}, []),
        ({"Chart.yaml": BOX % "x", "charts/box-1.0.0.tgz": ""}, []),
        ({"Chart.yaml": BOX % "x", "charts/box-v1.0.0-rc.1+b.tgz": ""}, []),
        ({"Chart.yaml": BOX % "x"}, ["box"]),
        ({"Chart.yaml": BOX % "x", "charts/box-1.0.0.zip": ""}, ["box"]),
        ({"Chart.yaml": BOX % "x", "charts/boxes/Chart.yaml": "name: boxes"}, ["box", "charts/boxes"]),
        ({"charts/box/Chart.yaml": ""}, ["charts/box"]),
        ({"charts/box-1.0.0.tgz": ""}, ["charts/box-1.0.0.tgz"]),
        ({"charts/_box/a": "", "charts/.box/a": "", "charts/README.md": ""}, []),
        ({"charts/box/Chart.yaml": "", "requirements.yaml": BOX % "x"}, []),
        ({"Chart.yaml": "dependencies: [null, 1, {name: 2}, {}]"}, []),
        ({"Chart.yaml": "dependencies: {name: box}"}, []),
    ],
)
def test_dependencies_lie_in_charts_and_are_listed(files: dict[str, str], keys: list[str]) -> None:
    assert [hit.key for hit in asked("CHART004", {**NAME, **files})] == keys


@pytest.mark.parametrize(
    ("repository", "neighbours", "found"),
    [
        ("file://../box", {"charts/box": ("box", "1.0.0")}, []),
        ("file://../box/", {"charts/box": ("box", "1.0.0")}, []),
        ("file://../../libs/box", {"libs/box": ("box", "1.0.0")}, []),
        ("file://../box", {"charts/box": ("box", "")}, []),
        ("file://../box", {"charts/box": ("box", "1.0.1")}, ["error"]),
        ("file://../box", {"charts/box": ("crate", "1.0.0")}, ["error"]),
        ("file://../box", {"charts/box": ("", "")}, ["error"]),
        ("file://../box", {"charts/other": ("box", "1.0.0")}, ["error"]),
        ("file://../box", {}, ["error"]),
        ("file://../box", None, ["info"]),
        ("file:///opt/box", {}, ["info"]),
        ("file://../../../box", {}, ["info"]),
        ("file://../../libs/box", {}, ["info"]),
        ("file://inner/box", {}, []),
        ("file://inner/box", None, []),
        ("file://./inner/bo", {}, ["error"]),
        ("https://charts.example.org", {"charts/box": ("box", "1.0.0")}, ["error"]),
        ("", {}, ["error"]),
    ],
)
def test_a_dependency_may_lie_where_its_repository_points(
    repository: str, neighbours: Neighbours | None, found: list[str]
) -> None:
    files = {"Chart.yaml": BOX % repository, "inner/box/Chart.yaml": "name: box"}
    assert severities(asked("CHART004", files, neighbours=neighbours)) == found


def test_a_dependency_that_is_fetched_in_the_build_is_no_error() -> None:
    assert severities(asked("CHART004", {"Chart.yaml": BOX % "x"}, fetched=True)) == [""]


@pytest.mark.parametrize(
    ("files", "messages"),
    [
        ({}, []),
        ({"README.md": " \n"}, ["'README.md' is empty"]),
        ({"README.md": "", "Readme.md": "x"}, ["'Readme.md' belongs to 'README.md'"]),
        ({"LICENSE": "", "License.txt": "x"}, ["'License.txt' belongs to 'LICENSE'"]),
        ({"LICENSE": "", "LICENCE": "x"}, ["'LICENCE' belongs to 'LICENSE'"]),
        ({"templates/NOTES.txt": "", "NOTES.txt": "x"}, ["'NOTES.txt' belongs to 'templates/NOTES.txt'"]),
        ({"templates/NOTES.txt": "", "Chart.yaml": "type: library"}, []),
        ({"LICENSE": "", "docs/LICENSE": "x"}, ["'LICENSE' is empty"]),
    ],
)
def test_optional_files_have_their_places(files: dict[str, str], messages: list[str]) -> None:
    there = {"LICENSE": "x", "README.md": "x", "templates/NOTES.txt": "x"}
    assert [hit.message for hit in asked("CHART005", {**NAME, **there, **files})] == messages


def test_absent_files_are_told_one_by_one() -> None:
    assert [hit.key for hit in asked("CHART005", NAME)] == ["LICENSE", "README.md", "templates/NOTES.txt"]


@pytest.mark.parametrize(
    ("folder", "parents", "found"),
    [
        ("charts/shop", (), []),
        ("a/b/charts/shop/", (), []),
        ("charts/shop/charts/box", (), []),
        ("deploy/shop", (), [""]),
        ("shop", (), [""]),
        ("charts", (), [""]),
        ("deploy/shop", ("deploy",), []),
        ("a/deploy/shop", ("a/deploy",), []),
        ("a/deploy/shop", ("b/deploy",), [""]),
        (".", (), ["info"]),
        ("", (), ["info"]),
        ("../..", (), ["info"]),
        ("downloads/shop-1.0.0.tgz/shop", (), []),
    ],
)
def test_charts_lie_in_charts(folder: str, parents: tuple[str, ...], found: list[str]) -> None:
    assert severities(asked("CHART006", NAME, folder, parents=parents)) == found


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("charts/shop", []),
        ("charts/Shop", [""]),
        ("charts/shop-1.0.0", [""]),
        (".", ["info"]),
        ("shop.tgz/shop", []),
        ("shop-1.0.0.tar.gz/shop", []),
        ("shop-1.0.0.tgz/other", [""]),
    ],
)
def test_a_chart_is_named_like_its_folder(folder: str, found: list[str]) -> None:
    assert severities(asked("CHART008", NAME, folder)) == found


@pytest.mark.parametrize("metadata", ["", "name: null", "name: 1", "[]", "name: ["])
def test_a_chart_without_a_name_is_the_business_of_others(metadata: str) -> None:
    assert asked("CHART008", {"Chart.yaml": metadata}) == []


def test_many_dependencies_are_read_in_no_time() -> None:
    listed = "\n".join(f"  - {{name: box-{index}, version: 1.0.0}}" for index in range(10_000))
    files = {
        "Chart.yaml": f"dependencies:\n{listed}",
        **{f"charts/box-{index}-1.0.0.tgz": "" for index in range(5_000)},
    }
    assert len(asked("CHART004", files)) == 5_000
