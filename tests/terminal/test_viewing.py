"""Files are named by their paths from the top of their git repository."""

import json
from pathlib import Path

import pytest

from pipeline.terminal.viewing import located_from
from tests.conftest import Repository


@pytest.mark.parametrize(
    ("folder", "file", "expected"),
    [
        ("work", "charts/a.yaml", "charts/a.yaml"),
        ("work/sub", "a.yaml", "sub/a.yaml"),
        ("work/sub", "../charts/./a.yaml", "charts/a.yaml"),
        ("work/sub", "../../elsewhere/x//a.yaml", "../../elsewhere/x/a.yaml"),
        ("elsewhere", "../work/charts/a.yaml", "charts/a.yaml"),
        ("elsewhere", "{top}/work/sub/a.tgz/templates/a.yaml", "sub/a.tgz/templates/a.yaml"),
        ("elsewhere", "./a.yaml", "a.yaml"),
        ("elsewhere", "{top}/elsewhere/x/../a.yaml", "{top}/elsewhere/a.yaml"),
        ("work", "-", "-"),
        ("work", "", ""),
    ],
)
def test_paths_from_the_top(repository: Repository, tmp_path: Path, folder: str, file: str, expected: str) -> None:
    assert repository.root == tmp_path / "work"
    located = located_from(tmp_path / folder)
    assert located(file.format(top=tmp_path)) == expected.format(top=tmp_path)


@pytest.mark.parametrize("format", ["sarif", "codequality"])
def test_whatever_a_path_is_given_as_it_is_named_the_same(shop: Repository, format: str) -> None:
    chart, sub = "charts/web", shop.root / "charts"
    given = ((chart, shop.root), (str(shop.root / chart), shop.root), ("../charts/./web", sub), ("web", sub))
    for path, folder in given:
        found = json.loads(shop.rendiff("validate", path, "-o", format, folder=folder).out)
        files = (
            {one["location"]["path"] for one in found} if format == "codequality"
            else {
                place["physicalLocation"]["artifactLocation"]["uri"]
                for one in found["runs"][0]["results"] for place in one["locations"]
            }
        )  # fmt: skip
        assert files
        assert all(file.startswith("charts/web/") for file in files), files


def test_a_root_below_the_top_is_named_with_it(shop: Repository) -> None:
    (shop.root / "deploy").mkdir()
    for folder in ("charts", "environments"):
        (shop.root / folder).rename(shop.root / "deploy" / folder)
    shop.commit()
    found = json.loads(shop.rendiff("validate", "-o", "codequality", folder=shop.root / "deploy" / "charts").out)
    assert found
    assert all(one["location"]["path"].startswith("deploy/") for one in found)
