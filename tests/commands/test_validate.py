"""What `rendiff validate` refuses to do in silence, and versions of Kubernetes that it does not know."""

import json

import pytest

from tests.conftest import CHART, ENVIRONMENT, Repository

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - {name: a, image: nginx}\n"
OF_PATHS = "is for environments, which PATHs have none of"
VERSION = "--kube-version must be a version of Kubernetes such as 1.34.2, not"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fail-on", "error:nix"], "--fail-on error:nix: there is no environment 'nix'; known: ci, production"),
        (["--fail-on", "error:prodution"], "there is no environment 'prodution'; did you mean 'production'?"),
        (["--fail-on", "error:ci", "charts/web"], "there is no environment 'ci'"),
        (["--fail-on", "error:"], "--fail-on error: names no environment"),
        (["--fail-on", "replace"], "--fail-on replace: there is nothing of that kind here; known: error, warning"),
        (["--fail-on", "delete:ci"], "--fail-on delete: there is nothing of that kind here"),
        (["--fail-on", "Error"], "did you mean 'error'?"),
        (["--objects", "run.yaml", "charts/web"], f"--objects {OF_PATHS}"),
        (["-e", "ci", "charts/web"], f"--environment {OF_PATHS}"),
        (["-r", "web", "charts/web"], f"--release {OF_PATHS}"),
        (["--head", "HEAD", "charts/web"], f"--head {OF_PATHS}"),
        (["--kube-version", "1.30"], "--kube-version is for PATHs; an environment has its own in environment.yaml"),
        (["--kube-version", "foo", "charts/web"], f"{VERSION} 'foo'"),
        (["--kube-version", "", "charts/web"], f"{VERSION} ''"),
        (["--kube-version", "2.0", "charts/web"], f"{VERSION} '2.0'"),
    ],
)
def test_what_would_do_nothing_is_refused_in_one_sentence(shop: Repository, arguments: list[str], said: str) -> None:
    answer = shop.rendiff("validate", *arguments)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("rendiff: ")
    assert said in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [["-e", "ci", "a", "b"], ["--base", "HEAD", "a", "b"], ["--fail-on", "error", "a", "b"], ["--fail-on", "error"]],
)
def test_diff_refuses_the_same(shop: Repository, arguments: list[str]) -> None:
    answer = shop.write({"a": POD, "b": POD}).rendiff("diff", *arguments)
    assert (answer.code, answer.out) == (3, "")


@pytest.mark.parametrize("arguments", [["charts/web"], ["-e", "ci"]])
def test_what_is_set_for_all_commands_is_no_mistake(shop: Repository, arguments: list[str]) -> None:
    shop.write({"rendiff.yaml": "fail-on: replace,delete\n"})
    answer = shop.rendiff("validate", *arguments, RENDIFF_ENVIRONMENT="ci", RENDIFF_KUBE_VERSION="1.30")
    assert answer.code == 0, answer.err


@pytest.mark.parametrize(
    ("recorded", "code"),
    [("null\n", 3), ("", 3), ("a: b\n", 3), ("[]\n", 3), ("apiVersion: v1\nkind: List\nitems: []\n", 1), (POD, 1)],
)
def test_a_recording_holds_objects(shop: Repository, recorded: str, code: int) -> None:
    answer = shop.write({"run.yaml": recorded}).rendiff("validate", "--objects", "run.yaml")
    assert answer.code == code
    assert ("run.yaml" in answer.err) is (code == 3)


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.38.0", "Kubernetes 1.38 is not known, only 1.16 to 1.37 are; it is judged by the schemas of 1.37"),
        ("1.10.0", "Kubernetes 1.10 is not known, only 1.16 to 1.37 are; it is judged by the schemas of 1.16"),
        ("v1.34.2", ""),
    ],
)
def test_a_version_that_is_not_known_is_judged_as_the_nearest_and_said(
    repository: Repository, version: str, said: str
) -> None:
    repository.write({
        **CHART, "pod.yaml": POD,
        "environments/ci/environment.yaml": ENVIRONMENT.replace("1.34.2", version),
        "environments/production/environment.yaml": ENVIRONMENT,
    })  # fmt: skip
    for arguments in (["charts/web", "--kube-version", version], ["pod.yaml", "--kube-version", version], []):
        answer = json.loads(repository.rendiff("validate", *arguments, "-o", "json").out)
        found = [one for part in (*answer["releases"], *answer["environments"]) for one in part["findings"]]
        assert [one["message"] for one in found if one["rule"] == "kube-version-unknown"] == ([said] if said else [])


def test_a_version_that_is_not_known_is_new_where_it_is_new(shop: Repository) -> None:
    shop.write({"environments/ci/environment.yaml": ENVIRONMENT.replace("1.34.2", "1.99.0")})
    review = json.loads(shop.rendiff("review", "-o", "json").out)
    assert [
        (one["name"], finding["state"], finding["file"])
        for one in review["environments"]
        for finding in one["findings"]
    ] == [("ci", "new", "environments/ci/environment.yaml")]
    shop.commit()
    shop.write({"environments/ci/web.yaml": "replicas: 2\n"})
    review = json.loads(shop.rendiff("review", "-o", "json").out)
    assert [finding["state"] for one in review["environments"] for finding in one["findings"]] == ["existing"]
