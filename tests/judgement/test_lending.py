"""Custom resources are checked by the definitions that another release of their environment renders."""

import json
from typing import Any

from tests.conftest import Answer, Repository

CHART = "apiVersion: v2\nname: {name}\nversion: 1.0.0\n"
DEFINITION = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {plural: crontabs, singular: crontab, kind: CronTab}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {replicas: {type: integer, minimum: 1}}}}}
"""
OBJECT = "apiVersion: example.org/v1\nkind: CronTab\nmetadata: {name: mine}\nspec: {replicas: 0}\n"
FILES = {
    "charts/operator/Chart.yaml": CHART.format(name="operator"),
    "charts/operator/templates/crd.yaml": DEFINITION,
    "charts/user/Chart.yaml": CHART.format(name="user"),
    "charts/user/templates/mine.yaml": OBJECT,
    "environments/one/environment.yaml": "version: 1\nkubeVersion: 1.34.2\nreleases:\n  operator: {}\n  user: {}\n",
    "environments/two/environment.yaml": "version: 1\nkubeVersion: 1.34.2\nreleases:\n  user: {}\n",
}
FAULT = ("K8S004", "spec.replicas: must be at least 1, is the number 0")


def flaws(answer: Answer, label: str) -> list[tuple[str, str, str]]:
    """(rule, message, state) of what Kubernetes' schemas say of a release."""
    release = _release(answer, label)
    return [(one["rule"], one["message"], one["state"]) for one in release["findings"] if one["rule"] == FAULT[0]]


def _release(answer: Answer, label: str) -> dict[str, Any]:
    environment, _, name = label.partition("/")
    releases = json.loads(answer.out)["releases"]
    return dict(next(one for one in releases if (one["environment"], one["release"]) == (environment, name)))


def test_a_definition_of_another_release_checks_what_is_of_its_kind(repository: Repository) -> None:
    repository.commit(FILES)
    for _ in ("nothing cached", "all cached"):
        answer = repository.rendiff("validate", "-o", "json")
        assert flaws(answer, "one/user") == [(*FAULT, "existing")]
        assert _release(answer, "one/user")["notChecked"] == []


def test_it_is_of_no_use_in_another_environment(repository: Repository) -> None:
    repository.commit(FILES)
    answer = repository.rendiff("validate", "-o", "json")
    assert flaws(answer, "two/user") == []
    assert _release(answer, "two/user")["notChecked"] == ["example.org/v1 CronTab"]


def test_a_definition_that_changes_shows_what_it_refuses_of_releases_that_do_not(repository: Repository) -> None:
    repository.commit({**FILES, "charts/operator/templates/crd.yaml": DEFINITION.replace("minimum: 1", "minimum: 0")})
    repository.commit(FILES)
    assert flaws(repository.rendiff("review", "--base", "HEAD~1", "-o", "json"), "one/user") == [(*FAULT, "new")]
    back = repository.rendiff("review", "--base", "HEAD", "--head", "HEAD~1", "-o", "json")
    assert flaws(back, "one/user") == [(*FAULT, "fixed")]


def test_what_was_refused_before_is_not_new_when_another_kind_changes(repository: Repository) -> None:
    repository.commit(FILES)
    repository.commit({"charts/operator/templates/crd.yaml": DEFINITION.replace("singular: crontab,", "")})
    answer = repository.rendiff("review", "--base", "HEAD~1", "-o", "json")
    assert not [state for _, _, state in flaws(answer, "one/user") if state != "existing"]
