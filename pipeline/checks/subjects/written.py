"""What a template writes out itself: each scalar at its place, with the actions in it marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from pipeline.checks.subjects.actions import ACTION, Guards
from pipeline.checks.subjects.template import Document, Entry, Path
from pipeline.manifests.kyaml import YamlError, load

# Stands for an action: of a private range, so no text of a chart has it.
MARK: Final = "\ue000"
_MARKS: Final = re.compile(MARK)
# A text in quotes in which nothing stands for something else.
_BARE: Final = re.compile(rf"\"([ !#-\[\]-~{MARK}]*)\"|'([ -&(-~{MARK}]*)'")
_OPEN: Final = re.compile(
    r"\.Values\b|\$\w|\b(?:include|template|tpl)\b"
    r"|(?<![\w.)])\.(?!(?:Release|Chart|Capabilities|Template|Files|Subcharts)\b)"
)


@dataclass(frozen=True, slots=True)
class Written:
    """One scalar. text: without quotes, MARK for each action; block: it is a block scalar."""

    path: Path
    text: str
    line: int
    guards: Guards
    block: bool = False

    @property
    def is_literal(self) -> bool:
        """Whether all of it is written out."""
        return bool(self.text) and MARK not in self.text


@lru_cache(maxsize=4096)
def written(document: Document) -> tuple[Written, ...]:
    """Each scalar of a document, those in flow style too; looked for once."""
    return tuple(scalar for entry in document.entries if not entry.printed for scalar in _scalars(entry))


@lru_cache(maxsize=4096)
def in_full(document: Document) -> tuple[Written, ...]:
    """The same with each action as it is written in place of its mark."""
    return tuple(_in_full(document))


def _in_full(document: Document) -> Iterator[Written]:
    for entry in document.entries:
        if not entry.printed:
            actions = iter(ACTION.findall(entry.value))
            for one in _scalars(entry):
                yield replace(one, text=_restored(one.text, actions)) if MARK in one.text else one


def is_open(text: str) -> bool:
    """Whether an action in a text can print what values say: it names them, the dot, a variable or a macro."""
    return any(_OPEN.search(action) for action in ACTION.findall(text))


@lru_cache(maxsize=4096)
def plain(raw: str) -> str:
    """A raw value as the text it stands for, MARK for each action."""
    value = (ACTION.sub(MARK, raw) if "{{" in raw else raw).strip()
    if value[:1] not in ("'", '"'):
        return "" if value.startswith("#") else value.partition(" #")[0].rstrip()
    if bare := _BARE.fullmatch(value):
        return bare[1] or bare[2] or ""
    try:
        return str(load(value))
    except YamlError:
        return value.strip("'\"")


def _restored(text: str, actions: Iterator[str]) -> str:
    return _MARKS.sub(lambda _: next(actions, ""), text)


def _scalars(entry: Entry) -> Iterator[Written]:
    head, newline, body = entry.value.partition("\n")
    if newline:
        yield Written(entry.path, ACTION.sub(MARK, body), entry.line, entry.guards, block=True)
    elif head[:1] in ("[", "{") and not head.startswith("{{"):
        yield from (
            Written((*entry.path, *path), text, entry.line, entry.guards)
            for path, text in _flow(ACTION.sub(MARK, head))
        )
    elif text := plain(head):
        yield Written(entry.path, text, entry.line, entry.guards)


@lru_cache(maxsize=1024)
def _flow(value: str) -> Sequence[tuple[Path, str]]:
    try:
        return tuple(_leaves(load(value), ()))
    except YamlError:
        return ()


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    elif isinstance(value, bool):
        yield path, str(value).lower()
    elif value is not None:
        yield path, str(value)
