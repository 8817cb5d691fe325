"""Variables are replaced once, by value or default, and never parsed again."""

import pytest

from pipeline.repository.variables import Missing, substitute

SET = {"A": "1", "EMPTY": "", "TRICK": "${A}"}.get


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", "x"),
        ("${A}", "1"),
        ("a${A}b${A}", "a1b1"),
        ("${B:-two}", "two"),
        ("${B:-}", ""),
        ("${A:-two}", "1"),
        ("${EMPTY}", ""),
        ("${EMPTY:-two}", "two"),
        ("${TRICK}", "${A}"),
        ("$${A}", "${A}"),
        ("$A $ {A}", "$A $ {A}"),
    ],
)
def test_text(text: str, expected: str) -> None:
    assert substitute(text, SET) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [("${B}", "B is not set"), ("${1x}", "no variable"), ("${A", "no variable"), ("${A-b}", "no variable")],
)
def test_what_is_missing_is_named(text: str, words: str) -> None:
    found = substitute(text, SET)
    assert isinstance(found, Missing)
    assert words in found.message


def test_without_a_lookup_defaults_alone_count() -> None:
    assert substitute("${A:-x}", None) == "x"
    found = substitute("${A}", None)
    assert isinstance(found, Missing)
    assert "no default" in found.message
