"""RFC 6901: pointers to a place in a JSON document."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def joined(parent: str, step: str | int) -> str:
    """The pointer to a child."""
    text = str(step)
    return f"{parent}/{text.replace('~', '~0').replace('/', '~1') if '~' in text or '/' in text else text}"


def steps(pointer: str) -> tuple[str, ...]:
    """The unescaped steps of a pointer; "" has none."""
    parts = pointer.split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in parts) if "~" in pointer else tuple(parts)


def leaves(value: Any, pointer: str = "") -> Sequence[tuple[str, Any]]:
    """Each scalar and each empty map or list below a value with its pointer."""
    found: list[tuple[str, Any]] = []
    _gather(value, pointer, found)
    return found


def _gather(value: Any, pointer: str, found: list[tuple[str, Any]]) -> None:
    if value and isinstance(value, dict):
        for key, child in value.items():
            _gather(child, joined(pointer, key), found)
    elif value and isinstance(value, list):
        for index, child in enumerate(value):
            _gather(child, f"{pointer}/{index}", found)
    else:
        found.append((pointer, value))


def replaced(value: Any, pointers: Iterator[str] | tuple[str, ...], by: Any) -> Any:
    """A copy in which `by(old)` stands at each pointer; pointers that lead nowhere are left alone."""
    tree: dict[str, Any] = {}
    for pointer in pointers:
        node = tree
        for step in steps(pointer):
            node = node.setdefault(step, {})
        node[_HERE] = True
    return _replaced(value, tree, by) if tree else value


_HERE = "\0"


def _replaced(value: Any, tree: Mapping[str, Any], by: Any) -> Any:
    if _HERE in tree:
        return by(value)
    if isinstance(value, Mapping):
        return {key: _replaced(item, tree[key], by) if key in tree else item for key, item in value.items()}
    if isinstance(value, list):
        return [
            _replaced(item, tree[str(index)], by) if str(index) in tree else item for index, item in enumerate(value)
        ]
    return value
