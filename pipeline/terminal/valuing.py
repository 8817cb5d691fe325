"""`rendiff values` at the command line: leaves with their origins, or two environments side by side."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from pipeline.commands.values import Difference, Leaves, compare
from pipeline.commands.values import values as merged
from pipeline.errors import PipelineError
from pipeline.formats.escaping import terminal_line
from pipeline.formats.lines import Paint
from pipeline.repository.origins import Leaf
from pipeline.repository.sheet import dotted
from pipeline.terminal.asking import Flags, colored, request_of
from pipeline.terminal.output import print_text, write
from pipeline.verdict import OK


def values(flags: Flags) -> int:
    """Prints the values in each format that was asked for."""
    outputs = [_target(word) for word in flags["outputs"] or ("text",)]
    request, _ = request_of(flags)
    paint = Paint(colored(flags, sys.stdout.isatty(), request.world))
    if flags["compare"]:
        differences = compare(request, flags["head"], *flags["compare"])
        texts = {"text": _compared_text(differences, flags["compare"], paint), "json": _json(_compared(differences))}
    else:
        found = merged(request, flags["head"])
        texts = {"text": _text(found, paint), "json": _json(_listed(found))}
    for name, file in outputs:
        if file:
            write(file, texts[name])
        else:
            print_text(texts[name])
    return OK


def _target(word: str) -> tuple[str, Path | None]:
    name, _, file = word.partition("=")
    if name not in ("text", "json"):
        raise PipelineError(f"values are shown as text or json, not as {name!r}")
    return name, Path(file) if file else None


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _text(found: Mapping[str, Leaves], paint: Paint) -> str:
    return "\n".join("".join(f"{line}\n" for line in _release(label, leaves, paint)) for label, leaves in found.items())


def _release(label: str, leaves: Leaves, paint: Paint) -> Iterator[str]:
    yield paint.bold(terminal_line(label))
    rows = [(terminal_line(f"{dotted(path)}: {_value(leaf)}"), _origin(leaf)) for path, leaf in leaves.items()]
    width = min(max((len(left) for left, _ in rows), default=0), 60)
    yield from (f"  {left:{width}}  {paint.dim(right)}" for left, right in rows)


def _value(leaf: Leaf | None) -> str:
    if leaf is None:
        return "-"
    return orjson.dumps(leaf.value).decode() if not isinstance(leaf.value, str) or not leaf.value else leaf.value


def _origin(leaf: Leaf) -> str:
    return terminal_line(f"{leaf.layer}: {leaf.place}")


def _compared_text(found: Mapping[str, tuple[Difference, ...]], names: tuple[str, str], paint: Paint) -> str:
    return "\n".join(
        "".join(f"{line}\n" for line in _table(label, rows, names, paint)) for label, rows in found.items()
    )


def _table(label: str, differences: tuple[Difference, ...], names: tuple[str, str], paint: Paint) -> Iterator[str]:
    yield paint.bold(terminal_line(label)) + ("" if differences else ": no difference")
    if not differences:
        return
    rows = [("value", *names), *((dotted(one.path), _value(one.left), _value(one.right)) for one in differences)]
    safe = [tuple(terminal_line(cell) for cell in row) for row in rows]
    widths = [min(max(len(row[column]) for row in safe), 50) for column in range(2)]
    for index, row in enumerate(safe):
        line = f"  {row[0]:{widths[0]}}  {row[1]:{widths[1]}}  {row[2]}".rstrip()
        yield paint.dim(line) if not index else line


def _listed(found: Mapping[str, Leaves]) -> dict[str, Any]:
    return {label: {dotted(path): _leaf(leaf) for path, leaf in leaves.items()} for label, leaves in found.items()}


def _compared(found: Mapping[str, tuple[Difference, ...]]) -> dict[str, Any]:
    return {
        label: {dotted(one.path): {"left": _leaf(one.left), "right": _leaf(one.right)} for one in differences}
        for label, differences in found.items()
    }


def _leaf(leaf: Leaf | None) -> dict[str, Any] | None:
    if leaf is None:
        return None
    return {"value": leaf.value, "layer": leaf.layer, "file": leaf.place.file, "line": leaf.place.line}
