"""Edits are operations of RFC 6902 that turn before into after."""

from typing import Any

import jsonpatch
import pytest
from deepdiff import DeepDiff
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.edits import edits, operation
from pipeline.compare.equality import same
from pipeline.schemas.listkeys import NONE, of_kind

LEAVES = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from([0.5, "", "a", "a/b", "~1", "1"])
NAMED = st.lists(st.fixed_dictionaries({"name": st.sampled_from("abcde"), "v": LEAVES}), max_size=5)
VALUES = st.recursive(
    LEAVES | NAMED,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "b", "x/y", "m~n", "containers", "0"]), inner, max_size=4)
    ),
    max_leaves=14,
)
OBJECTS = st.dictionaries(st.sampled_from(["a", "b", "spec", "x/y"]), VALUES, max_size=4)


@given(OBJECTS, OBJECTS)
def test_edits_applied_in_their_order_make_the_object_after(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = edits(before, after, NONE)
    patch = jsonpatch.JsonPatch([operation(one.edit) for one in found])
    assert same(patch.apply(before), after)


@given(OBJECTS, OBJECTS)
def test_there_are_edits_just_where_the_objects_differ(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert bool(edits(before, after, NONE)) == (not same(before, after))
    assert not edits(before, before, NONE)


@given(OBJECTS, OBJECTS)
def test_an_independent_oracle_sees_a_difference_where_we_do(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert bool(edits(before, after, NONE)) == bool(DeepDiff(before, after, ignore_order=False))


@given(OBJECTS, OBJECTS)
def test_edits_say_what_was_and_what_will_be(before: dict[str, Any], after: dict[str, Any]) -> None:
    for one in edits(before, after, NONE):
        if one.before is not None:
            assert same(jsonpatch.JsonPointer(one.before).resolve(before), one.edit.before)
        if one.after is not None:
            assert same(jsonpatch.JsonPointer(one.after).resolve(after), one.edit.after)


def _pod(*containers: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "spec": {"template": {"spec": {"containers": list(containers)}}},
    }


DEPLOYMENT = of_kind("apps/v1", "Deployment")


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        (_pod({"name": "a", "image": "1"}), _pod({"name": "a", "image": "2"}), [("replace", "containers[a].image")]),
        (
            _pod({"name": "a", "image": "1"}),
            _pod({"name": "side"}, {"name": "a", "image": "2"}),
            [("add", "containers[side]"), ("replace", "containers[a].image")],
        ),
        (_pod({"name": "a"}, {"name": "b"}), _pod({"name": "b"}, {"name": "a"}), [("move", "containers[b]")]),
        (_pod({"name": "a"}, {"name": "b"}), _pod({"name": "b"}), [("remove", "containers[a]")]),
        (
            _pod({"name": "a", "ports": [{"containerPort": 80, "name": "http"}]}),
            _pod({"name": "a", "ports": [{"containerPort": 81, "name": "http"}]}),
            [("replace", "containers[a].ports[81/TCP].containerPort")],
        ),
        (
            _pod({"name": "a", "ports": [{"containerPort": 80, "protocol": "UDP"}, {"containerPort": 80}]}),
            _pod({"name": "a", "ports": [{"containerPort": 80, "protocol": "TCP"}, {"containerPort": 80, "protocol": "UDP"}]}),
            [("move", "containers[a].ports[80/TCP]"), ("add", "containers[a].ports[80/TCP].protocol")],
        ),
        (_pod({"name": "a", "args": ["x", "y", "z"]}), _pod({"name": "a", "args": ["x", "z"]}), [("remove", "containers[a].args[1]")]),
    ],
)  # fmt: skip
def test_entries_of_lists_are_matched_by_the_keys_of_the_api(
    before: dict[str, Any], after: dict[str, Any], keys: list[tuple[str, str]]
) -> None:
    found = [one.edit for one in edits(before, after, DEPLOYMENT)]
    assert [(one.op, one.key.removeprefix("spec.template.spec.")) for one in found] == keys
    assert same(jsonpatch.JsonPatch([operation(one) for one in found]).apply(before), after)


def test_keys_that_are_no_plain_words_are_quoted() -> None:
    (found,) = edits({"labels": {"app.kubernetes.io/name": "a"}}, {"labels": {"app.kubernetes.io/name": "b"}}, NONE)
    assert found.edit.key == 'labels["app.kubernetes.io/name"]'
    assert found.edit.path == "/labels/app.kubernetes.io~1name"
