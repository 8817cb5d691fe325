"""TEST: helm tests, how they are declared."""

import json

import pytest

from tests.checks.standards.asking import alone, laid, plain, severities

POD = "kind: Pod\nmetadata: {name: %s, annotations: {helm.sh/hook: '%s'}}\nspec: %s"
LABELS = "{app: web, tier: front}"


def pod(spec: str = "{}", hook: str = "test", name: str = "web-connection-test") -> str:
    return POD % (name, hook, spec)


@pytest.mark.parametrize(
    ("spec", "hook", "expected"),
    [
        ("{restartPolicy: Never}", "test", []),
        ("{restartPolicy: OnFailure}", "test", [""]),
        ("{restartPolicy: never}", "test-success", [""]),
        ("{}", "test-failure", [""]),
        ("null", "pre-install, Test", [""]),
        ("{restartPolicy: [Never]}", "test", [""]),
        ("{}", "post-install", []),
    ],
)
def test_tests_run_to_completion(spec: str, hook: str, expected: list[str]) -> None:
    assert severities(alone("TEST003", pod(spec, hook))) == expected


def test_a_job_is_a_test_too() -> None:
    job = "kind: Job\napiVersion: batch/v1\nmetadata: {name: a, annotations: {helm.sh/hook: test}}\nspec: {template: {spec: {}}}"
    assert [hit.path for hit in alone("TEST003", job)] == ["/spec/template/spec/restartPolicy"]


@pytest.mark.parametrize(
    ("words", "is_endless"),
    [
        (["sleep", "infinity"], True),
        (["sh", "-c", "ask; exec sleep inf"], True),
        (["tail", "-f", "/dev/null"], True),
        (["sh", "-c", "ask && tail -n 1 -F /var/log/a"], True),
        (["sleep", "5"], False),
        (["sh", "-c", "tail -n 5 /var/log/infinity"], False),
        (["echo", "sleep infinity"], False),
        ([], False),
    ],
)
def test_tests_do_not_wait_for_ever(words: list[str], is_endless: bool) -> None:
    spec = f"{{restartPolicy: Never, containers: [{{name: web, command: {json.dumps(words)}}}]}}"
    assert severities(alone("TEST003", pod(spec))) == ["info"] * is_endless


@pytest.mark.parametrize(
    ("metadata", "is_told"),
    [
        ("annotations: {helm.sh/hook: test}", False),
        ("annotations: {helm.sh/hook: 'pre-install, test-failure'}", False),
        ("annotations: {helm.sh/hook: post-delete}", True),
        ("annotations: {helm.sh/hook: null}", True),
        ("annotations: null", True),
        ("annotations: {helm.sh/hook: [test]}", True),
    ],
)
def test_pods_among_the_tests_are_tests(metadata: str, is_told: bool) -> None:
    text = f"kind: Pod\nmetadata: {{name: web-shop-test-connection-test, {metadata}}}"
    assert len(laid("TEST004", text)) == is_told


def test_an_annotation_at_the_root_does_not_count_and_other_kinds_may_be_there() -> None:
    text = "kind: Pod\nmetadata: {name: web-shop-test-connection-test, annotations: null}\nannotations: {helm.sh/hook: test}"
    assert len(laid("TEST004", text)) == 1
    assert alone("TEST004", "kind: Pod\nmetadata: {name: a}") == []


@pytest.mark.parametrize(
    ("hook", "helm", "count"),
    [("test-failure", 3, 1), ("a, test-failure", 4, 1), ("test-failure", 2, 0), ("test-success", 3, 0)],
)
def test_helm_3_knows_no_test_failure(hook: str, helm: int, count: int) -> None:
    assert len(alone("TEST005", pod(hook=hook), helm=helm)) == count


