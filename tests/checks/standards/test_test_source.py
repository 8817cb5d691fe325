"""TEST: helm tests, where they are."""

import pytest

from tests.checks.standards.asking import severities, source, written

TEST = "kind: Pod\nmetadata:\n  annotations:\n    {}"


@pytest.mark.parametrize(
    ("annotation", "line"),
    [
        ("helm.sh/hook: test", 4),
        ('"helm.sh/hook": test-success', 4),
        ("helm.sh/hook: 'pre-install, test-failure'", 4),
        ("helm.sh/hook: post-install", 0),
        ("helm.sh/hook: {{ .Values.hook }}", 0),
        ("other: test", 0),
    ],
)
def test_tests_are_in_their_folder(annotation: str, line: int) -> None:
    text = TEST.format(annotation)
    assert [hit.line for hit in written("TEST001", {"templates/a.yaml": text})] == ([line] if line else [])
    assert written("TEST001", {"templates/tests/sub/a.yaml": text}) == []


def test_flow_style_is_read_too() -> None:
    text = 'kind: Pod\nmetadata: {name: a, annotations: {"helm.sh/hook": test}}'
    assert [hit.line for hit in written("TEST001", {"templates/a.yaml": text})] == [2]


def test_what_only_the_rendering_shows_is_found() -> None:
    text = '# a\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {{ dict "helm.sh/hook" "test" | toJson }}}'
    assert [(hit.file, hit.line) for hit in source("TEST001", {"charts/shop/templates/a.yaml": text})] == [
        ("templates/a.yaml", 0)
    ]


@pytest.mark.parametrize(
    ("kinds", "said", "severity"),
    [
        (["Pod"], "", ""),
        (["ConfigMap", "Secret"], "", ""),
        (["Pod", "Pod"], "2 Pods share one file", ""),
        (["ConfigMap", "Pod"], "a ConfigMap stands beside the Pod of a test", ""),
        (["Job"], "the test is a Job, where the standards speak of Pods", "info"),
        ([], "", ""),
    ],
)
def test_each_file_has_one_pod(kinds: list[str], said: str, severity: str) -> None:
    text = "\n---\n".join(f"kind: {kind}\nmetadata: {{name: a}}" for kind in kinds)
    hits = written("TEST002", {"templates/tests/a.yaml": text})
    assert [hit.message for hit in hits] == ([said] if said else [])
    assert severities(hits) == ([severity] if said else [])
    assert written("TEST002", {"templates/a.yaml": text}) == []


def test_pods_of_a_loop_are_counted_as_they_are_rendered() -> None:
    text = "{{ range list 1 2 }}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: 'a{{ . }}'}\n{{ end }}"
    assert [hit.message for hit in source("TEST002", {"charts/shop/templates/tests/a.yaml": text})] == [
        "2 Pods share one file"
    ]


@pytest.mark.parametrize(
    ("files", "is_told"),
    [
        ({"Chart.yaml": "name: a", "templates/tests/a.yaml": TEST.format("helm.sh/hook: test")}, False),
        ({"Chart.yaml": "name: a", "templates/a.yaml": "kind: Pod"}, True),
        ({"Chart.yaml": "name: a"}, True),
        ({"Chart.yaml": "type: library"}, False),
        ({"Chart.yaml": "dependencies: [{name: b}]"}, False),
        ({"Chart.yaml": "dependencies: [{name: b}]", "templates/a.yaml": "kind: Pod"}, True),
        ({}, True),
    ],
)
def test_every_chart_has_a_test(files: dict[str, str], is_told: bool) -> None:
    assert len(written("TEST011", files)) == is_told


def test_a_test_that_is_switched_off_is_none() -> None:
    path = "charts/shop/templates/tests/web-connection-test.yaml"
    switched = "{{ if .Values.ingress.tls.enabled }}\napiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {helm.sh/hook: test}}\n{{ end }}"
    assert len(source("TEST011", {path: switched})) == 1
