"""The objects in a text of YAML documents: documents told apart as Kubernetes does, lists taken to pieces."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_START = re.compile(r"(?m)^(?=---(?:[ \t\r\n]|\Z))")
_MARK = re.compile(r"---[^\n]*(\n|\Z)")


def segments(text: str) -> tuple[str, ...]:
    """The documents of a stream with their `---` lines; put together again they are the text."""
    parts = _START.split(text) if "---" in text else (text,)
    return tuple(part for part in parts if part)


def content(segment: str) -> str:
    """A segment without the `---` line that opens it; what follows the dashes on that line is kept."""
    mark = _MARK.match(segment)
    if not mark:
        return segment
    rest = mark[0][3:].strip()
    return segment[mark.end() :] if not rest or rest.startswith("#") else f"{rest}\n{segment[mark.end() :]}"


def flattened(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The object itself, or the items of a `kind: List` or `kind: …List`, as Helm and kubectl apply them.

    An item that is no object comes as an empty one, so that it is judged and not lost.
    """
    return (part for _, part in parts(body))


def parts(
    body: Mapping[str, Any], place: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """The same with the path from the body to each."""
    kind, items = body.get("kind"), body.get("items")
    if not (isinstance(kind, str) and kind.endswith("List") and isinstance(items, list)):
        yield place, body
        return
    default = {"apiVersion": body.get("apiVersion"), "kind": kind[: -len("List")]}
    for index, item in enumerate(items):
        if isinstance(item, Mapping):
            typed = item if "kind" in item or kind == "List" else {**default, **item}
            yield from parts(typed, (*place, "items", index))
        else:
            yield (*place, "items", index), {}
