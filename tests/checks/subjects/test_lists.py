"""Lists of objects are told from what only looks like one."""

import pytest

from pipeline.checks.subjects.lists import is_list


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind: List\nitems: []", True),
        ("---\nkind: 'List'", True),
        ('--- \n{"kind" :"List"}', True),
        ("kind: ConfigMapList\nitems: []", False),
        ("kind: ConfigMap\ndata: {a: 'kind: List'}", False),
        ("kind: ListOfThings", False),
        ("a: {kind: List}", False),
        ("", False),
        ("kind" * 100_000 + ": List", False),
        ("kind" + " " * 100_000, False),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_list_is_a_document_of_that_kind(text: str, expected: bool) -> None:
    assert is_list(text) is expected
