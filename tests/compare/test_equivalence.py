"""Quantities in other words."""

from typing import Any

import pytest

from pipeline.compare.equivalence import is_equivalent
from pipeline.model.change import Edit


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("1000m", "1", True),
        ("1000m", 1, True),
        ("1Gi", "1024Mi", True),
        ("1G", "1e9", True),
        ("0.5", "500m", True),
        ("1G", "1Gi", False),
        ("100m", "101m", False),
        ("1", "one", False),
        ("x", "x ", False),
        (True, 1, False),
        ("1K", "1k", False),
    ],
)
def test_quantities(before: Any, after: Any, expected: bool) -> None:
    path = "/spec/containers/0/resources/limits/cpu"
    assert is_equivalent(Edit("replace", path, before, after)) == expected


def test_elsewhere_a_text_is_a_text() -> None:
    assert not is_equivalent(Edit("replace", "/data/limits", "1000m", "1"))
    assert not is_equivalent(Edit("add", "/spec/limits/cpu", after="1"))
