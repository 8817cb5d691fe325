"""RFC 6901: pointers to a place in a JSON document."""

from collections.abc import Iterator, Mapping
from typing import Any


def joined(parent: str, step: str | int) -> str:
    """The pointer to a child."""
    return f"{parent}/{str(step).replace('~', '~0').replace('/', '~1')}"


def steps(pointer: str) -> tuple[str, ...]:
    """The unescaped steps of a pointer; "" has none."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Each scalar and each empty map or list below a value with its pointer."""
    children: Iterator[tuple[str | int, Any]] | None = None
    if isinstance(value, Mapping) and value:
        children = iter(value.items())
    elif isinstance(value, list) and value:
        children = iter(enumerate(value))
    if children is None:
        yield pointer, value
        return
    for step, child in children:
        yield from leaves(child, joined(pointer, step))


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
