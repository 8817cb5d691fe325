"""`rendiff init` as a user runs it."""

from pathlib import Path

import pytest

from pipeline.manifests.kyaml import load_all
from tests.conftest import Repository

FILES = {
    ".helmignore", "Chart.yaml", "README.md", "configs/web/index.html", "templates/NOTES.txt", "templates/_helpers.tpl",
    "templates/configmaps.yaml", "templates/tests/web-page-test.yaml", "templates/web-netpol.yaml", "templates/web.yaml",
    "values.schema.json", "values.yaml",
}  # fmt: skip


@pytest.fixture
def made(repository: Repository) -> Repository:
    repository.git("config", "user.name", 'Ada "the first": Lovelace')
    repository.git("config", "user.email", "ada@example.org")
    return repository


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_chart_is_there_with_its_maintainer(made: Repository) -> None:
    answer = made.rendiff("init", "--chart", "shop")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "charts/shop has 12 files. `rendiff validate charts/shop` says what the rules think of it.\n"
    assert files(made.root / "charts") == {f"shop/{path}" for path in FILES}
    assert (made.root / "charts" / "shop").stat().st_mode & 0o777 == 0o777 & ~_umask(made.root)
    (metadata,) = load_all((made.root / "charts/shop/Chart.yaml").read_text())
    assert metadata["maintainers"] == [{"name": 'Ada "the first": Lovelace', "email": "ada@example.org"}]


def _umask(folder: Path) -> int:
    (folder / "probe").mkdir()
    return 0o777 & ~(folder / "probe").stat().st_mode


def test_it_stands_at_the_top_of_the_repository(made: Repository) -> None:
    made.write({"environments/ci/deep/file": ""})
    assert made.rendiff("init", "--chart", "shop", folder=made.root / "environments/ci/deep").code == 0
    assert (made.root / "charts/shop/Chart.yaml").exists()


@pytest.mark.parametrize("taken", ["folder", "file", "link"])
def test_what_is_there_is_left_alone(made: Repository, taken: str) -> None:
    place = made.write({"charts/other": ""}).root / "charts/shop"
    if taken == "folder":
        place.mkdir()
    elif taken == "file":
        place.write_text("mine")
    else:
        place.symlink_to("nowhere")
    answer = made.rendiff("init", "--chart", "shop")
    assert answer.code == 3
    assert answer.err == "rendiff: charts/shop is there already; name another chart\n"
    assert {path.name for path in (made.root / "charts").iterdir()} == {"other", "shop"}
    assert files(made.root / "charts") <= {"other", "shop"}


def test_nothing_is_left_of_what_cannot_be_written(made: Repository) -> None:
    made.write({"charts": "a file"})
    answer = made.rendiff("init", "--chart", "shop")
    assert answer.code == 3
    assert "Traceback" not in answer.err
    assert (made.root / "charts").read_text() == "a file"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "say what there is to be: --chart NAME for a chart in charts/"),
        (("--chart", "../shop"), "'../shop' cannot be the name of a chart"),
        (("--chart", ""), "'' cannot be the name of a chart"),
        (("shop",), "unexpected extra argument"),
    ],
)
def test_what_cannot_be_made_is_said(made: Repository, arguments: tuple[str, ...], reason: str) -> None:
    answer = made.rendiff("init", *arguments)
    assert answer.code == 3
    assert reason in answer.err
    assert not (made.root / "charts").exists()


def test_without_a_maintainer_there_is_no_chart(repository: Repository) -> None:
    answer = repository.rendiff("init", "--chart", "shop", GIT_CONFIG_SYSTEM="/dev/null")
    assert answer.code == 3
    assert "git does not know who you are" in answer.err
    assert not (repository.root / "charts").exists()
