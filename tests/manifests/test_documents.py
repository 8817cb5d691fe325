"""Documents of a file have the lines of the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manifests.documents import documents
from pipeline.manifests.kyaml import YamlError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("a: 1\n", [(1, {"a": 1})]),
        ("# one\n---\n# two\n\na: 1\n---\nb: 2\n", [(1, None), (5, {"a": 1}), (7, {"b": 2})]),
        ("--- {a: 1}\n--- # said\nb: 2\n", [(1, {"a": 1}), (3, {"b": 2})]),
        ("---\n---\n[1]", [(1, None), (3, [1])]),
    ],
)
def test_each_document_has_the_line_where_it_is_written(text: str, found: list[tuple[int, object]]) -> None:
    assert [(one.line, one.value) for one in documents(text.encode())] == found


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a: [\n", 1),
        (b"---\na: 1\n---\nb: 1\nc: [\n", 5),
        (b"a: 1\n---\nb:\n\t- 1\n", 4),
        (b"a: 1\nb: \xff", 2),
        (b"a: \0", 1),
    ],
)
def test_what_cannot_be_read_has_its_line_in_the_file(data: bytes, line: int) -> None:
    with pytest.raises(YamlError) as caught:
        list(documents(data))
    assert caught.value.line == line


@given(st.lists(st.sampled_from(["a: 1\n", "---\n", "# x\n", "\n", "b: [\n", "--- c\n", "\t\n"])))
def test_no_line_lies_outside_of_the_file(lines: list[str]) -> None:
    try:
        found = [one.line for one in documents("".join(lines).encode())]
    except YamlError as error:
        found = [error.line]
    assert all(1 <= line <= max(1, len(lines)) for line in found)
