"""RES: resources in templates, and their defaults in values."""

import pytest

from tests.checks.standards.asking import written

TOP = "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n"
DEFAULTS = "web: {resources: {limits: {cpu: 1}}, none: {}, cpu: 1}\n"


def hits(body: str, values: str = DEFAULTS, top: str = TOP) -> list[tuple[str, int, str]]:
    files = {"Chart.yaml": "name: shop\n", "values.yaml": values, "templates/web.yaml": top + body}
    return [(hit.file, hit.line, hit.key) for hit in written("RES003", files)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("          resources: {{- toYaml .Values.web.resources | nindent 12 }}\n", []),
        ("          resources:\n            {{- toYaml .Values.web.resources | nindent 12 }}\n", []),
        ("          {{- with .Values.web.resources }}\n          resources: {{- toYaml . | nindent 12 }}\n          {{- end }}\n", []),
        ("          resources: {}\n", []),
        ("          resources:\n            limits:\n              cpu: {{ .Values.web.cpu }}\n", []),
        ("          resources:\n            limits:\n              cpu: 400m\n              memory: \"64Mi\" # small\n", ["Deployment/limits/cpu", "Deployment/limits/memory"]),
        ("          resources: {limits: {cpu: 400m, memory: {{ .Values.web.memory }}}, requests: {cpu: 1}}\n", ["Deployment/limits/cpu", "Deployment/requests/cpu"]),
        ("          resources:\n            limits: {cpu: \"{{ .Values.web.cpu }}m\"}\n", []),
        ("          resources:\n            claims:\n              - name: gpu\n", []),
        ("          resources: {{- include \"x.resources\" . | nindent 12 }}\n", []),
    ],
)  # fmt: skip
def test_what_is_written_out(body: str, expected: list[str]) -> None:
    assert [key for _, _, key in hits(body)] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (DEFAULTS, []),
        ("web: {}\n", [("values.yaml", 1, "web.resources")]),
        ("a: 1\nweb:\n  b: 2\n  resources: {}\n", [("values.yaml", 4, "web.resources")]),
        ("web: null\n", [("values.yaml", 1, "web.resources")]),
        ("", [("values.yaml", 0, "web.resources")]),
    ],
)
def test_what_is_printed_has_a_default(values: str, expected: list[tuple[str, int, str]]) -> None:
    body = "          resources: {{- toYaml .Values.web.resources | nindent 12 }}\n"
    assert hits(body + body, values) == []
    assert hits(body + "        - name: side\n" + body, values) == expected


def test_one_of_two_ways_needs_no_default() -> None:
    body = (
        "          {{- if .Values.web.none }}\n          resources: {{- toYaml .Values.web.none | nindent 12 }}\n"
        '          {{- else }}\n          resources: {{- include "preset" . | nindent 12 }}\n          {{- end }}\n'
    )
    assert hits(body) == []


def test_resources_of_other_things_are_not_meant() -> None:
    claim = "kind: PersistentVolumeClaim\nspec:\n  resources:\n    requests:\n      storage: 1Gi\n"
    assert hits(claim, top="") == []
    template = (
        "kind: StatefulSet\nspec:\n  volumeClaimTemplates:\n    - spec: {resources: {requests: {storage: 1Gi}}}\n"
    )
    assert hits(template, top="") == []
