"""CFG: files of configuration beside the templates."""

import pytest

from tests.checks.standards.asking import written

MAP = "kind: ConfigMap\ndata:\n  {}"


def block(*lines: str) -> dict[str, str]:
    return {"templates/configmaps.yaml": MAP.format("\n    ".join(("a: |", *lines)))}


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        (["a=1"] * 20, ""),
        (["a=1"] * 21, "'a' is longer than 20 lines and belongs into configs/"),
        (["a=1", ""] * 20, ""),
        (["a" * 1024], ""),
        (["a" * 1025], "'a' is longer than 1024 bytes and belongs into configs/"),
        (["ä" * 600], "'a' is longer than 1024 bytes and belongs into configs/"),
        (["#!/bin/sh", "exec app"], "'a' is a script and belongs into configs/"),
        (["# no script"], ""),
        (["{% if a %}"], "'a' is itself a template and belongs into configs/"),
        (["a: {{ `{{ b }}` }}"], "'a' is itself a template and belongs into configs/"),
        (['a: {{ "{{" }} b'], "'a' is itself a template and belongs into configs/"),
        (["a: {{ .Values.b }}"], ""),
        (["#!/bin/sh"] * 30, "'a' is longer than 20 lines and belongs into configs/"),
    ],
)
def test_what_is_long_or_delicate_belongs_beside(lines: list[str], wrong: str) -> None:
    assert [hit.message for hit in written("CFG004", block(*lines))] == ([wrong] if wrong else [])


def test_how_long_is_too_long_is_a_setting() -> None:
    assert len(written("CFG004", block("a", "b"), file_lines=1)) == 1
    assert len(written("CFG004", block("a", "b"), file_bytes=2)) == 1
    assert written("CFG004", block("a", "b"), file_lines=2, file_bytes=3) == []


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ('{{- tpl (.Files.Glob "configs/*").AsConfig $ | nindent 2 }}', ""),
        ('{{ (.Files.Glob "configs/*").AsConfig | indent 2 }}', ""),
        ('a: {{ (.Files.Get "configs/a") | quote }}', ""),
        ('{{ (.Files.Glob "configs/*").AsConfig }}', "what AsConfig prints is not indented"),
        ('{{- (.Files.Glob "configs/*").AsConfig | nindent 0 }}', "AsConfig prints outside of `data`"),
        ('a: {{- (.Files.Glob "configs/*").AsConfig | nindent 4 }}', "AsConfig prints outside of `data`"),
        ("{{- /* configs/ */}}", "no template includes the files in configs/"),
        ("a: b", "no template includes the files in configs/"),
    ],
)
def test_files_are_included_under_data(entry: str, wrong: str) -> None:
    files = {"templates/configmaps.yaml": MAP.format(entry), "configs/a": "b"}
    assert [hit.message for hit in written("CFG004", files)] == ([wrong] if wrong else [])


def test_the_usual_column_of_indent_is_understood() -> None:
    text = 'kind: ConfigMap\ndata:\n{{ (.Files.Glob "configs/*").AsConfig | indent 2 }}\n'
    assert written("CFG004", {"templates/configmaps.yaml": text, "configs/a": "b"}) == []


def test_a_helper_may_include_the_files() -> None:
    helper = '{{ define "a" }}{{ (.Files.Glob "configs/*").AsConfig }}{{ end }}'
    assert written("CFG004", {"templates/_a.tpl": helper, "configs/a": "b"}) == []


@pytest.mark.parametrize(
    ("glob", "is_strange"),
    [
        ("conf/*", True),
        ("files/a/*.ini", True),
        ("configs/**", False),
        ("secrets/*", False),
        ("*.ini", False),
        ("**/a", False),
    ],
)
def test_other_folders_are_told(glob: str, is_strange: bool) -> None:
    text = f'kind: ConfigMap\ndata:\n{{{{- (.Files.Glob "{glob}").AsConfig\n| nindent 2 }}}}'
    assert [hit.line for hit in written("CFG004", {"templates/configmaps.yaml": text})] == [3] * is_strange


def test_ten_thousand_entries_are_read_in_no_time() -> None:
    text = "kind: ConfigMap\ndata:\n" + "".join(f"  k{index}: |\n    a\n" for index in range(10_000))
    assert written("CFG004", {"templates/configmaps.yaml": text}) == []
