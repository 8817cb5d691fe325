"""The edits that turn one object into another: operations of RFC 6902 in the order in which they apply."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.compare.equality import same
from pipeline.compare.lists import Insertion, Move, Pair, Removal, matched
from pipeline.manifests.pointer import joined
from pipeline.model.change import Edit
from pipeline.schemas.listkeys import Lists

_PLAIN = re.compile(r"[A-Za-z0-9_$-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """An edit with the pointers of its value in the object before and in the object after; None where it is in neither."""

    edit: Edit
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class _At:
    """Where the walk stands. pointer: when the operation is applied; key: for people; fields: for the API's list keys."""

    pointer: str
    before: str
    after: str
    key: str
    fields: tuple[str, ...]

    def field(self, name: str) -> "_At":
        shown = f".{name}" if _PLAIN.fullmatch(name) else f'["{name}"]'
        return _At(
            joined(self.pointer, name), joined(self.before, name), joined(self.after, name),
            (self.key + shown).removeprefix("."), (*self.fields, name),
        )  # fmt: skip

    def entry(self, index: int, before: int | None, after: int | None, label: str) -> "_At":
        return _At(
            joined(self.pointer, index),
            "" if before is None else joined(self.before, before),
            "" if after is None else joined(self.after, after),
            f"{self.key}[{label}]",
            self.fields,
        )


def edits(before: Mapping[str, Any], after: Mapping[str, Any], lists: Lists) -> tuple[Found, ...]:
    """Everything that differs, as operations that turn `before` into `after` when they are applied in their order."""
    return tuple(_walk(before, after, _At("", "", "", "", ()), lists))


def _walk(before: Any, after: Any, at: _At, lists: Lists) -> Iterator[Found]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _maps(before, after, at, lists)
    elif isinstance(before, list) and isinstance(after, list):
        if not same(before, after):
            yield from _lists(before, after, at, lists)
    elif not same(before, after):
        yield Found(Edit("replace", at.pointer, before, after, key=at.key), at.before, at.after)


def _maps(before: Mapping[str, Any], after: Mapping[str, Any], at: _At, lists: Lists) -> Iterator[Found]:
    for name in before:
        if name not in after:
            place = at.field(name)
            yield Found(Edit("remove", place.pointer, before=before[name], key=place.key), place.before, None)
        elif not same(before[name], after[name]):
            yield from _walk(before[name], after[name], at.field(name), lists)
    for name in after:
        if name not in before:
            place = at.field(name)
            yield Found(Edit("add", place.pointer, after=after[name], key=place.key), None, place.after)


def _lists(before: list[Any], after: list[Any], at: _At, lists: Lists) -> Iterator[Found]:
    for step in matched(before, after, lists.keys(at.fields)):
        match step:
            case Removal(index, origin, label):
                place = at.entry(index, origin, None, label)
                yield Found(Edit("remove", place.pointer, before=before[origin], key=place.key), place.before, None)
            case Insertion(index, target, label):
                place = at.entry(index, None, target, label)
                yield Found(Edit("add", place.pointer, after=after[target], key=place.key), None, place.after)
            case Move(index, source, origin, label):
                place = at.entry(index, origin, None, label)
                edit = Edit("move", place.pointer, source=joined(at.pointer, source), key=place.key)
                yield Found(edit, None, None)
            case Pair(index, origin, target, label):
                yield from _walk(before[origin], after[target], at.entry(index, origin, target, label), lists)


def operation(edit: Edit) -> dict[str, Any]:
    """The edit as an operation of RFC 6902."""
    bare: dict[str, Any] = {"op": edit.op, "path": edit.path}
    if edit.op == "move":
        return {**bare, "from": edit.source}
    return bare if edit.op == "remove" else {**bare, "value": edit.after}


def with_text(found: Found, text: tuple[str, ...]) -> Found:
    """The same edit with the lines of its comparison."""
    return replace(found, edit=replace(found.edit, text=text))
