"""Named templates are told from what is printed."""

import pytest

from pipeline.checks.subjects.actions import ACTION
from pipeline.checks.subjects.macros import assigned, called, parts, placed_actions

NESTED = """\
{{- /* define "no" */}}
{{- define "a" -}}
{{- if .x }}{{ range .y }}{{ . }}{{ end }}{{ else }}x{{ end -}}
{{- end -}}
kind: A
{{ define "b" }}b{{ end }} # tail
"""


def test_definitions_end_where_their_own_block_ends() -> None:
    found = parts(NESTED)
    assert [(one.name, one.line, one.text.strip()[:14]) for one in found.macros] == [
        ("a", 2, "{{- if .x }}{{"),
        ("b", 6, "b"),
    ]
    assert [line.strip() for line in found.outside.split("\n")] == ["", "", "", "", "kind: A", "# tail", ""]


@pytest.mark.parametrize(
    ("text", "names", "outside"),
    [
        ("", [], ""),
        ('{{ define "open" }}kind: A', ["open"], ""),
        ("{{ end }}kind: A{{ end }}", [], "{{ end }}kind: A{{ end }}"),
        ("{{ define `raw` }}{{ end }}x", ["raw"], "x"),
        ('{{ define "a" }}{{ tpl "{{ end }}" . }}{{ end }}x', ["a"], "x"),
        ('{{ if .a }}{{ define "a" }}{{ end }}{{ end }}x', ["a"], "{{ if .a }}{{ end }}x"),
        ("{{ define", [], "{{ define"),
    ],
)
def test_what_is_no_whole_template_is_read_all_the_same(text: str, names: list[str], outside: str) -> None:
    found = parts(text)
    assert [one.name for one in found.macros] == names
    assert found.outside == outside


def test_actions_have_the_lines_on_which_they_begin() -> None:
    assert list(placed_actions("a: {{ .a }}\n{{/* x\n*/}}\nb: {{ .b\n  | quote }}{{ .c }}")) == [
        (1, ".a"),
        (4, ".b\n  | quote"),
        (5, ".c"),
    ]


def test_names_that_are_called_are_found_where_they_are_written_out() -> None:
    text = '{{ include "a" . }}{{ template `b.c` $ }}{{ include (printf "%s" .x) . }}{{ includes "d" }}'
    assert list(called(text)) == ["a", "b.c"]


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ('{{ if contains "{{" .v }}x', ['{{ if contains "{{" .v }}']),
        ('{{ tpl "{{ .a }}" . }}', ['{{ tpl "{{ .a }}" . }}']),
        (r'{{ a "\"}}" }}', [r'{{ a "\"}}" }}']),
        ("{{ a `}}` }}", ["{{ a `}}` }}"]),
        ("{{ dict }}}", ["{{ dict }}"]),
        ('{{ "open }} {{ .a }}', ["{{ .a }}"]),
        ("{{ a\n}}{{b}}", ["{{ a\n}}", "{{b}}"]),
    ],
)
def test_braces_in_a_string_do_not_end_an_action(text: str, actions: list[str]) -> None:
    assert ACTION.findall(text) == actions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ $a := .Values.b }}{{ $a = 1 }}", {"$a": (".Values.b", "1")}),
        ("{{ with $a := .Values.b }}{{ end }}", {"$a": (".Values.b",)}),
        ("{{ $a := dict\n  1 2 }}", {"$a": ("dict\n  1 2",)}),
        ("{{/* $a := 1 */}}{{ print $a }}", {}),
    ],
)
def test_what_variables_are_given(text: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert assigned(text) == expected
