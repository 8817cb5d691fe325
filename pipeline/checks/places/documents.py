"""The documents of a template as objects come from them: by kind and name, with lists and branches taken to pieces."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.template import Document, Entry, template
from pipeline.checks.subjects.written import MARK, plain

_KIND = ("kind",)
_METADATA = ("metadata",)


@dataclass(frozen=True, eq=False)
class Documents:
    """What stands in one template. every: in the order in which it is written."""

    every: tuple[Document, ...]

    @cached_property
    def by_kind(self) -> Mapping[str, Sequence[Document]]:
        """By each kind that is written; under "" those whose kind an action prints, or nobody says."""
        found: dict[str, list[Document]] = defaultdict(list)
        for one in self.every:
            for kind in kinds(one) or ("",):
                found["" if MARK in kind else kind].append(one)
        return found

    @cached_property
    def lists(self) -> Sequence[Document]:
        """Lists whose items are not written as such: from a loop, or in flow style."""
        return [one for one in self.every if _is_list(one)]

    def named(self, one: Manifest) -> Sequence[Document]:
        """Those that write the kind and the name of an object, else those whose name may come out as that."""
        return self._by_name.get((one.kind, one.name)) or [
            document for document in self._patterned.get(one.kind, ()) if fits(name_of(document), one.name)
        ]

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], Sequence[Document]]:
        found: dict[tuple[str, str], list[Document]] = defaultdict(list)
        for kind, own in self.by_kind.items():
            for one in own:
                found[kind, name_of(one)].append(one)
        return found

    @cached_property
    def _patterned(self) -> Mapping[str, Sequence[Document]]:
        return {kind: [one for one in own if MARK in name_of(one)] for kind, own in self.by_kind.items()}


@lru_cache(maxsize=512)
def written_in(data: bytes) -> Documents:
    """The documents of a template; what is written the same is taken to pieces once."""
    return Documents(tuple(opened(template("", data.decode("utf-8", "replace")).documents)))


def opened(documents: Iterable[Document]) -> Iterator[Document]:
    """Documents, of which the items of a `kind: List`, and branches that hold an object each, are documents of their own."""
    for one in documents:
        for branch in _branches(one):
            yield from _items(branch)


@lru_cache(maxsize=4096)
def kinds(document: Document) -> Sequence[str]:
    """Each kind that a document writes, for it may do so in several branches; MARK stands for what is printed."""
    written = (plain(entry.value) for entry in document.below(*_KIND) if entry.path == _KIND)
    return tuple(dict.fromkeys(filter(None, written)))


def name_of(document: Document) -> str:
    """The name that a document writes, MARK for what is printed."""
    return plain(document.value("metadata", "name"))


def fits(name: str, printed: str) -> bool:
    """Whether a name with marks in it may come out as that."""
    start, mark, rest = name.partition(MARK)
    end = rest.rpartition(MARK)[2] if mark else start
    return printed.startswith(start) and printed.endswith(end)


def _branches(document: Document) -> Iterator[Document]:
    """A document cut before each further `kind` with what stands just above it, where that makes objects with metadata."""
    starts = [0, *(_start(document.entries, at) for at in _places(document.entries, _KIND)[1:])]
    parts = [document.entries[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    if len(parts) > 1 and all(_places(part, _METADATA) for part in parts):
        yield from (replace(document, line=part[0].line, entries=part) for part in parts)
    else:
        yield document


def _start(entries: Sequence[Entry], at: int) -> int:
    return at - 1 if entries[at - 1].path == ("apiVersion",) else at


def _places(entries: Sequence[Entry], path: tuple[str, ...]) -> list[int]:
    return [index for index, entry in enumerate(entries) if entry.path == path]


def _items(document: Document) -> Iterator[Document]:
    """The items of a list that are written as such, the document itself where it is none."""
    found: dict[int, list[Entry]] = defaultdict(list)
    if _is_list(document):
        for entry in document.below("items"):
            if len(entry.path) > 1 and isinstance(entry.path[1], int):
                found[entry.path[1]].append(replace(entry, path=entry.path[2:]))
    for own in found.values():
        yield from _items(replace(document, line=own[0].line, entries=tuple(own)))
    if not found:
        yield document


def _is_list(document: Document) -> bool:
    return document.kind.strip("\"'").endswith("List")
