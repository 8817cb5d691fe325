"""What is found to be near is what a comparison with every name finds, and it is found in time."""

import time
from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.references.alike import Alike

NAMES = st.text("abc-", min_size=1, max_size=9)


@given(st.sets(NAMES, max_size=8), NAMES)
def test_letters_leave_out_only_what_is_not_near(names: set[str], name: str) -> None:
    found = get_close_matches(name, names, 1, 0.85)
    assert Alike(names).near(name) == (found[0] if found else "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("postgres-sohp", "postgres-shop"),
        ("postgres", ""),
        ("", ""),
        ("postgres-shop", "postgres-shop"),
        ("x" * 999, ""),
    ],
)
def test_a_slip(name: str, expected: str) -> None:
    alike = Alike(("postgres-shop", "web", "x" * 998))
    assert [alike.near(name), alike.near(name)] == [expected, expected]


@pytest.mark.parametrize("beginning", ["other", "service"])
def test_many_names_are_compared_in_time(beginning: str) -> None:
    alike = Alike([f"service-{number * 7919 % 10**6:06d}-backend" for number in range(1200)])
    began = time.perf_counter()
    for number in range(1200):
        alike.near(f"{beginning}-{number * 6101 % 10**6:06d}-backend")
    assert time.perf_counter() - began < 5
