"""A template as it is written: its documents, and each key with its line, its raw value and the blocks around it.

A template is no YAML before it is rendered, so this reads lines by their indentation: good enough to point at a line
and to see whether a value is written or comes from somewhere, and never to know what is rendered.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from pipeline.checks.subjects.actions import (
    ACTION,
    INNER,
    Guards,
    actions,
    inside,
    is_control,
    joined,
    moved,
    without_comments,
)

Step = str | int
Path = tuple[Step, ...]
_KEY: Final = re.compile(
    r"""("[^"]*"|'[^']*'|(?:[^\s#'"{\[:-]|-(?=\S)|:(?=\S))(?:[^\s:#]|:(?=\S)|[ ](?=[^\s:#])|(?<=\S)#)*)\s*:(?=\s|$)"""
)
_INDENT: Final = re.compile(r"\b(n?)indent\s+(\d+)")
_BLOCK: Final = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key, list entry or printing action.

    path: keys, and positions of list entries as they are written. value: raw text behind it, actions included; the
    lines of a block scalar too. guards: blocks around it. printed: the line is nothing but an action; path is where it prints.
    """

    line: int
    path: Path
    value: str
    guards: Guards
    printed: bool = False


@dataclass(frozen=True, eq=False)
class Document:
    """One YAML document of a template, equal to itself alone.

    line: of its first line; kind: raw value of its `kind`, "" where there is none.
    """

    line: int
    text: str
    entries: tuple[Entry, ...]

    @property
    def kind(self) -> str:
        return self.value("kind")

    def value(self, *path: Step) -> str:
        """Raw value at a path, "" where the path is not written."""
        found = self.entry(*path)
        return found.value if found else ""

    def entry(self, *path: Step) -> Entry | None:
        """The first entry written at a path."""
        return self._first.get(path)

    def below(self, *path: Step) -> Iterator[Entry]:
        """The entries at a path and below it."""
        return iter(self._below.get(path, ()))

    def has(self, *path: Step) -> bool:
        """Whether anything is written at a path or below it."""
        return path in self._below

    @cached_property
    def _first(self) -> Mapping[Path, Entry]:
        return {entry.path: entry for entry in reversed(self.entries)}

    @cached_property
    def _below(self) -> Mapping[Path, Sequence[Entry]]:
        found: dict[Path, list[Entry]] = {}
        for entry in self.entries:
            for length in range(len(entry.path) + 1):
                found.setdefault(entry.path[:length], []).append(entry)
        return found


@dataclass(frozen=True, slots=True)
class Template:
    """path: within the chart ("templates/web.yaml"); text: as it is; documents: what stands outside of `define`."""

    path: str
    text: str
    documents: tuple[Document, ...]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass
class _Reading:
    """What is known while lines are read: the open keys as (column, step), the entries found, a block scalar that is open."""

    line: int
    stack: list[tuple[int, Step]] = field(default_factory=list)
    counts: dict[Path, int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    block: int | None = None

    def path(self) -> Path:
        return tuple(step for _, step in self.stack)


def template(path: str, text: str) -> Template:
    """Reads a template; the same text is read once."""
    return Template(path, text, _read_once(text))


@lru_cache(maxsize=4096)
def _read_once(text: str) -> tuple[Document, ...]:
    return tuple(_documents(text))


def _documents(text: str) -> Iterator[Document]:
    guards: Guards = ()
    reading = _Reading(1)
    number = 1
    for raw in joined(without_comments(text.replace("\r", ""))).split("\n"):
        acting = "{{" in raw
        bare = ACTION.sub(lambda match: "" if is_control(inside(match[0])) else match[0], raw) if acting else raw
        if not _in_define(guards):
            if bare.startswith("---") and bare[3:].strip()[:1] in ("", "#", "{"):
                yield from _finished(reading)
                reading = _Reading(number)
            else:
                reading.lines.append(raw.replace(INNER, "\n"))
                _read(reading, bare, number, guards)
        for _, action in actions(raw) if acting else ():
            guards = moved(guards, action)
        number += 1 + raw.count(INNER)
    yield from _finished(reading)


def _in_define(guards: Guards) -> bool:
    return any(guard.word == "define" for guard in guards)


def _finished(reading: _Reading) -> Iterator[Document]:
    if reading.entries:
        yield Document(reading.line, "\n".join(reading.lines), tuple(reading.entries))


def _read(reading: _Reading, bare: str, number: int, guards: Guards) -> None:
    content = bare.strip()
    column = len(bare) - len(bare.lstrip(" "))
    if reading.block is not None and (not content or column > reading.block):
        last = reading.entries[-1]
        reading.entries[-1] = Entry(last.line, last.path, f"{last.value}\n{bare.replace(INNER, ' ')}", last.guards)
        return
    reading.block = None
    if not content or content.startswith("#"):
        return
    if ACTION.fullmatch(content):
        _close(reading, _printed_at(content, column), is_item=False)
        reading.entries.append(Entry(number, reading.path(), content.replace(INNER, " "), guards, printed=True))
        return
    _item_or_key(reading, column, content, number, guards)


def _printed_at(action: str, column: int) -> int:
    """The column of what an action prints."""
    indent = _INDENT.search(action)
    return column if not indent else int(indent[2]) if indent[1] else column + int(indent[2])


def _item_or_key(reading: _Reading, column: int, content: str, number: int, guards: Guards) -> None:
    around = column
    while content.startswith("- ") or content == "-":
        around = column
        _close(reading, column, is_item=True)
        parent = reading.path()
        position = reading.counts.get(parent, 0)
        reading.counts[parent] = position + 1
        reading.stack.append((column, position))
        rest = content[1:].lstrip(" ")
        column += len(content) - len(rest)
        content = rest
    key = _KEY.match(content)
    if key:
        around = column
        _close(reading, column, is_item=False)
        reading.stack.append((column, key[1].strip("\"'")))
        content = content[key.end() :].strip()
        reading.counts.pop(reading.path(), None)
    reading.entries.append(Entry(number, reading.path(), content.replace(INNER, " "), guards))
    if _BLOCK.match(content):
        reading.block = around


def _close(reading: _Reading, column: int, is_item: bool) -> None:
    """Closes what is as deep as this column or deeper; a list may stand in the column of its key."""
    while reading.stack:
        at, step = reading.stack[-1]
        if at > column or (at == column and not (is_item and isinstance(step, str))):
            reading.stack.pop()
        else:
            return
