"""Where templates use values."""

import pytest

from pipeline.checks.subjects.uses import Use, uses_of


def found(text: str) -> list[Use]:
    return [use for uses in uses_of({"templates/a.yaml": text}).by_path.values() for use in uses]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("{{ .Values.a.b }}", ["a.b"]),
        ("{{- $.Values.a | default .Values.b -}}", ["a", "b"]),
        ("{{ $root.Values.a }}{{ .context.Values.b }}", ["a", "b"]),
        ('{{ index .Values "a-b" "c" }}{{ index $.Values.a "b" }}', ["a-b.c", "a.b"]),
        ('{{ include "x" (dict "v" .Values.a) }}', ["a"]),
        ("{{ with .Values.a }}{{ .b }}{{ . }}{{ end }}{{ .c }}{{ .Values.d }}", ["a", "a.b", "a", "d"]),
        ("{{ with .Values.a }}{{ if .b }}{{ .c }}{{ end }}{{ else }}{{ .d }}{{ end }}", ["a", "a.b", "a.c"]),
        ("{{ with .Values.a }}{{ with .b }}{{ .c }}{{ else }}{{ .d }}{{ end }}{{ end }}", ["a", "a.b", "a.b.c", "a.d"]),
        ("{{ range .Values.a }}{{ .b }}{{ $.Values.c }}{{ end }}", ["a", "c"]),
        ("{{ $x := .Values.a }}{{ $x.b }}{{ $y.c }}", ["a", "a.b"]),
        ("{{ $x := .Values.a }}{{ $x = 5 }}{{ $x.b }}", ["a"]),
        ("{{ range $x := .Values.a }}{{ $x.b }}{{ end }}", ["a"]),
        ('{{ define "x" }}{{ .a }}{{ .Values.b }}{{ end }}', ["b"]),
        ("{{/* .Values.a */}}{{ `.Values.b` }}{{ \".Values.c\" }}", []),
        ("{{ .Values }}", [""]),
        ("{{ (.Values.a).b }}", ["a"]),
        ("{{ end }}{{ else }}{{ .Values.a }}{{ .Values.", ["a"]),
    ],
)  # fmt: skip
def test_which_values_a_template_names(text: str, paths: list[str]) -> None:
    assert sorted(".".join(use.path) for use in found(text)) == sorted(paths)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("{{ toYaml .Values.a | indent 2 }}", True),
        ("{{ .Values.a | toJson }}", True),
        ("{{ range $key, $value := .Values.a }}{{ end }}", True),
        ("{{ with .Values.a }}{{ toYaml . }}{{ end }}", True),
        ('{{ include "common.tplvalues.render" (dict "value" .Values.a "context" $) }}', True),
        ("{{ .Values.a }}", False),
        ("{{ with .Values.a }}{{ .b }}{{ end }}", False),
        ("{{ if .Values.a }}{{ end }}", False),
    ],
)
def test_what_is_taken_as_it_is(text: str, whole: bool) -> None:
    assert (("a",) in uses_of({"a": text}).whole) is whole


@pytest.mark.parametrize(
    ("text", "quoted", "asked"),
    [
        ("a: {{ .Values.a }}", False, False),
        ('a: "{{ .Values.a }}"', True, False),
        ('a: "b" {{ .Values.a }}', False, False),
        ('"{{ .Values.b }}{{ .Values.a }}"', True, False),
        ("a: '{{ .Values.a }}'", True, False),
        ("a: {{ .Values.a | quote }}", True, False),
        ('a: {{ include "x" "y" }} {{ .Values.a }}', False, False),
        ("{{ if .Values.a }}{{ end }}", False, True),
        ("{{ $x := .Values.a }}", False, True),
    ],
)
def test_how_a_value_is_used(text: str, quoted: bool, asked: bool) -> None:
    use = next(use for use in found(text) if use.path == ("a",))
    assert (use.quoted, use.is_asked) == (quoted, asked)


def test_uses_know_their_lines() -> None:
    text = "{{/* one\ntwo */}}\n{{ .Values.a\n }}\n{{ .Values.b }}"
    assert [(use.path, use.line) for use in found(text)] == [(("a",), 3), (("b",), 5)]


def test_many_actions_on_one_line_are_read_soon() -> None:
    assert len(found("{{ .Values.a }}" * 20_000)) == 20_000
