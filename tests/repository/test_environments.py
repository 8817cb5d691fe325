"""Mistakes in environments/ are named with file, line, key and the nearest known word, all at once."""

import pytest

from tests.conftest import CHART, ENVIRONMENT, Repository

_FILE = "environments/ci/environment.yaml"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "version: 1\nkubeVersion: 1.34.2\nreleses: {}\n",
            f"{_FILE}:3: releses: is no key that is known here; did you mean 'releases'?",
        ),
        ("kubeVersion: 1.34.2\n", f"{_FILE}:1: version: must be 1"),
        ("version: 1\n", f"{_FILE}:1: kubeVersion: is missing"),
        ("version: 1\nkubeVersion: 1.30\n", f"{_FILE}:2: kubeVersion: must be a text, not a number; put it in quotes"),
        ("version: 1\nkubeVersion: recent\n", f"{_FILE}:2: kubeVersion: must be a version of Kubernetes"),
        (ENVIRONMENT + "namespace: again\n", f"{_FILE}:6: namespace: stands here a second time; the first is lost"),
        (ENVIRONMENT + "promotesFrom: cx\n", f"{_FILE}:1: promotesFrom: there is no environment 'cx'; known: ci"),
        (ENVIRONMENT + "promotesFrom: ci\n", f"{_FILE}:1: promotesFrom: goes round in a circle: ci -> ci"),
        (ENVIRONMENT + "values: [commn.yaml]\n", f"{_FILE}:6: values[0]: there is no file environments/ci/commn.yaml"),
        (ENVIRONMENT + "  web: {}\n", f"{_FILE}:6: releases.web: stands here a second time; the first is lost"),
        (
            ENVIRONMENT + "  wbe: {}\n",
            f"{_FILE}:6: releases.wbe.chart: there is no chart 'wbe' in charts/; did you mean 'web'?",
        ),
        (ENVIRONMENT + "  w_b: {chart: web}\n", f"{_FILE}:6: releases.w_b: is no name for a release"),
        (
            ENVIRONMENT + "  b: {chart: web, secret: {}}\n",
            f"{_FILE}:6: releases.b.secret: is no key that is known here; did you mean 'secrets'?",
        ),
        (
            ENVIRONMENT + "  b: {chart: web, set: {a: {b: 1}}}\n",
            f"{_FILE}:6: releases.b.set.a: must be a single value or a list of such",
        ),
        (
            ENVIRONMENT + "  b: {chart: web, set: {'a..b': 1}}\n",
            f"{_FILE}:6: releases.b.set.a..b: 'a..b' has an empty key",
        ),
        (
            ENVIRONMENT + "  b: {chart: web, set: {a: '${NOPE}'}}\n",
            f"{_FILE}:6: releases.b.set.a: variable NOPE has no default",
        ),
        (
            ENVIRONMENT + "  b: {chart: web, secrets: {a: hush}}\n",
            f"{_FILE}:6: releases.b.secrets.a: holds the secret itself",
        ),
        (
            ENVIRONMENT + "  b: {chart: web, patches: gone.yaml}\n",
            f"{_FILE}:6: releases.b.patches: there is no file environments/ci/gone.yaml",
        ),
        (ENVIRONMENT + "ignore: [{resource: 'X/*'}]\n", f"{_FILE}:6: ignore[0]: needs `resource`, `path` and `reason`"),
        ("- a\n", f"{_FILE}:1: must be a map, not a list"),
        ("version: [1\n", f"{_FILE}:2: is no valid YAML"),
        (b"version: 1 # \xff\n", f"{_FILE}: is not UTF-8"),
    ],
)
def test_a_mistake_is_one_sentence(repository: Repository, text: str | bytes, sentence: str) -> None:
    repository.commit({**CHART, _FILE: text})
    answer = repository.rendiff("render")
    assert answer.code == 3
    assert sentence in answer.err
    assert "Traceback" not in answer.err


def test_all_mistakes_are_said_at_once_and_the_others_render(repository: Repository) -> None:
    repository.commit({
        **CHART, _FILE: ENVIRONMENT + "  bad: {chart: gone}\n  worse: {chart: web, set: {'a[': 1}}\n",
        "environments/qa/environment.yaml": "version: 2\n",
    })  # fmt: skip
    answer = repository.rendiff("render")
    assert answer.code == 3
    assert all(word in answer.err for word in ("'gone'", "'a['", "version: must be 1"))
    assert "kind: Deployment" in answer.out


def test_a_folder_without_environment_yaml_is_no_silence(repository: Repository) -> None:
    repository.commit({**CHART, _FILE: ENVIRONMENT, "environments/prod/web.yaml": "a: 1\n"})
    assert "environments/prod has no environment.yaml" in repository.rendiff("render").err
