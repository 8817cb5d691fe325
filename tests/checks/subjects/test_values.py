"""Files of values as rules see them."""

import pytest

from pipeline.checks.subjects.values import Scalar, ValuesFile


def test_scalars_are_there_as_they_are_written() -> None:
    text = "a: {b: 1.0, c: 'x'}\nd:\n  - \"y\"\n  - |\n    z\n"
    assert ValuesFile("values.yaml", text).scalars == (
        Scalar(("a", "b"), "1.0", "", 1), Scalar(("a", "c"), "x", "'", 1), Scalar(("d", 0), "y", '"', 3),
        Scalar(("d", 1), "z\n", "|", 4),
    )  # fmt: skip


def test_what_stands_behind_an_alias_is_there_once() -> None:
    bomb = "a0: &a0 [x, y]\n" + "".join(f"a{one}: &a{one} [*a{one - 1}, *a{one - 1}]\n" for one in range(1, 6))
    assert [one.text for one in ValuesFile("values.yaml", bomb).scalars] == ["x", "y"]
    assert [one.text for one in ValuesFile("values.yaml", "a: &a {b: 1}\nc: {<<: *a, d: 2}\n").scalars] == ["1", "2"]


@pytest.mark.parametrize(
    "text", ["", "# only this", "a: [", "a: &a {b: *a}", "[" * 10_000, "a: 1\n\0", "- a", "5", "a: !!int x", "a: *b"]
)
def test_what_says_nothing_is_empty(text: str) -> None:
    file = ValuesFile("values.yaml", text)
    assert file.value == {}
    assert all(scalar.path == () or text == "- a" for scalar in file.scalars)


def test_a_hit_stands_at_its_key_or_the_nearest_above() -> None:
    file = ValuesFile("values.yaml", "a:\n  b/c: 1\n")
    assert (file.hit(("a", "b/c"), "").line, file.hit(("a", "b/c"), "").path) == (2, "/a/b~1c")
    assert file.hit(("a", "x", 0), "").line == 1
    assert file.hit(("y",), "").line == 1
