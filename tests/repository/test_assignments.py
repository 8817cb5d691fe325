"""The texts of `--set` mean what they mean to Helm."""

import re
from collections.abc import Mapping
from typing import Any

import helm_python
import pytest
from helm_python.errors import HelmError
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.repository.assignments import FLAG, assignments
from pipeline.repository.setting import SettingError, apply

PIECES = ["a", "b", "a.b", "[0]", "[1]", "=", "=", ",", "{", "}", "\\", ".", "1", "0", "true", "null", " ", "é", "\n"]
_FORGOTTEN = re.compile(r"\].*\..*=$", re.DOTALL)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)


def ours(text: str) -> Mapping[str, Any]:
    values: Mapping[str, Any] = {}
    for one in assignments(text):
        values = apply(values, one.path, one.value).values
    return values


@given(TEXTS)
@example("a=\\{b}")
@example("a={\\{b\\},\\\\}")
@example("a={b}c=d")
@example("a=b\\")
@example("a=b,")
@example("a=b,c")
@example("a=x=y")
@example("a={")
def test_a_text_means_what_it_means_to_helm(text: str) -> None:
    """Where both take it: Helm takes paths with empty keys and does nothing, and forgets `a[0].b=` at the end of a text."""
    if _FORGOTTEN.search(text):
        return
    try:
        theirs = helm_python.parse_set_string(text)
    except HelmError:
        with pytest.raises(SettingError):
            ours(text)
        return
    try:
        assert ours(text) == theirs
    except SettingError:
        return


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b=c,d=e", {"a": {"b": "c"}, "d": "e"}),
        ("a={x,1,true},b[1].c=2", {"a": ["x", 1, True], "b": [None, {"c": 2}]}),
        ("node\\.io/x=a\\,b", {"node.io/x": "a,b"}),
        ("a=,b=007,c=-1", {"a": "", "b": "007", "c": -1}),
        ("a=1,a=2", {"a": 2}),
        ("", {}),
        ('a=it\'s "$(x)" `y`;', {"a": 'it\'s "$(x)" `y`;'}),
    ],
)
def test_values_have_the_types_of_helm(text: str, expected: Mapping[str, Any]) -> None:
    assert ours(text) == expected
    assert all(one.place == FLAG for one in assignments(text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a", "--set 'a' has no value where it says 'a'"),
        ("a=1,b", "where it says 'b'"),
        (",a=1", "where it says ',a=1'"),
        ("a={b", "has a list that does not end"),
        ("=1", "has an empty key"),
        ("a=1,a.b=2", "a is no map"),
    ],
)
def test_what_is_no_assignment_is_said(text: str, reason: str) -> None:
    with pytest.raises(SettingError) as error:
        ours(text)
    assert reason in str(error.value)
