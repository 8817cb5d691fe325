"""Keys that stand twice, in the objects of a document that they belong to."""

import pytest

from pipeline.checks.subjects.repeated import repeated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nkind: A\nspec: {a: 1}\n", ()),
        ("---\nkind: A\nspec: {a: 1, a: 2}\n", (("/spec/a",),)),
        ("kind: A\nkind: B\nspec: [{a/b: 1, a/b: 2}]", (("/kind", "/spec/0/a~1b"),)),
        ("kind: List\nitems: [{a: 1}, null, {b: 1, b: 2}]", ((), (), ("/b",))),
        ("kind: List\nitems: []\nitems: [{b: {c: 1, c: 1}}]", (("/b/c",),)),
        ("kind: AListList\nitems: [{items: [{}, {b: 1, b: 2}]}]", ((), ("/b",))),
        ("kind: A\nitems: [{b: 1, b: 2}]", (("/items/0/b",),)),
        ("[{b: 1, b: 2}]", ()),
        ("", ()),
    ],
)
def test_pointers_by_object(text: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert repeated(text) == expected


def test_a_list_of_many_objects_with_keys_twice() -> None:
    found = repeated("kind: List\nitems:\n" + "- {a: 1, a: 2}\n" * 10_000)
    assert len(found) == 10_000
    assert set(found) == {("/a",)}
