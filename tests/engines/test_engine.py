"""What Helm says by chance in this order or that is said in one."""

import pytest

from pipeline.engines.engine import RenderError


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("no\n  - at '/b': x\n  - at '/a': y\n", "no\n  - at '/a': y\n  - at '/b': x"),
        (
            "web:\n  - at '': additional properties 'b', 'c', 'a' not allowed\nend",
            "web:\n  - at '': additional properties 'a', 'b', 'c' not allowed\nend",
        ),
        ("template: x\nthen: y", "template: x\nthen: y"),
    ],
    ids=["violations", "properties of one", "other lines stay"],
)
def test_violations_of_a_schema_are_sorted(said: str, expected: str) -> None:
    assert str(RenderError(said)) == expected
