"""ING: what templates leave to values in the way in from outside."""

import pytest

from pipeline.checks.judging import judge_chart
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.chart import ChartSource
from tests.checks.examples import said
from tests.checks.standards.asking import source

INGRESS = "{{- if .Values.enabled }}\nkind: Ingress\nmetadata:\n  name: a\n%sspec:\n%s{{- end }}\n"


def told(rule: str, notes: str = "", spec: str = "") -> list[str]:
    """Line, severity and message of each hit; the document begins in line 2, notes in line 5."""
    files = {"Chart.yaml": b"name: shop", "templates/a.yaml": (INGRESS % (notes, spec)).encode()}
    hits = said(judge_chart(ChartSource("charts/shop", files, DEFAULTS)), rule)
    return [f"{hit.line} {hit.severity or ''} {hit.message}" for hit in hits]


@pytest.mark.parametrize(
    ("spec", "starts"),
    [
        ("  {{- if .Values.tls.enabled }}\n  tls:\n    - secretName: {{ .Values.tls.secretname }}\n      hosts: [{{ .Values.hostname | quote }}]\n  {{- end }}\n", []),
        ("  {{- with .Values.tls }}\n  tls: [{secretName: {{ .secretname | quote }}, hosts: [{{ $.Values.hostname | quote }}]}]\n  {{- end }}\n", []),
        ("  {{- if .Values.tls }}\n  tls:\n    {{- range .Values.tls }}\n    - secretName: {{ .name }}\n      hosts:\n        {{- range .hosts }}\n        - {{ . | quote }}\n        {{- end }}\n    {{- end }}\n  {{- end }}\n", []),
        ("  {{- with .Values.tls }}\n  tls: {{- toYaml . | nindent 4 }}\n  {{- end }}\n", []),
        ("  tls: {{- toYaml .Values.tls | nindent 4 }}\n", []),
        ("  tls:\n    {{- range .Values.tls }}\n    - secretName: {{ .name }}\n    {{- end }}\n", []),
        ("  tls:\n    - secretName: {{ .Values.secret }}\n", ["6  tls of the Ingress is always there"]),
        ("  tls: [{secretName: my-cert, hosts: [demo.example.org]}]\n", ["6  tls of", "6  'my-cert' in tls", "6  'demo.example.org' in tls"]),
        ("  {{- if .Values.tls }}\n  tls:\n    - secretName: my-cert\n      hosts:\n        - demo.example.org\n  {{- end }}\n", ["8  'my-cert' in", "10  'demo.example.org' in"]),
        ("  {{- if .Capabilities.APIVersions }}\n  tls:\n    - secretName: {{ .Values.secret }}\n  {{- end }}\n", ["7  tls of the Ingress is always there"]),
        ("  rules: []\n", ["2 warning the Ingress has no tls"]),
        ("  {{- include \"shop.tls\" . | nindent 2 }}\n", ["2 info to review: "]),
    ],
)  # fmt: skip
def test_tls_is_switched_and_set_by_values(spec: str, starts: list[str]) -> None:
    found = told("ING002", spec=spec)
    assert len(found) == len(starts), found
    assert all(one.startswith(start) for one, start in zip(found, starts, strict=True)), found


RULES = "  rules:\n    - host: %s\n      http: {}\n"
TLS = "  tls:\n    - hosts: [%s]\n"


@pytest.mark.parametrize(
    ("spec", "starts"),
    [
        (RULES % "{{ .Values.hostname | quote }}", []),
        (RULES % '"{{ .Values.prefix }}.example.org"', []),
        (RULES % '{{ include "shop.host" . }}', []),
        ("  rules:\n    {{- range .Values.hosts }}\n    - host: {{ .host | quote }}\n    {{- end }}\n", []),
        ("  rules: [{host: {{ .Values.hostname }}}]\n", []),
        (RULES % "demo.example.org", ["7  host 'demo.example.org'"]),
        (RULES % '"{{ .Release.Name }}.example.org"', ["7  host '{{ .Release.Name }}.example.org'"]),
        ("  rules: [{host: demo.example.org}]\n", ["6  host 'demo.example.org'"]),
        ("  rules:\n    - http: {}\n", []),
        (RULES % "{{ tpl .Values.hostname . }}" + TLS % "{{ tpl .Values.hostname . }}", []),
        (RULES % "{{ .Values.hostname }}" + TLS % "{{ .Values.hostname }}", []),
        (RULES % "{{ .Values.hostname }}" + TLS % "{{ tpl .Values.hostname . }}", ["10  the hosts of rules and tls"]),
        (RULES % "{{ tpl .Values.hostname . }}" + TLS % "{{ .Values.hostname }}", ["10  the hosts of rules and tls"]),
        (RULES % "{{ tpl .Values.hostname . }}" + "  tls: {{- toYaml .Values.tls | nindent 4 }}\n", []),
    ],
)  # fmt: skip
def test_hosts_come_from_values(spec: str, starts: list[str]) -> None:
    found = told("ING004", spec=spec)
    assert len(found) == len(starts), found
    assert all(one.startswith(start) for one, start in zip(found, starts, strict=True)), found


@pytest.mark.parametrize(
    ("notes", "starts"),
    [
        ("  {{- with .Values.annotations }}\n  annotations: {{- toYaml . | nindent 4 }}\n  {{- end }}\n", []),
        ("  annotations:\n    {{- range $name, $text := .Values.annotations }}\n    {{ $name }}: {{ $text | quote }}\n    {{- end }}\n", []),
        ("  annotations:\n    {{- toYaml .Values.annotations | nindent 4 }}\n", []),
        ("  annotations:\n    {{- toYaml .Values.annotations | nindent 4 }}\n    a: b\n", ["7  annotation 'a'"]),
        ('  annotations: {nginx.ingress.kubernetes.io/ssl-redirect: "false", b: c}\n', ["5  annotation 'nginx", "5  annotation 'b'"]),
        ("  annotations:\n    a: {{ .Values.a }}\n", ["5  the keys of the annotations"]),
        ("  annotations:\n    {{- if .Values.a }}\n    a: b\n    {{- end }}\n", ["7  annotation 'a'"]),
        ("", ["2 info the Ingress takes no annotations"]),
        ('  {{- include "shop.metadata" . | nindent 2 }}\n', ["2 info to review: "]),
    ],
)  # fmt: skip
def test_annotations_come_from_values(notes: str, starts: list[str]) -> None:
    found = told("ING005", notes=notes)
    assert len(found) == len(starts), found
    assert all(one.startswith(start) for one, start in zip(found, starts, strict=True)), found


def test_rendered_annotations_are_texts() -> None:
    ingress = (
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations:\n"
        '    {{- toYaml (dict "a" true "b" .Release.Name "c" 1) | nindent 4 }}\nspec: {}\n'
    )
    hits = source("ING005", {"charts/shop/templates/ingress.yaml": ingress})
    assert [(hit.file, hit.key) for hit in hits if hit.key] == [
        ("templates/ingress.yaml", "a/a"),
        ("templates/ingress.yaml", "a/c"),
    ]


@pytest.mark.parametrize("rule", ["ING002", "ING004", "ING005"])
@pytest.mark.parametrize(
    "text",
    ["kind: Service", "kind: {{ .Values.kind }}", '{{ include "a" . }}', "", "kind: Ingress\nspec: []\nmetadata: null"],
)
def test_other_documents_and_broken_ones_are_read(rule: str, text: str) -> None:
    hits = said(judge_chart(ChartSource("a", {"templates/a.yaml": text.encode()}, DEFAULTS)), rule)
    assert bool(hits) is (text.startswith("kind: Ingress") and rule != "ING004")
