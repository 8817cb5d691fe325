"""The settings that a template writes out."""

import pytest

from pipeline.checks.subjects.assigned import assigned, is_switched, readable
from pipeline.checks.subjects.template import template

POD = (
    "kind: {}\nspec:\n  containers:\n    - name: web\n      env:\n        {}\n      ports: [{{name: http, value: 80}}]"
)


def named(text: str) -> list[tuple[str, str, bool]]:
    return [
        (readable(name), readable(one.text), is_switched(document, one))
        for document in template("templates/a.yaml", text).documents
        for name, one in assigned(document)
    ]


@pytest.mark.parametrize(
    ("kind", "env", "expected"),
    [
        ("Pod", "- {name: A, value: b}", [("A", "b", False)]),
        ("Pod", "- value: b\n          name: A", [("A", "b", False)]),
        ("Pod", "- name: '{{ .Values.a }}'\n          value: b", [("…", "b", False)]),
        ("Pod", "- value: b", [("", "b", False)]),
        ("Pod", "- name: A\n          valueFrom: {fieldRef: {fieldPath: a}}", []),
        ("Pod", "{{- if .Values.a }}\n        - {name: A, value: b}\n        {{- end }}", [("A", "b", True)]),
        ("ConfigMap", "- {name: A, value: b}", []),
        ("{{ .Values.kind }}", "- {name: A, value: b}", []),
    ],
)
def test_variables_of_workloads(kind: str, env: str, expected: list[tuple[str, str, bool]]) -> None:
    assert named(POD.format(kind, env)) == expected


def test_entries_of_configmaps() -> None:
    text = "kind: ConfigMap\nmetadata: {name: a}\ndata:\n  A: b\n  {{- if .Values.c }}\n  C: d\n  {{- end }}\nbinaryData: {E: f}"
    assert named(text) == [("A", "b", False), ("C", "d", True)]
    assert named("kind: Secret\ndata: {A: b}") == []
