"""YAML is read as Kubernetes reads it."""

import json
import re
from pathlib import Path
from typing import Any

import helm_python
import pytest
from helm_python.errors import HelmError
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.manifests.emitting import dump
from pipeline.manifests.kyaml import YamlError, load, load_all, load_placed

SCALARS = json.loads((Path(__file__).parent / "scalars.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "expected"), SCALARS, ids=lambda value: repr(value)[:40])
def test_a_value_is_what_kubectl_makes_of_it(text: str, expected: str) -> None:
    manifest = f"kind: X\nspec:\n  v: {text}\n"
    if expected == "error":
        with pytest.raises(YamlError):
            load(manifest)
    else:
        # Beyond 64 bits Kubernetes prints a float without a point.
        assert load(manifest)["spec"]["v"] == json.loads(expected, parse_int=lambda digits: _float_beyond(int(digits)))


def _float_beyond(number: int) -> int | float:
    return number if -(2**63) <= number < 2**63 else float(number)


@pytest.mark.parametrize("text", ["9" * 400, "-" + "9" * 5000, "0x" + "f" * 400, "1" + "_0" * 3000])
def test_digits_that_make_no_number_are_text(text: str) -> None:
    assert load(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: [1\n", 2, "did not find expected"),
        ("a: 1\nb: *x\n", 2, "unknown anchor"),
        ("a: &x {b: *x}\n", 1, "contains itself"),
        ("a: 1\nb:\n  ? [c]\n  : d\n", 3, "no key of a map"),
        ("a: 1\nb: !!int x\n", 2, "cannot decode"),
        ("a: 1\nb: .nan\n", 2, "no place in JSON"),
        ("a:\n  <<: 5\n", 0, "map merge requires"),
        ('a: "x\\/y"\n', 1, "unknown escape"),
        ("[" * 600 + "]" * 600, 1, "nested deeper"),
        ("a: 1\n\0", 2, "control characters"),
    ],
)
def test_what_is_refused_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(YamlError, match=words) as caught:
        load(text)
    assert caught.value.line == line


def test_a_bomb_of_aliases_is_refused_as_go_yaml_refuses_it() -> None:
    names = "abcdefghi"
    text = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    text += "".join(f"{name}: &{name} [{','.join([f'*{names[index]}'] * 9)}]\n" for index, name in enumerate(names[1:]))
    with pytest.raises(YamlError, match="excessive aliasing"):
        load(text)


def test_documents_byte_order_marks_and_line_ends() -> None:
    assert load_all("\ufeffa: 1\r\n---\r\nb: |\r\n  x\r\n  y\r\n---\n---\nc: 1\n") == (
        {"a": 1},
        {"b": "x\ny\n"},
        None,
        {"c": 1},
    )
    assert load("") is None
    assert load_all("# nothing\n") == ()


def test_lines_and_keys_that_stand_twice() -> None:
    value, lines, duplicates = load_placed("a: 1\nb:\n  - x\n  - c: 1\n    d: {e: 2}\nl: [1,\n  2]\nb: 2\n")
    assert value == {"a": 1, "b": 2, "l": [1, 2]}
    assert lines[("a",)] == 1
    assert lines[("b", 1, "d", "e")] == 5
    assert lines[("b", 0)] == 3
    assert lines[("b", 1)] == 4
    assert lines[("l", 1)] == 7
    assert lines[("b",)] == 8
    assert [(one.path, one.line) for one in duplicates] == [(("b",), 8)]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.sampled_from(["yes", "0777", "1e3", "<<", "=", "~", "- a", "a: b", "x\n y\n", " lead", "trail ", "\t", "\ufeff", "\x85", "'", "---"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def _settled(value: Any) -> Any:
    """Whole floats are integers in JSON."""
    if isinstance(value, dict):
        return {key: _settled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_settled(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**63 else value


@given(JSON_VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert load(dump({"v": value})) == {"v": _settled(value)}


@given(JSON_VALUES)
def test_what_is_written_helm_reads_back(value: Any) -> None:
    found = helm_python.values_from_yaml(dump({"v": value}))
    assert json.loads(json.dumps(found), parse_int=float) == json.loads(json.dumps({"v": value}), parse_int=float)


@settings(max_examples=1000)
@given(st.text(alphabet=st.sampled_from("ab01:- \n#'\"[]{},|>&*!~.<_x\t"), max_size=25))
def test_helm_and_we_read_the_same_or_both_refuse(text: str) -> None:
    # libyaml refuses brackets in the name of a tag and right behind a colon, go-yaml takes them: refusing hides nothing.
    assume(not re.search(r"!\S*[\[\]{},]|:[\[\]{},?]", text))
    try:
        theirs = helm_python.values_from_yaml(f"v: {text}\n")
    except HelmError:
        with pytest.raises((YamlError, AssertionError)):
            assert isinstance(load(f"v: {text}\n"), dict)
        return
    assert json.loads(json.dumps(load(f"v: {text}\n") or {}), parse_int=float) == json.loads(
        json.dumps(theirs or {}), parse_int=float
    )
