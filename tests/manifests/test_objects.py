"""Streams of documents, and lists of objects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manifests.objects import content, flattened, segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n", ["a: 1\n"]),
        ("---\na: 1\n---\nb: 2\n", ["a: 1\n", "b: 2\n"]),
        ("--- # why\na: 1\n", ["a: 1\n"]),
        ("--- {a: 1}\n", ["{a: 1}\n"]),
        ("a: |\n  ---\n  x\n", ["a: |\n  ---\n  x\n"]),
        ("k: 1\n-----BEGIN\n", ["k: 1\n-----BEGIN\n"]),
        ("---\r\na: 1\r\n", ["a: 1\r\n"]),
        ("---", [""]),
    ],
)
def test_documents_of_a_stream(text: str, expected: list[str]) -> None:
    assert [content(part) for part in segments(text)] == expected


@given(st.text(alphabet=st.sampled_from("-a: \n#"), max_size=40))
def test_segments_put_together_are_the_text(text: str) -> None:
    assert "".join(segments(text)) == text


def test_lists_are_taken_to_pieces() -> None:
    inner = {"apiVersion": "v1", "kind": "List", "items": [{"kind": "A"}, "no object", {"kind": "B"}]}
    assert [
        one.get("kind") for one in flattened({"apiVersion": "v1", "kind": "List", "items": [inner, {"kind": "C"}]})
    ] == ["A", None, "B", "C"]
    typed = {"apiVersion": "v1", "kind": "SecretList", "items": [{"metadata": {"name": "x"}}]}
    assert list(flattened(typed)) == [{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x"}}]
    assert list(flattened({"kind": "AllowList", "spec": 1})) == [{"kind": "AllowList", "spec": 1}]
