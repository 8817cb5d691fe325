"""VAL: how values are typed."""

import pytest

from pipeline.checks.rule import Rule
from pipeline.checks.standards import val_scalars as val
from tests.checks.standards.asking import severities, source
from tests.checks.standards.test_val import judged, paths

OVERLAY = "environments/ci/values.yaml"


@pytest.mark.parametrize(
    ("values", "template", "found"),
    [
        ("a: 'true'", "", True),
        ('a: "False"', "", True),
        ("a: [x, 'TRUE']", "", True),
        ("a: true", "", False),
        ("a: 'yes'", "", False),
        ("a: ' true'", "", False),
        ("a: |\n  true", "", False),
        ("podLabels: {a: 'true'}", "", False),
        ("env: [{name: a, value: 'true'}]", "", False),
        ("extraEnvVars: [{name: a, value: 'true'}]", "", False),
        ("a: {b: 'true'}", "{{ toYaml .Values.a }}", False),
        ("a: 'true'", "b: {{ .Values.a | quote }}", False),
        ("a: 'true'", 'b: "{{ .Values.a }}"', False),
        ("a: 'true'", "b: {{ .Values.a }}", True),
        ("a: 'true'", 'b: "{{ .Values.a }}"\nc: {{ .Values.a }}', True),
        ("a: 'true'", '{{ if .Values.a }}b: "{{ .Values.a }}"{{ end }}', True),
    ],
)
def test_booleans_have_no_quotes(values: str, template: str, found: bool) -> None:
    for path in ("values.yaml", OVERLAY):
        assert bool(judged(val.plain_booleans, values, template, path)) is found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ("port: '80'", True),
        ("httpPort: '80'", True),
        ("ports: ['80', '443']", True),
        ('replicaCount: "-1"', True),
        ("timeoutSeconds: '5'", True),
        ("port: '1234567'", False),
        ("port: 80", False),
        ("port: 'http'", False),
        ("transport: '1'", False),
        ("account: '1'", False),
        ("tag: '8'", False),
        ("id: '8'", False),
        ("annotations: {port: '80'}", False),
        ("port: |\n  80", False),
    ],
)
def test_small_numbers_have_no_quotes(values: str, found: bool) -> None:
    assert bool(judged(val.plain_numbers, values)) is found


@pytest.mark.parametrize(
    ("values", "template", "severity"),
    [
        ("a: 999999", "", None),
        ("a: 1000000", "", ""),
        ("a: -1000000", "", ""),
        ("a: 1_000_000", "", ""),
        ("a: 0xFFFFFF", "", ""),
        ("a: 1e3", "", ""),
        ("a: 1.5E+7", "", ""),
        ("a: 1234567.5", "", None),
        ("a: 1000000", "b: {{ .Values.a | quote }}", ""),
        ("a: 1000000", "b: {{ .Values.a | int64 }}", "info"),
        ("a: 1000000", "b: {{ int .Values.a }}\nc: {{ .Values.a }}", ""),
        ("a: {b: 1000000}", "{{ toYaml .Values.a }}", None),
        ("a: 1000000", "{{ toYaml .Values.a }}", None),
        ("securityContext: {runAsUser: 1000650000}", "", None),
        ("a: '1000000'", "", None),
        ("a: '1000000'", "b: {{ .Values.a }}", ""),
        ("a: '1000000'", "b: {{ .Values.a | default 5 }}", ""),
        ("a: '1000000'", "b: {{ .Values.a | int64 }}", None),
        ("a: '1000000'", "b: {{ .Values.a | toString }}", None),
        ("a: '1000000'", 'b: "{{ .Values.a }}"', None),
        ("a: '1000000'", "b: {{ .Values.a | quote }}", None),
        ("a: '1000000'", "{{ if .Values.a }}{{ end }}", None),
        ("a: '1000000'", '{{ include "b" .Values.a }}', None),
        ("a: '0000000'", "b: {{ .Values.a }}", None),
        ("a: true", "", None),
        ("a: " + "9" * 5000, "", None),
    ],
)
def test_large_numbers_are_texts_that_are_cast(values: str, template: str, severity: str | None) -> None:
    assert severities(judged(val.large_integers, values, template)) == ([] if severity is None else [severity])


def test_what_came_out_with_an_exponent_is_found_once() -> None:
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {quota: {{ .Values.web.quota | quote }}, b: 1e+06x}\n"
    values = "web: {quota: 20000000, adminToken: a, image: {}, port: 80}\ningress: {tls: {}}\n"
    files = {"charts/shop/templates/a.yaml": config, "charts/shop/values.yaml": values}
    hits = source("VAL006", files)
    assert [hit.file for hit in hits] == ["values.yaml", "templates/a.yaml"]
    assert hits[1].message == "ConfigMap 'a' comes out with '2e+07' at /data/quota"


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ("a: yes", True),
        ("a: OFF", True),
        ("a: n", True),
        ("a: 'yes'", False),
        ("a: true", False),
        ("a: yesterday", False),
        ("tag: 1.10", True),
        ("version: 2.0", True),
        ("appVersion: 2.0", True),
        ("imageTag: 2.0", True),
        ("tag: 1.10.1", False),
        ("tag: 8", False),
        ("tag: '1.10'", False),
        ("conversion: 1.5", False),
        ("ratio: 1.5", False),
        ("a: 0123", True),
        ("a: 0189", True),
        ("a: 0", False),
        ("a: 0.5", False),
        ("defaultMode: 0644", False),
        ("a: 22:22", True),
        ("a: 1:20:30", True),
        ("a: 22:99", False),
        ("a: 2024-05-01", True),
        ("a: 2024-05-01T10:00:00Z", True),
        ("a: 2024-05", False),
        ("a: [no, yes]", True),
        ("annotations: {a: on}", True),
        ("a: |\n  yes", False),
    ],
)
def test_what_looks_like_something_else(values: str, found: bool) -> None:
    for path in ("values.yaml", OVERLAY):
        assert bool(judged(val.unambiguous, values, path=path)) is found


@pytest.mark.parametrize(
    ("value", "template", "found"),
    [
        ("~", "b: {{ .Values.a }}", True),
        ("null", "b: {{ .Values.a | quote }}", True),
        ("'null'", "b: {{ .Values.a }}", False),
        ("", "b: {{ .Values.a }}", False),
        ("null", "b: {{ .Values.a | default 5 }}", False),
        ("null", "{{ if .Values.a }}b: {{ .Values.a }}{{ end }}", False),
        ("null", "{{ with .Values.a }}b: {{ . }}{{ end }}", False),
        ("null", "{{ toYaml .Values.a }}", False),
        ("null", '{{ include "b" .Values.a }}', False),
        ("null", "", False),
    ],
)
def test_null_that_is_printed(value: str, template: str, found: bool) -> None:
    assert bool(judged(val.unambiguous, f"a: {value}", template)) is found
    assert judged(val.unambiguous, f"a: {value}", template, OVERLAY) == []


@pytest.mark.parametrize("rule", [val.plain_booleans, val.plain_numbers, val.large_integers, val.unambiguous])
def test_bad_days(rule: Rule) -> None:
    for values in ("a: [", "null", "- a", "7", "'true'", "10000000", "a: &a [*a]", "? [a]\n: 'true'", "? {a: 1}\n: 5"):
        list(judged(rule, values))
    many = "".join(f"a{one}: {{port: '80', b: 'true', c: 10000000, d: yes}}\n" for one in range(10_000))
    assert len(judged(rule, many)) == 10_000
    assert paths(judged(rule, many))[0].startswith("/a0/")
