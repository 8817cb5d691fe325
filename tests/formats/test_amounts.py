"""Amounts as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.amounts import amount_text


@pytest.mark.parametrize(
    ("resource", "number", "expected"),
    [
        ("cpu", 250, "0.25"),
        ("cpu", 4000, "4"),
        ("cpu", -500, "-0.5"),
        ("memory", 512 << 20, "512Mi"),
        ("memory", 8 << 30, "8Gi"),
        ("memory", (8 << 30) - (512 << 20), "7.5Gi"),
        ("memory", 1 << 41, "2Ti"),
        ("memory", 1023, "1023"),
        ("memory", -(1 << 30), "-1Gi"),
        ("ephemeral-storage", 1 << 30, "1Gi"),
        ("hugepages-2Mi", 4 << 20, "4Mi"),
        ("pods", 110, "110"),
        ("example.org/gpu", 1 << 30, "1073741824"),
    ],
)
def test_amounts(resource: str, number: int, expected: str) -> None:
    assert amount_text(resource, number) == expected


@given(st.sampled_from(("cpu", "memory", "pods")), st.integers(-(1 << 62), 1 << 62))
def test_every_amount_is_short_enough_for_a_line(resource: str, number: int) -> None:
    assert len(amount_text(resource, number)) <= 24
