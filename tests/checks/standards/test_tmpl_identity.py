"""TMPL: names and core labels are computed from the chart and the release."""

import pytest

from tests.checks.standards.asking import severities, source, written

HELPERS = """\
{{- define "full" -}}{{ .Release.Name }}-{{ .Chart.Name }}{{- end -}}
{{- define "name" -}}{{ default .Chart.Name .Values.nameOverride }}{{- end -}}
{{- define "about" -}}{{ .Chart.Name }}-{{ .Chart.Version }}{{- end -}}
"""


def told(metadata: str, kind: str = "A", head: str = "") -> list[tuple[int, str]]:
    """(line, how bad) of what is said of the metadata of a resource."""
    text = f"{head}\nkind: {kind}\nmetadata:\n  {metadata}\n"
    hits = written("TMPL015", {"templates/a.yaml": text, "templates/_helpers.tpl": HELPERS})
    return [(hit.line, severity) for hit, severity in zip(hits, severities(hits), strict=True)]


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ("name: web-{{ .Chart.Name }}-{{ .Release.Name }}", []),
        ('name: "{{ $.Release.Name }}-web"', []),
        ('name: {{ include "full" . }}-web', []),
        ("name: {{ template `full` $ }}", []),
        ("name: {{ $full }}", []),
        ("name: web", [(4, "")]),
        ("name: {{ .Values.name }}", [(4, "")]),
        ('name: {{ include "name" . }}', [(4, "")]),
        ("name: {{ $other }}", [(4, "")]),
        ("name:", []),
        ('name: {{ include "common.names.fullname" . }}', [(4, "info")]),
        ('name: {{ include "common.x" . }}-{{ .Release.Name }}', []),
        ("generateName: web-", []),
        ("{{- include `meta` . | nindent 2 }}", [(4, "info")]),
        ("labels: {}", []),
        ("{}", []),
    ],
)
def test_a_name_is_made_of_the_release(metadata: str, found: list[tuple[int, str]]) -> None:
    assert told(metadata, head='{{ $full := include "full" . }}{{ $other := .Values.x }}') == found


@pytest.mark.parametrize(
    ("metadata", "count"),
    [
        ("{name: web}", 1),
        ("{name: web, labels: {app.kubernetes.io/instance: test}}", 2),
        ("{name: {{ .Release.Name }}}", 0),
    ],
)
def test_metadata_on_one_line_are_read_too(metadata: str, count: int) -> None:
    assert len(written("TMPL015", {"templates/a.yaml": f"kind: A\nmetadata: {metadata}"})) == count


@pytest.mark.parametrize("kind", ["CustomResourceDefinition", "APIService"])
def test_names_that_kubernetes_fixes_are_written_out(kind: str) -> None:
    assert told("name: v1.example.org", kind) == []


@pytest.mark.parametrize(
    ("label", "is_told"),
    [
        ("app.kubernetes.io/name: web-{{ .Release.Name }}", False),
        ('app.kubernetes.io/name: {{ include "name" . }}', False),
        ("app.kubernetes.io/name: web", True),
        ("app.kubernetes.io/name: {{ .Values.name }}", True),
        ("app.kubernetes.io/instance: {{ .Release.Name | quote }}", False),
        ("app.kubernetes.io/instance: {{ .Chart.Name }}", True),
        ("app.kubernetes.io/managed-by: {{ .Release.Service }}", False),
        ("app.kubernetes.io/managed-by: Helm", True),
        ('helm.sh/chart: {{ include "about" . }}', False),
        ("helm.sh/chart: shop-{{ .Chart.Version }}", True),
        ("helm.sh/chart: shop-1.0.0", True),
        ('helm.sh/chart: {{ include "common.names.chart" . }}', False),
        ('"helm.sh/chart": shop-1.0.0', True),
        ("app.kubernetes.io/part-of: shop", False),
        ("{{- include `labels` . | nindent 4 }}", False),
    ],
)
def test_core_labels_are_made_of_chart_and_release(label: str, is_told: bool) -> None:
    assert told(f"name: {{{{ .Release.Name }}}}\n  labels:\n    {label}") == ([(6, "")] if is_told else [])


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("app.kubernetes.io/managed-by: Helm", True),
        ('  "helm.sh/chart": shop-1', True),
        ("app.kubernetes.io/name: {{ .name }}", False),
        ("app.kubernetes.io/managed-by:", False),
        ("app.kubernetes.io/part-of: shop", False),
    ],
)
def test_macros_write_out_no_core_label(line: str, is_told: bool) -> None:
    hits = written("TMPL015", {"templates/_a.tpl": f'{{{{ define "a" }}}}\n{line}\n{{{{ end }}}}'})
    assert [hit.line for hit in hits] == ([2] if is_told else [])


@pytest.mark.parametrize(
    ("name", "count"), [("more-{{ .Release.Name }}", 0), ("more", 1)]
)  # fmt: skip
def test_a_name_that_a_macro_prints_is_judged_as_it_is_rendered(name: str, count: int) -> None:
    files = {
        "charts/shop/templates/_all.tpl": f'{{{{ define "all" }}}}\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\n{{{{ end }}}}',
        "charts/shop/templates/more.yaml": '{{ include "all" . }}',
    }
    assert severities(source("TMPL015", files)) == ["info"] * count


def test_macros_that_call_each_other_come_to_an_end() -> None:
    many = "".join(
        f'{{{{ define "a{i}" }}}}{{{{ include "a{i + 1}" . }}}}{{{{ include "a0" . }}}}{{{{ end }}}}'
        for i in range(3_000)
    )
    text = "\n---\n".join(['kind: A\nmetadata:\n  name: {{ include "a0" . }}'] * 30)
    hits = written("TMPL015", {"templates/_a.tpl": many, "templates/a.yaml": text})
    assert severities(hits) == ["info"] * 30
