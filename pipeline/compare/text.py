"""Texts inside a field compared line by line: scripts, configuration files, JSON in one line."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

import orjson

_CONTEXT: Final = 3
_PRODUCT: Final = 25_000_000


def hunks(before: str, after: str) -> tuple[str, ...]:
    """The lines of a unified comparison, each behind " ", "-", "+" or "@@"; () where one line says it as well."""
    one, other = _lines(before), _lines(after)
    if max(len(one), len(other)) < 2:
        return ()
    return tuple(_hunks(one, other))


def _lines(text: str) -> list[str]:
    """The lines of a text; those of its indented form where it is JSON in one long line."""
    if "\n" not in text.strip() and text[:1] in "{[" and len(text) > 40:
        try:
            text = orjson.dumps(orjson.loads(text), option=orjson.OPT_INDENT_2).decode()
        except orjson.JSONDecodeError:
            return [text]
    lines = text.split("\n")
    # Whether the last line ends is visible: without a mark two texts that differ would look the same.
    return lines[:-1] if lines[-1] == "" else [*lines[:-1], f"{lines[-1]} (no newline at end)"]


def _hunks(one: list[str], other: list[str]) -> Iterator[str]:
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    middle, counterpart = one[start : len(one) - end], other[start : len(other) - end]
    if len(middle) * len(counterpart) > _PRODUCT:
        groups = [[("replace", start, len(one) - end, start, len(other) - end)]]
    else:
        # The common ends are cut off first, but for the context: the matcher's time grows with the product.
        lead, tail = min(start, _CONTEXT), min(end, _CONTEXT)
        matcher = SequenceMatcher(
            None,
            one[start - lead : len(one) - end + tail],
            other[start - lead : len(other) - end + tail],
            autojunk=False,
        )
        shift = start - lead
        groups = [
            [(tag, a + shift, b + shift, c + shift, d + shift) for tag, a, b, c, d in group]
            for group in matcher.get_grouped_opcodes(_CONTEXT)
        ]
    for group in groups:
        yield f"@@ line {group[0][3] + 1}"
        for tag, first, last, other_first, other_last in group:
            if tag == "equal":
                yield from (f" {line}" for line in one[first:last])
                continue
            yield from (f"-{line}" for line in one[first:last])
            yield from (f"+{line}" for line in other[other_first:other_last])


def _common(one: list[str], other: list[str]) -> int:
    """How many lines are the same at the beginning."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
