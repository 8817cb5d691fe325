"""TMPL: what kinds of files render resources, and how they are written."""

import pytest

from tests.checks.standards.asking import severities, source, written


@pytest.mark.parametrize(
    ("path", "text", "is_told"),
    [
        ("service.yaml", "apiVersion: v1\nkind: Service", True),
        ("deep/er/service.yml", "kind : Service\nother: 1\napiVersion : v1", True),
        ("service.json", '{"apiVersion": "v1", "kind": "Service"}', True),
        ("service.json", '{"apiVersion": "v1"}', False),
        ("service.json", '{"apiVersion": "v1", "kind"', False),
        ("service.json", '[{"apiVersion": "v1", "kind": "Service"}]', False),
        ("service.txt", "apiVersion: v1\nkind: Service", False),
        ("files/a.yaml", "first: 1\n---\napiVersion: v1\nkind: {{ .x }}", True),
        ("files/a.yaml", "apiVersion: v1\nspec:\n  kind: Service", False),
        ("files/a.yaml", "# apiVersion: v1\nkind: Service", False),
        ("Chart.yaml", "apiVersion: v2\nname: shop", False),
        ("values.yaml", "apiVersion: v1\nkind: Deployment", False),
        ("values-ci.yaml", "apiVersion: v1\nkind: Deployment", False),
        ("templates.yaml", "apiVersion: v1\nkind: Service", True),
        *((f"{top}/a.yaml", "apiVersion: v1\nkind: Service", False) for top in ("templates", "tests", "charts/b", "crds", "configs", "secrets", "ci")),
    ],
)  # fmt: skip
def test_resources_lie_in_templates(path: str, text: str, is_told: bool) -> None:
    assert len(written("TMPL001", {path: text})) == is_told


@pytest.mark.parametrize(
    ("path", "text", "is_told"),
    [
        ("a.yml", "apiVersion: v1", True),
        ("a.yml", "{{ if .x }}\n  kind: A\n{{ end }}", True),
        ("a.json", '{"kind": "A"}', True),
        ("a.json", '{\n  "apiVersion": "v1"\n}', True),
        ("a.tpl", "kind: A", True),
        ("a", "kind: A", True),
        ("a.yml", '{{ define "a" }}\nkind: A\n{{ end }}', False),
        ("a.yml", "{{/*\nkind: A\n*/}}", False),
        ("a.yml", "# kind: A", False),
        ("a.yml", "nokind: A", False),
        ("_a.tpl", "kind: A", False),
        ("_a.yml", "kind: A", False),
        ("a.yaml", "kind: A", False),
        ("NOTES.txt", "kind: A", False),
        ("a.txt", "kind: A", True),
    ],
)
def test_what_renders_ends_in_yaml(path: str, text: str, is_told: bool) -> None:
    assert len(written("TMPL002", {f"templates/{path}": text})) == is_told


def test_what_renders_by_a_macro_ends_in_yaml_too() -> None:
    files = {
        "charts/shop/templates/_all.tpl": '{{ define "all" }}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n{{ end }}',
        "charts/shop/templates/all.yml": '{{ include "all" . }}',
    }
    assert [hit.file for hit in source("TMPL002", files)] == ["templates/all.yml"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('kind: A\n{{- define "a" }}{{ end }}\n{{- define "b" }}{{ end }}', [2, 3]),
        ("{{ $a := 1 }}{{ if $a }}\nkind: A\n{{ end }}", []),
        ('{{/* define "a" */}}', []),
        ('# {{ include "define" . }}', []),
        ('{{ define "a"', []),
    ],
)
def test_macros_are_defined_in_files_of_their_own(text: str, lines: list[int]) -> None:
    assert [hit.line for hit in written("TMPL003", {"templates/a.yaml": text, "templates/_a.tpl": text})] == lines


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{{/* a */}}\n{{- define "a" }}kind: A{{ end -}}\n\n', []),
        ("", []),
        ('{{ define "a" }}{{ end }}\nkind: A\nkind: B', [(2, "")]),
        ("# a word", [(1, "")]),
        ("{{ $a := 1 }}", [(1, "")]),
        ("{{ end }}", [(1, "")]),
        ('{{- define "a" }}\napiVersion: v1\nkind: A\n{{- end }}', [(1, "info")]),
        ('{{- define "a" }}\n  {{ if .x }}\n  apiVersion: v1\n  kind: A\n{{ end }}{{- end }}x', [(5, ""), (1, "info")]),
        ('{{- define "a" }}\nmykind: A\napiVersion: 1{{ end }}', []),
    ],
)
def test_a_file_of_macros_prints_nothing(text: str, found: list[tuple[int, str]]) -> None:
    hits = written("TMPL004", {"templates/_a.tpl": text})
    assert [(hit.line, severity) for hit, severity in zip(hits, severities(hits), strict=True)] == found


@pytest.mark.parametrize(
    ("path", "text", "lines"),
    [
        ("templates/a.yaml", '{"kind": "A"}', [1]),
        ("templates/a.yaml", "# first\n\n{{- if .x }}\n{kind: A}\n{{- end }}", [1]),
        ("templates/a.yaml", 'kind: A\n---\n{\n  "kind": "B"\n}', [2]),
        ("templates/a.yaml", "kind: A\nspec: {a: b}", []),
        ("templates/a.yaml", "{{ toJson .Values.a }}", []),
        ("templates/a.yaml", "", []),
        ("templates/a.json", "{}", [0]),
        ("crds/a.json", "{}", [0]),
        ("files/a.json", "{}", []),
    ],
)
def test_resources_are_yaml(path: str, text: str, lines: list[int]) -> None:
    assert [hit.line for hit in written("TMPL014", {path: text})] == lines


@pytest.mark.parametrize("rule", ["TMPL001", "TMPL002", "TMPL003", "TMPL004", "TMPL014"])
@pytest.mark.parametrize(
    "text",
    ["\n" * 200_000, "{{" * 100_000, '{{ define "a" }}' * 2_000, " " * 200_000, '{{ define "a" }}{{ end }}' * 10_000, "\xff\0"],
)  # fmt: skip
def test_long_and_strange_files_are_read_in_no_time(rule: str, text: str) -> None:
    written(rule, {"templates/a.yaml": text, "templates/_a.tpl": text, "templates/a.yml": text, "a.yaml": text})
