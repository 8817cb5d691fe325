"""YAML as Kubernetes reads it, and written so that Kubernetes reads the same back.

libyaml finds the events (PyYAML's C parser), go-yaml's rules give them values, and JSON's rules the keys.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from pipeline.manifests.nodes import YamlError as YamlError
from pipeline.manifests.nodes import key_of, merged, refuse_bomb, refuse_slash, value_of

Path = tuple[str | int, ...]
Event = Any  # the attributes of PyYAML's events have no common type
_DEPTH: Final = 500
_NO_KEY: Final = object()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key that stands a second time in one map; the last one counts."""

    path: Path
    line: int


def load(text: str) -> Any:
    """The first document of a text, None where there is none; YamlError for what Kubernetes refuses."""
    return next(_documents(text, _Builder()), None)


def load_shared(text: str) -> Any:
    """The same as `load`, read once: the same text gives the same object, which nobody may change."""
    return _shared(text)[0]


def has_duplicates(text: str) -> bool:
    """Whether a key may stand twice in a map of the first document, or override what a merge brought; `load_placed` tells."""
    return _shared(text)[1]


@lru_cache(maxsize=2048)
def _shared(text: str) -> tuple[Any, bool]:
    builder = _Builder()
    value = next(_documents(text, builder), None)
    return value, builder.repeated


def load_all(text: str) -> tuple[Any, ...]:
    """Every document of a text; YamlError for what Kubernetes refuses."""
    return tuple(_documents(text, _Builder()))


def load_placed(text: str) -> tuple[Any, dict[Path, int], tuple[Duplicate, ...]]:
    """The first document, the 1-based line of each key and entry by its path, and the keys that stand twice."""
    builder = _PlacedBuilder()
    value = next(_documents(text, builder), None)
    return value, builder.lines, tuple(builder.duplicates)


def _documents(text: str, builder: "_Builder") -> Iterator[Any]:
    plain = text.removeprefix("\ufeff")
    if "\0" in plain:
        raise YamlError("control characters are not allowed", plain[: plain.index("\0")].count("\n") + 1)
    parser = CParser(plain.encode("utf-8", "surrogatepass"))
    builder.suspicious = plain if "\\/" in plain else ""
    try:
        yield from _built(parser, builder)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(str(error.problem or error.context), mark.line + 1 if mark else 0) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise YamlError(" ".join(str(getattr(error, "reason", error)).split())) from error
    finally:
        parser.dispose()


def _built(parser: Any, builder: "_Builder") -> Iterator[Any]:
    """Each document as its events come."""
    while True:
        event: Event = parser.get_event()
        kind = type(event)
        if kind is ScalarEvent:
            builder.scalar(event)
        elif kind is MappingStartEvent:
            builder.opened({}, event)
        elif kind is SequenceStartEvent:
            builder.opened([], event)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            builder.closed()
        elif kind is AliasEvent:
            builder.alias(event)
        elif kind is DocumentEndEvent:
            yield builder.finished()
        elif kind is StreamEndEvent:
            return


class _Frame:
    """A map or list that is still open. size: nodes in it, those behind aliases counted each time."""

    __slots__ = ("anchor", "key", "merging", "size", "value")

    def __init__(self, value: Any, anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.key: Any = _NO_KEY
        self.merging = False
        self.size = 1


class _Builder:
    """Puts values together as the events come."""

    def __init__(self) -> None:
        self.suspicious = ""  # the text, where it may hold an escape that is none
        self.repeated = False
        self._begin()

    def _begin(self) -> None:
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.root: Any = None
        self.decoded = 0
        self.aliased = 0

    def scalar(self, event: Event) -> None:
        if self.suspicious and event.style == '"':
            refuse_slash(self.suspicious, event)
        value = value_of(event)
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        if value == "<<" and self._is_merge_key(event):
            self.stack[-1].merging = True
        else:
            self.attached(value, 1, event)

    def _is_merge_key(self, event: Event) -> bool:
        frame = self.stack[-1] if self.stack else None
        is_key = frame is not None and type(frame.value) is dict and frame.key is _NO_KEY and not frame.merging
        return is_key and bool(event.implicit[0] or event.tag == "tag:yaml.org,2002:merge")

    def opened(self, value: Any, event: Event) -> None:
        if len(self.stack) >= _DEPTH:
            raise YamlError(f"nested deeper than {_DEPTH} levels", event.start_mark.line + 1)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and type(frame.value) is dict and frame.key is _NO_KEY and not frame.merging:
            raise YamlError("a map or list is no key of a map", event.start_mark.line + 1)
        if event.anchor:
            self.anchors.pop(event.anchor, None)
        self.stack.append(_Frame(value, event.anchor))
        self.noted(event)

    def closed(self) -> None:
        frame = self.stack.pop()
        if frame.anchor:
            self.anchors[frame.anchor] = (frame.value, frame.size)
        self.attached(frame.value, frame.size, None)

    def alias(self, event: Event) -> None:
        if event.anchor not in self.anchors:
            inside = any(frame.anchor == event.anchor for frame in self.stack)
            reason = (
                f"anchor '{event.anchor}' value contains itself"
                if inside
                else f"unknown anchor '{event.anchor}' referenced"
            )
            raise YamlError(reason, event.start_mark.line + 1)
        value, size = self.anchors[event.anchor]
        self.aliased += size
        self.decoded += size
        refuse_bomb(self.aliased, self.decoded, event)
        self.attached(value, size, event)

    def attached(self, value: Any, size: int, event: Event | None) -> None:
        self.decoded += 1
        if not self.stack:
            self.root = value
            return
        frame = self.stack[-1]
        frame.size += size
        if frame.key is not _NO_KEY:
            self.repeated = self.repeated or frame.key in frame.value
            frame.value[frame.key] = value
            frame.key = _NO_KEY
        elif type(frame.value) is list:
            frame.value.append(value)
            self.noted(event)
        elif frame.merging:
            frame.merging = False
            frame.value.update(merged(value))
        else:
            frame.key = value if type(value) is str else key_of(value, event)
            self.noted(event)

    def noted(self, event: Event | None) -> None:
        """Where a key or an entry begins; of interest to the other builder only."""

    def finished(self) -> Any:
        value = self.root
        self._begin()
        return value


class _PlacedBuilder(_Builder):
    """Also keeps the line of each key and entry, and keys that stand twice."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Path, int] = {}
        self.duplicates: list[Duplicate] = []

    def noted(self, event: Event | None) -> None:
        if event is None:
            return
        opening = isinstance(event, MappingStartEvent | SequenceStartEvent)
        frames = self.stack[:-1] if opening else self.stack
        if not frames or any(frame.merging for frame in frames):
            return
        top = frames[-1].value
        if opening and type(top) is dict:
            return
        # An entry that opens a map or list is not in its own list yet.
        last = len(top) - (0 if opening else 1) if type(top) is list else frames[-1].key
        path = (*(len(one.value) if type(one.value) is list else one.key for one in frames[:-1]), last)
        if path in self.lines and type(top) is dict and last in top:
            self.duplicates.append(Duplicate(path, event.start_mark.line + 1))
        self.lines[path] = event.start_mark.line + 1
