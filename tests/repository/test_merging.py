"""Layers merge as Helm merges values files; tests/parity shows that the charts agree."""

from typing import Any

import pytest

from pipeline.repository.merging import merge


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}, {"a": {"b": 3, "c": 2}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"b": 1}}, {"a": None}, {"a": None}),
        ({"a": None}, {"a": {"b": 1}}, {"a": {"b": 1}}),
        ({"a": 1}, {"a": {"b": 1}}, {"a": {"b": 1}}),
        ({"a": {"b": 1}}, {"a": {}}, {"a": {"b": 1}}),
    ],
)
def test_merging(lower: dict[str, Any], upper: dict[str, Any], expected: dict[str, Any]) -> None:
    before = repr((lower, upper))
    assert merge(lower, upper) == expected
    assert repr((lower, upper)) == before
