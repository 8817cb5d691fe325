"""One value put at a path, in the grammar and with the types of Helm's `--set` (helm.sh/helm/v4 pkg/strvals)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.errors import PipelineError

Step = str | int
Leaf = tuple[Step, ...]

_LEVELS: Final = 30
_INDEX: Final = 65536
_KEY: Final = re.compile(r"(?:\\.|[^\\.\[=,])+", re.DOTALL)
_ENTRY: Final = re.compile(r"\[([^\]]*)\]")
_ITEM: Final = re.compile(r"(?:\\.|[^\\,])*", re.DOTALL)
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")


class SettingError(PipelineError):
    """A path that is none, or that leads through something that is no map or list."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A text that is taken as it is, as `--set-literal` takes it."""

    text: str


@dataclass(frozen=True, slots=True)
class Applied:
    """Values with a setting in them. integers: paths that now hold 64-bit integers, where values files make floats."""

    values: Mapping[str, Any]
    integers: frozenset[Leaf]


def apply(values: Mapping[str, Any], path: str, value: Any) -> Applied:
    """The values with `value` at `path`; what is on the way is made, what is there is kept.

    value: a text is typed as Helm types it; numbers, bools, null and lists keep the type that YAML gave them.
    Raises SettingError.
    """
    steps = parsed(path)
    final = typed(value)
    found: Mapping[str, Any] = _put(values, steps, 0, final)
    return Applied(found, frozenset(_integers(final, steps)))


def parsed(path: str) -> Leaf:
    """The steps of a path: keys of maps as texts, indices of lists as numbers."""
    steps: list[Step] = []
    position = 0
    while True:
        key = _KEY.match(path, position)
        if not key:
            raise SettingError(f"{path!r} has an empty key; a path looks like a.b[0].c, with \\. for a dot in a key")
        steps.append(re.sub(r"\\(.)", r"\1", key[0], flags=re.DOTALL))
        position = key.end()
        while entry := _ENTRY.match(path, position):
            steps.append(_index(path, entry[1]))
            position = entry.end()
        if len([step for step in steps if isinstance(step, str)]) > _LEVELS + 1:
            raise SettingError(f"{path!r} is nested deeper than {_LEVELS} levels, which is as deep as Helm goes")
        if position == len(path):
            return tuple(steps)
        if path[position] != ".":
            raise SettingError(
                f"{path!r} has {path[position]!r} where a dot belongs; write \\{path[position]} if it is part of a key"
            )
        position += 1


def typed(value: Any) -> Any:
    """A value as `--set` makes it of a text: `{a,b}` is a list, true, false, null and integers are what they say."""
    if isinstance(value, Literal):
        return value.text
    if isinstance(value, list):
        return [typed(item) if isinstance(item, str | Literal) else item for item in value]
    if not isinstance(value, str):
        return value
    if value.startswith("\\{"):
        return value[1:]
    if value.startswith("{") and value.endswith("}"):
        return [scalar(re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL)) for item in _items(value[1:-1])]
    return scalar(value)


def _items(text: str) -> list[str]:
    found, position = [], 0
    while True:
        match = _ITEM.match(text, position)
        end = match.end() if match else len(text)
        found.append(text[position:end])
        if end >= len(text):
            return found
        position = end + 1


def scalar(text: str) -> Any:
    """A text as `--set` types it: true, false, null and integers are what they say."""
    constants: dict[str, Any] = {"true": True, "false": False, "null": None, "0": 0}
    if text.lower() in constants:
        return constants[text.lower()]
    if text[:1] != "0" and _INTEGER.fullmatch(text) and -(1 << 63) <= int(text) < 1 << 63:
        return int(text)
    return text


def _index(path: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > _INDEX:
        raise SettingError(f"{path!r} has [{text}], which is no index from 0 to {_INDEX}")
    return int(text)


def _put(holder: Any, steps: Leaf, depth: int, value: Any) -> Any:
    if depth == len(steps):
        return value
    step = steps[depth]
    if isinstance(step, int):
        return _put_entry(holder, steps, depth, value)
    if holder is None and depth and isinstance(steps[depth - 1], int):
        holder = {}
    if not isinstance(holder, Mapping):
        raise SettingError(f"{shown(steps[:depth])} is no map, so {shown(steps)} cannot be set in it")
    below = (
        holder[step] if step in holder else [] if depth + 1 < len(steps) and isinstance(steps[depth + 1], int) else {}
    )
    return {**holder, step: _put(below, steps, depth + 1, value)}


def _put_entry(holder: Any, steps: Leaf, depth: int, value: Any) -> list[Any]:
    step = steps[depth]
    nested = depth and isinstance(steps[depth - 1], int)
    entries = [] if holder is None and nested else holder
    if not isinstance(entries, list) or not isinstance(step, int):
        raise SettingError(f"{shown(steps[:depth])} is no list, so {shown(steps)} cannot be set in it")
    grown = [*entries, *[None] * (step + 1 - len(entries))]
    grown[step] = _put(grown[step], steps, depth + 1, value)
    return grown


def shown(steps: Leaf) -> str:
    """A path as people write it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def _integers(value: Any, path: Leaf) -> list[Leaf]:
    if isinstance(value, list):
        return [leaf for index, item in enumerate(value) for leaf in _integers(item, (*path, index))]
    return [path] if isinstance(value, int) and not isinstance(value, bool) else []
