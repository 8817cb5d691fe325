"""SCHED: rules in templates, and their defaults."""

import pytest

from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.values import ValuesFile
from tests.checks.standards.asking import severities, written

TOP = "apiVersion: apps/v1\nkind: {}\nmetadata:\n  name: web{}\nspec:\n  template:\n    spec:\n{}      containers: []\n"
ALL = "".join(
    f"      {{{{- with .Values.{key} }}}}\n      {key}: {{{{- toYaml . | nindent 8 }}}}\n      {{{{- end }}}}\n"
    for key in ("nodeSelector", "affinity", "tolerations")
)


def hits(body: str, helpers: str = "", kind: str = "Deployment", meta: str = "") -> list[tuple[str, str]]:
    found = written("SCHED001", {"templates/web.yaml": TOP.format(kind, meta, body), "templates/_helpers.tpl": helpers})
    review = [
        "review" if hit.message.startswith("to review: ") else level
        for hit, level in zip(found, severities(found), strict=True)
    ]
    return [(hit.key.partition("/")[2], level) for hit, level in zip(found, review, strict=True)]


MISSING = [("affinity", "info"), ("tolerations", "info")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ALL, []),
        ("", [("nodeSelector", "info"), *MISSING]),
        ("      nodeSelector: {rack: rack01}\n", [("nodeSelector", ""), *MISSING]),
        ("      nodeSelector:\n        rack: rack01\n", [("nodeSelector", ""), *MISSING]),
        ("      nodeSelector:\n        rack: {{ .Values.rack }}\n", MISSING),
        ("      nodeSelector:\n        rack: {{ .Release.Name }}\n", [("nodeSelector", ""), *MISSING]),
        ("      nodeSelector:\n{{ toYaml .Values.nodeSelector | indent 8 }}\n", MISSING),
        ("      tolerations:\n{{ toYaml .Values.tolerations | indent 6 }}\n", [("nodeSelector", "info"), ("affinity", "info")]),
        ('      nodeSelector: {{- include "web.nodes" . | nindent 8 }}\n', MISSING),
        ("      nodeSelector: {{- tpl $rules . | nindent 8 }}\n", MISSING),
        ("      {{- if .Values.a }}\n      nodeSelector: {{ toYaml .Values.a }}\n      {{- else }}\n      nodeSelector: {rack: rack01}\n      {{- end }}\n", MISSING),
    ],
)  # fmt: skip
def test_rules_come_from_values(body: str, expected: list[tuple[str, str]]) -> None:
    assert hits(body) == expected


DEFINE = '{{- define "web.rules" -}}\nnodeSelector: {{ toYaml .Values.n }}\n{{ include "web.more" . }}\n{{- end }}\n'
MORE = '{{- define "web.more" -}}\naffinity: {{ toYaml .Values.a }}\ntolerations: {{ toYaml .Values.t }}\n{{ include "web.rules" . }}\n{{- end }}\n'


@pytest.mark.parametrize(
    ("helpers", "expected"),
    [
        (DEFINE + MORE, []),
        (DEFINE, [("affinity", "review"), ("tolerations", "review")]),
        ("", [("nodeSelector", "review"), ("affinity", "review"), ("tolerations", "review")]),
        ('{{- define "web.rules" -}}\nhostname: x\n{{- end }}\n', [("nodeSelector", "info"), *MISSING]),
    ],
)
def test_macros_are_followed(helpers: str, expected: list[tuple[str, str]]) -> None:
    assert hits('      {{- include "web.rules" . | nindent 6 }}\n', helpers) == expected


@pytest.mark.parametrize("kind", ["CronJob", "Pod"])
def test_each_kind_has_its_rules_at_its_own_depth(kind: str) -> None:
    assert len(hits(ALL, kind=kind)) == 3


def test_hooks_and_other_kinds_are_not_meant() -> None:
    assert hits("", kind="ConfigMap") == []
    assert hits("", meta="\n  annotations:\n    helm.sh/hook: test") == []
    assert (
        hits("", meta='\n  {{- $hooks := dict "helm.sh/hook" "pre-upgrade" }}\n  annotations: {{ toYaml $hooks }}')
        == []
    )
    assert written("SCHED001", {"templates/tests/web.yaml": TOP.format("Pod", "", "")}) == []


@pytest.mark.parametrize(
    ("values", "template", "expected"),
    [
        ("nodeSelector: {}\naffinity: {}\ntolerations: []\n", ALL, []),
        ("nodeSelector: null\naffinity:\ntolerations: []\n", ALL, []),
        ("affinity: {}\ntolerations: []\n", ALL, ["nodeSelector"]),
        ("", ALL, ["nodeSelector", "affinity", "tolerations"]),
        ("nodeSelector: {rack: rack01}\n", "", ["nodeSelector"]),
        ("web:\n  deep:\n    tolerations: [{key: a}]\n    affinity: {}\n", "", ["web.deep.tolerations"]),
        ("a: &a {nodeSelector: {b: c}}\nd: *a\n", "", ["d.nodeSelector"]),
        ("web: 5\n", "a: {{ .Values.web.affinity }}", ["web.affinity"]),
        ("list: [{nodeSelector: {a: b}}]\n", "", ["list.0.nodeSelector"]),
    ],
)
def test_defaults_are_empty(values: str, template: str, expected: list[str]) -> None:
    chart = ChartSource("charts/shop", {"templates/web.yaml": template.encode()}, Settings())
    check = by_id()["SCHED004"].check
    assert [
        hit.path.lstrip("/").replace("/", ".") for hit in check(ValuesFile("values.yaml", values), chart)
    ] == expected
    assert list(check(ValuesFile("environments/ci/values.yaml", values), chart)) == []
