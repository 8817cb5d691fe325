"""Texts are compared by lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.text import hunks


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a", "b", ()),
        ("a\nb\nc\n", "a\nx\nc\n", ("@@ line 1", " a", "-b", "+x", " c")),
        ("a\nb\n", "a\nb", ("@@ line 1", " a", "-b", "+b (no newline at end)")),
        ('{"a":1,"b":{"c":"' + "x" * 40 + '"}}', '{"a":2,"b":{"c":"' + "x" * 40 + '"}}', ("@@ line 1", " {", '-  "a": 1,', '+  "a": 2,', '   "b": {', f'     "c": "{"x" * 40}"', "   }")),
    ],
)  # fmt: skip
def test_hunks(before: str, after: str, expected: tuple[str, ...]) -> None:
    assert hunks(before, after) == expected


def test_hunks_far_apart_name_their_lines() -> None:
    lines = [str(index) for index in range(40)]
    changed = ["x" if index in (5, 30) else line for index, line in enumerate(lines)]
    found = hunks("\n".join(lines), "\n".join(changed))
    assert [line for line in found if line.startswith("@@")] == ["@@ line 3", "@@ line 28"]


LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=2, max_size=30)


@given(LINES, LINES)
def test_no_line_that_differs_is_lost(before: list[str], after: list[str]) -> None:
    one, other = "\n".join(before) + "\n", "\n".join(after) + "\n"
    found = hunks(one, other)
    gone, come = [sum(line.startswith(sign) for line in found) for sign in "-+"]
    assert bool(found) == (one != other)
    assert come - gone == len(after) - len(before)
