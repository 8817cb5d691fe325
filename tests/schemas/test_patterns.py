"""Which patterns are left out of a schema, and which are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schemas.patterns import is_broken, sifted


@pytest.mark.parametrize(
    ("pattern", "broken"),
    [
        ("((", True), ("a)", True), ("[a", True), ("*a", True), ("a\\", True), ("(?=a)", False), ("(a)\\1", False),
        ("\\Q(\\E", False), ("\\pL", False), ("a", False), ("(a{1000}){1000}", False), ("(" * 20_000, False), ("(" * 5_000, False),
    ],
)  # fmt: skip
def test_what_no_engine_compiles(pattern: str, broken: bool) -> None:
    assert is_broken(pattern) is broken


@given(st.text())
def test_any_text_is_one_or_the_other(pattern: str) -> None:
    assert is_broken(pattern) in (True, False)


def test_names_of_fields_and_data_are_no_patterns() -> None:
    left_out: dict[tuple[str | int, ...], str] = {}
    kept = {"properties": {"pattern": {"type": "string"}}, "enum": [{"pattern": "(("}], "default": {"pattern": "(("}}
    assert sifted({**kept, "allOf": [{"pattern": "(?=a)"}, {"pattern": "a"}]}, left_out) == {
        **kept,
        "allOf": [{}, {"pattern": "a"}],
    }
    assert left_out == {("allOf", 0): "(?=a)"}