@pytest.mark.parametrize(
    ("name", "release", "is_telling"),
    [
        ("web-connection-test", "test", True),
        ("web-shop-test-connection-test", "test", True),
        ("web-shop-demo-connection-test", "demo", True),
        ("web-shop-demo-test", "demo", False),
        ("demo-connection-test", "demo", True),
        ("web-shop-test", "test", False),
        ("web-shop-demo-test", "demo-test", False),
        ("web-shop-demo-test-ping-test", "demo-test", True),
        ("web-shop-demo-test-connection", "demo", False),
        ("test", "test", False),
        ("web-test", "demo", False),
        ("a-Ping-test", "demo", False),
        ("null", "demo", False),
    ],
)
def test_names_say_what_is_tested(name: str, release: str, is_telling: bool) -> None:
    assert len(alone("TEST006", pod(name=name), release=release)) == (not is_telling)


def test_names_of_what_a_test_needs_are_free() -> None:
    assert alone("TEST006", pod().replace("kind: Pod", "kind: ConfigMap")) == []
    assert alone("TEST006", pod(hook="post-install", name="a")) == []
    assert plain("TEST006", pod(name="web-shop-test")) == []


def test_names_and_labels_of_tests_are_no_exception() -> None:
    hits = alone("TEST007", pod())
    assert [(hit.path, *severities([hit])) for hit in hits] == [("/metadata", "")]
    assert "META001" in hits[0].message
    assert alone("TEST007", pod(hook="post-install")) == []


def test_what_is_a_note_elsewhere_is_a_note_here() -> None:
    named = "{name: web-shop-test-connection-test, labels: {app.kubernetes.io/name: web-shop, app.kubernetes.io/instance: test-connection-test}}"
    hits = laid("TEST007", f"kind: Pod\nmetadata: {named}")
    assert severities(hits) == [""]
    assert hits[0].message.endswith("META003, META006")


@pytest.mark.parametrize(
    ("other", "is_told"),
    [
        ("kind: Service\nmetadata: {name: a}\nspec: {selector: {app: web}}", True),
        ("kind: Service\nmetadata: {name: a}\nspec: {selector: {app: web, tier: back}}", False),
        ("kind: Service\nmetadata: {name: a}\nspec: {selector: {}}", False),
        ("kind: Service\nmetadata: {name: a, namespace: other}\nspec: {selector: {app: web}}", False),
        ("kind: Service\nmetadata: {name: a}\nspec: null", False),
        (
            "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: a}\nspec: {selector: {matchLabels: {app: web}}}",
            True,
        ),
        (
            "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: a}\nspec: {selector: {matchExpressions: [{key: app, operator: Exists}]}}",
            True,
        ),
        (
            "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: a}\nspec: {selector: {matchLabels: {app: other}}}",
            False,
        ),
        (
            "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: a, namespace: other}\nspec: {selector: {matchLabels: {app: web}}}",
            False,
        ),
        ("kind: Deployment\napiVersion: apps/v1\nmetadata: {name: a}\nspec: {selector: [app]}", False),
        ("kind: ReplicationController\nmetadata: {name: a}\nspec: {selector: {app: web}}", True),
        ("kind: ReplicationController\nmetadata: {name: a}\nspec: {selector: {app: other}}", False),
    ],
)
def test_tests_are_not_selected(other: str, is_told: bool) -> None:
    test = pod().replace("metadata: {", f"metadata: {{labels: {LABELS}, ")
    hits = alone("TEST008", f"{other}\n---\n{test}")
    assert [(hit.resource, hit.path) for hit in hits] == [(1, "/metadata/labels")] * is_told


@pytest.mark.parametrize("rule", [f"TEST{number:03}" for number in range(3, 11)])
@pytest.mark.parametrize(
    "spec",
    [
        "null",
        "5",
        "[]",
        "{containers: [null, 5, {command: 5, args: [null, 5], env: [5], volumeMounts: {a: b}}], volumes: [5]}",
    ],
)
def test_objects_of_any_shape_are_read(rule: str, spec: str) -> None:
    for kind in ("Pod", "Job", "Service", "Deployment"):
        assert len(alone(rule, pod(spec).replace("kind: Pod", f"apiVersion: batch/v1\nkind: {kind}"))) < 3
