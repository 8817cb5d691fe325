"""Settings have the grammar and the types of Helm's `--set`."""

from typing import Any

import helm_python
import pytest
from helm_python.errors import HelmError
from hypothesis import given
from hypothesis import strategies as st

from pipeline.repository.setting import Literal, SettingError, apply, parsed, typed

KEYS = st.text(alphabet="ab.\\[]=,0- ", min_size=1, max_size=12)
TEXTS = st.text(alphabet="truefalsn0123456789+-.eE {}", max_size=8)


@given(KEYS, TEXTS)
def test_a_setting_is_what_helm_makes_of_it(path: str, text: str) -> None:
    """Where both take it; ours refuses more, for Helm reads `a=b` and `a,b` in a path as several settings."""
    if text.startswith("{") or "=" in path or "," in path:
        return
    try:
        ours = apply({}, path, text).values
    except SettingError:
        return
    assert ours == helm_python.parse_set_string(f"{path}={text}")


@given(st.lists(st.text(alphabet="ab01 -", max_size=4), max_size=4))
def test_a_list_is_what_helm_makes_of_it(items: list[str]) -> None:
    text = "{" + ",".join(items) + "}"
    assert {"a": typed(text)} == helm_python.parse_set_string(f"a={text}")


@given(KEYS)
def test_what_helm_refuses_is_refused(path: str) -> None:
    if "=" in path or "," in path or path.endswith("\\"):
        return
    try:
        helm_python.parse_set_string(f"{path}=x")
    except HelmError:
        with pytest.raises(SettingError):
            apply({}, path, "x")


@pytest.mark.parametrize(
    ("values", "path", "value", "expected"),
    [
        ({}, "a.b[0].c", "1", {"a": {"b": [{"c": 1}]}}),
        ({"a": {"b": 1, "c": 2}}, "a.b", "x", {"a": {"b": "x", "c": 2}}),
        ({"a": [1, 2, 3]}, "a[1]", "x", {"a": [1, "x", 3]}),
        ({"a": [{"b": 1}]}, "a[0].c", "x", {"a": [{"b": 1, "c": "x"}]}),
        ({}, "a[2]", "x", {"a": [None, None, "x"]}),
        ({}, "nodes\\.io/x", True, {"nodes.io/x": True}),
        ({}, "a", "\\{b}", {"a": "{b}"}),
        ({}, "a", "x,y=z", {"a": "x,y=z"}),
        ({}, "a", Literal("true"), {"a": "true"}),
        ({}, "a", 1.5, {"a": 1.5}),
        ({}, "a", ["1", 2, None], {"a": [1, 2, None]}),
    ],
)
def test_settings_over_values(values: dict[str, Any], path: str, value: Any, expected: dict[str, Any]) -> None:
    before = repr(values)
    assert apply(values, path, value).values == expected
    assert repr(values) == before


@pytest.mark.parametrize(
    ("values", "path", "words"),
    [
        ({}, "", "empty key"),
        ({}, "a..b", "empty key"),
        ({}, "a[x]", "no index"),
        ({}, "a[99999999]", "no index"),
        ({}, "a[0]b", "where a dot belongs"),
        ({}, "a=b", "where a dot belongs"),
        ({"a": 1}, "a.b", "a is no map"),
        ({"a": None}, "a.b", "a is no map"),
        ({"a": {"b": 1}}, "a.b[0]", "a.b is no list"),
        ({}, ".".join("a" * 40), "deeper than 30"),
    ],
)
def test_what_cannot_be_set_is_said(values: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(SettingError, match=words):
        apply(values, path, "x")


def test_integers_are_known_by_their_path() -> None:
    assert apply({}, "a.b", "5").integers == {("a", "b")}
    assert apply({}, "a", "{1,x,2}").integers == {("a", 0), ("a", 2)}
    assert apply({}, "a", "true").integers == frozenset()


def test_a_path_is_parsed_to_its_steps() -> None:
    assert parsed("a\\.b[0][1].c") == ("a.b", 0, 1, "c")
