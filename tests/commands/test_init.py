"""A new chart: who maintains it, what it may be called, and what the rules and Helm say of it."""

import subprocess
import tomllib
from glob import glob
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.commands.init import Maintainer, new_chart
from pipeline.errors import PipelineError
from pipeline.manifests.kyaml import load_all
from tests.conftest import ENVIRONMENT, Repository
from tests.helm.clis import VERSIONS, helm

ADA = Maintainer("Ada", "ada@example.org")
TOP = Path(__file__).parents[2]
LONGEST = "a" * 20 + "-" + "b" * 19


@pytest.fixture
def made(repository: Repository) -> Repository:
    repository.git("config", "user.name", "Ada")
    repository.git("config", "user.email", "ada@example.org")
    return repository


@pytest.mark.parametrize("name", ["shop-front", "a", "web", "v2", "a-name-of-24-characters1"])
def test_the_rules_have_nothing_against_a_new_chart(made: Repository, name: str) -> None:
    assert made.rendiff("init", "--chart", name).code == 0
    answer = made.rendiff("validate", f"charts/{name}", "--fail-on", "error,warning")
    assert answer.code == 0, answer.out
    assert answer.err == ""


@pytest.mark.parametrize("role", ["minikube", "ci", "production"])
def test_nor_against_what_it_renders_in_an_environment(made: Repository, role: str) -> None:
    """Alone in its namespace, from a registry that is trusted, with fewer environments than the standards ask for."""
    made.rendiff("init", "--chart", "shop")
    made.commit({
        f"environments/{role}/environment.yaml": ENVIRONMENT.replace("web: {}", "shop: {}"),
        "rendiff.yaml": "standards:\n  registries: [docker.io/nginxinc]\n  severity: {ENV001: \"off\"}\n",
    })  # fmt: skip
    answer = made.rendiff("validate", "--fail-on", "error,warning")
    assert answer.code == 0, answer.out


@pytest.mark.parametrize("version", VERSIONS)
def test_helm_has_nothing_against_it_either(made: Repository, version: str) -> None:
    made.rendiff("init", "--chart", "shop-front")
    for command in (("lint", "--strict"), ("package",)):
        done = subprocess.run(
            [helm(version), *command, "charts/shop-front"], cwd=made.root, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_longest_name_leaves_room_for_a_release(made: Repository) -> None:
    assert made.rendiff("init", "--chart", LONGEST).code == 0
    answer = made.rendiff("render", f"charts/{LONGEST}", "--name", "test")
    names = [one["metadata"]["name"] for one in load_all(answer.out) if one]
    assert {name.removesuffix("-page-test") for name in names} == {f"web-{LONGEST}-test"}


def test_each_object_has_the_name_of_the_chart(made: Repository) -> None:
    made.rendiff("init", "--chart", "shop-front")
    answer = made.rendiff("render", "charts/shop-front", "--name", "x")
    found = {(one["kind"], one["metadata"]["name"]) for one in load_all(answer.out) if one}
    assert found == {
        ("NetworkPolicy", "web-shop-front-x"),
        ("ConfigMap", "web-shop-front-x"),
        ("Service", "web-shop-front-x"),
        ("Deployment", "web-shop-front-x"),
        ("Pod", "web-shop-front-x-page-test"),
    }


@pytest.mark.parametrize(
    "name",
    [
        "",
        "A",
        "a b",
        "a_b",
        "a.b",
        "1a",
        "-a",
        "a-",
        "a--b",
        "../a",
        "a/b",
        "/a",
        ".",
        "ä",
        "a\n",
        "{{a}}",
        LONGEST + "c",
    ],
)
def test_a_bad_name_is_refused(name: str) -> None:
    with pytest.raises(PipelineError, match="cannot be the name of a chart"):
        new_chart(name, ADA)


@given(st.text(min_size=1), st.text(min_size=1))
def test_maintainers_are_whoever_they_are(name: str, email: str) -> None:
    text = new_chart("shop", Maintainer(name, email))["Chart.yaml"]
    (found,) = load_all(text)
    assert found["maintainers"] == [{"name": name, "email": email}]


def test_nothing_of_the_skeleton_is_left(made: Repository) -> None:
    for path, text in new_chart("shop", ADA).items():
        assert "__chart__" not in path + text
        assert not path.endswith(".tmpl")


def test_the_package_has_the_whole_skeleton() -> None:
    """By the patterns of package-data, which setuptools looks for as glob does: a star stands for no leading dot."""
    patterns = tomllib.loads((TOP / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["*"]
    skeleton = TOP / "pipeline" / "skeleton"
    folders = [skeleton, *(path for path in skeleton.rglob("*") if path.is_dir())]
    found = (glob(f"{folder}/{pattern}") for folder in folders for pattern in patterns)  # noqa: PTH207 - Path.glob takes dots
    packed = {path for paths in found for path in paths}
    assert packed == {f"{skeleton}/{path}.tmpl" for path in new_chart("shop", ADA)}
