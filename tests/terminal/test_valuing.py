"""`rendiff values` as a user runs it."""

import json

import pytest

from tests.conftest import CHART, ENVIRONMENT, Repository


@pytest.fixture
def layered(repository: Repository) -> Repository:
    repository.commit({
        **CHART,
        "charts/web/values.yaml": "replicas: 1\nimage: nginx\ndeep:\n  kept: a\n  gone: b\nlist: [1]\n",
        "charts/web/charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
        "charts/web/charts/sub/values.yaml": "one: 1\ntwo: 2\n",
        "environments/common.yaml": "image: nginx:2\n",
        "environments/ci/environment.yaml": ENVIRONMENT.replace(
            "web: {}", 'web: {set: {a.b: "5"}, secrets: {pass: "${PASS}"}, values: [more.yaml]}'
        ) + "values: [../common.yaml]\n",
        "environments/ci/values.yaml": "deep:\n  gone: null\n",
        "environments/ci/web.yaml": "# first\nreplicas: 2\nsub:\n  two: 3\n",
        "environments/ci/more.yaml": "replicas: 3\n",
        "environments/production/environment.yaml": ENVIRONMENT,
    })  # fmt: skip
    return repository


def test_each_value_has_its_layer_file_and_line(layered: Repository) -> None:
    answer = layered.rendiff("values", "-e", "ci", "-o", "json")
    leaves = json.loads(answer.out)["ci/web"]
    assert {key: (leaf["value"], leaf["layer"], leaf["file"], leaf["line"]) for key, leaf in leaves.items()} == {
        "a.b": (5, "set", "environments/ci/environment.yaml", 5),
        "deep.kept": ("a", "chart", "charts/web/values.yaml", 4),
        "image": ("nginx:2", "environment", "environments/common.yaml", 1),
        "list": ([1], "chart", "charts/web/values.yaml", 6),
        "pass": ("(masked)", "secrets", "environments/ci/environment.yaml", 5),
        "replicas": (3, "release", "environments/ci/more.yaml", 1),
        "sub.one": (1, "chart", "charts/web/charts/sub/values.yaml", 1),
        "sub.two": (3, "release", "environments/ci/web.yaml", 4),
    }


def test_the_table_between_environments(layered: Repository) -> None:
    rows = layered.rendiff("values", "--compare", "ci", "production").out.splitlines()
    assert rows[0] == "web"
    assert rows[1].split() == ["value", "ci", "production"]
    assert [row.split()[0] for row in rows[2:]] == ["a.b", "deep.gone", "image", "pass", "replicas", "sub.two"]
    assert rows[-1].split() == ["sub.two", "3", "2"]


def test_an_environment_that_is_not_there(layered: Repository) -> None:
    answer = layered.rendiff("values", "--compare", "ci", "prod")
    assert answer.code == 3
    assert "there is no environment 'prod'; did you mean 'production'?" in answer.err


def test_what_the_command_line_sets_has_it_as_its_origin(layered: Repository) -> None:
    flags = ("values", "-e", "ci", "--set", "replicas=7,deep.kept=null", "--set", "pass=hush")
    rows = {row.split(":")[0].strip(): row for row in layered.rendiff(*flags).out.splitlines()}
    assert rows["replicas"].split() == ["replicas:", "7", "command:", "--set"]
    assert rows["pass"].split() == ["pass:", "(masked)", "secrets:", "--set"]
    assert "deep.kept" not in rows
    leaf = json.loads(layered.rendiff(*flags, "-o", "json").out)["ci/web"]["replicas"]
    assert leaf == {"value": 7, "layer": "command", "file": "--set", "line": 0}
