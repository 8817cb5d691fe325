"""What a template writes out itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.subjects.template import template
from pipeline.checks.subjects.written import MARK, Written, plain, written
from pipeline.manifests.kyaml import YamlError, load


def scalars(text: str) -> list[Written]:
    return [one for document in template("templates/a.yaml", text).documents for one in written(document)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("debug", "debug"),
        ("debug # loud", "debug"),
        ("# nothing", ""),
        ("a#b", "a#b"),
        ('"true" # quoted', "true"),
        ("'it''s'", "it's"),
        (r'"a\nb"', "a\nb"),
        ("{{ .Values.a }}", MARK),
        ('"{{ printf "a" }}:{{ .Values.b }}"', f"{MARK}:{MARK}"),
        ('"broken', "broken"),
    ],
)
def test_raw_values_are_the_texts_they_stand_for(raw: str, expected: str) -> None:
    assert plain(raw) == expected


@given(st.sampled_from("'\""), st.text(st.sampled_from(f"ab #:[]\\\"'\t-{MARK}é\x7f")))
def test_a_text_in_quotes_is_what_yaml_says(quote: str, inner: str) -> None:
    try:
        assert plain(f"{quote}{inner}{quote}") == str(load(f"{quote}{inner}{quote}"))
    except YamlError:
        assert plain(f"{quote}{inner}{quote}") == f"{quote}{inner}{quote}".strip("'\"")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b", [(("a",), "b")]),
        ("a:\n  - b\n  - c: d", [(("a", 0), "b"), (("a", 1, "c"), "d")]),
        ("a: [b, {c: 5, d: true, e: null, f: '{{ .Values.f }}'}]", [(("a", 0), "b"), (("a", 1, "c"), "5"), (("a", 1, "d"), "true"), (("a", 1, "f"), MARK)]),
        ("a: {{ .Values.a }}\n{{ .Values.b }}", [(("a",), MARK)]),
        ("a: {b, [c", []),
        ("a: |\n  b\n  {{ .Values.c }}\nd: e", [(("a",), f"  b\n  {MARK}"), (("d",), "e")]),
        ("a:\n  - |\n    b: c\n  - d", [(("a", 0), "    b: c"), (("a", 1), "d")]),
    ],
)  # fmt: skip
def test_scalars_stand_at_their_paths(text: str, expected: list[tuple[tuple[str | int, ...], str]]) -> None:
    assert [(one.path, one.text) for one in scalars(text)] == expected


def test_what_holds_an_action_is_no_literal() -> None:
    assert [one.is_literal for one in scalars("a: b\nc: 'd{{ .Values.e }}'\nf: |\n  g")] == [True, False, True]
    assert [one.block for one in scalars("a: b\nc: |\n  d")] == [False, True]


@given(st.text(st.sampled_from("ab:- \n\"'[]{}|>#&*!%{{}}.\t"), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= one.line <= lines for one in scalars(text))
