"""META: the namespace of objects."""

import pytest

from tests.checks.standards.asking import alone, plain, severities, source

CONFIG = "apiVersion: {api}\nkind: {kind}\nmetadata:\n  name: a\n  namespace: {namespace}\n"


@pytest.mark.parametrize(
    ("namespace", "in_release", "in_plain"),
    [
        ("shop", 0, 1),
        ("other", 1, 1),
        ("7", 1, 1),
        ("{a: b}", 1, 1),
        ("null", 0, 0),
        ("''", 0, 0),
    ],
)
def test_a_namespace_is_that_of_the_release(namespace: str, in_release: int, in_plain: int) -> None:
    body = CONFIG.format(api="v1", kind="ConfigMap", namespace=namespace)
    assert (len(alone("META010", body)), len(plain("META010", body))) == (in_release, in_plain)


def test_what_belongs_to_the_cluster_is_judged_by_another_rule() -> None:
    body = CONFIG.format(api="rbac.authorization.k8s.io/v1", kind="ClusterRole", namespace="other")
    assert plain("META010", body) == []
    assert len(plain("META012", body)) == 1


def test_a_namespace_in_a_pod_template_is_a_hint() -> None:
    hits = alone("META010", "apiVersion: batch/v1\nkind: Job\nspec: {template: {metadata: {namespace: a}}}")
    assert (severities(hits), [hit.path for hit in hits]) == (["info"], ["/spec/template/metadata/namespace"])
    assert severities(alone("META010", "apiVersion: v1\nkind: Pod\nmetadata: {namespace: a}")) == [""]


@pytest.mark.parametrize(
    ("api", "kind", "namespace", "found"),
    [
        ("v1", "PersistentVolume", "a", 1),
        ("v1", "Namespace", "a", 1),
        ("policy/v1beta1", "PodSecurityPolicy", "a", 1),
        ("v1", "PersistentVolume", "null", 0),
        ("v1", "PersistentVolumeClaim", "a", 0),
        ("example.org/v1", "PersistentVolume", "a", 0),
        ("[v1]", "{a: b}", "a", 0),
    ],
)
def test_what_belongs_to_the_cluster_has_no_namespace(api: str, kind: str, namespace: str, found: int) -> None:
    assert len(plain("META012", CONFIG.format(api=api, kind=kind, namespace=namespace))) == found


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("{{ .Release.Namespace }}", [5]),
        ('"{{- $.Release.Namespace | quote -}}"', [5]),
        ("{{ .Values.namespace | default .Release.Namespace }}", [5]),
        ('{{ include "home" . }}', [5]),
        ("shop", [5]),
        ("elsewhere", []),
        ("{{ .Values.web.logLevel }}", []),
        ("{{ .Release.Namespace }}-b", []),
    ],
)
def test_a_namespace_that_comes_out_as_that_of_the_release(value: str, lines: list[int]) -> None:
    template = CONFIG.format(api="v1", kind="ConfigMap", namespace=value)
    files = {"charts/shop/templates/a.yaml": template, "charts/shop/templates/_home.tpl": HOME}
    assert [hit.line for hit in source("META011", files)] == lines


HOME = '{{ define "home" }}{{ .Release.Namespace }}{{ end }}\n'


def test_a_chart_that_does_not_render_is_judged_as_it_is_written() -> None:
    files = {
        "charts/shop/templates/a.yaml": CONFIG.format(api="v1", kind="ConfigMap", namespace="{{ .Release.Namespace }}"),
        "charts/shop/templates/b.yaml": CONFIG.format(api="v1", kind="Namespace", namespace="{{ .Release.Namespace }}"),
        "charts/shop/templates/c.yaml": "{{ fail `no` }}",
    }
    assert [hit.file for hit in source("META011", files)] == ["templates/a.yaml"]
