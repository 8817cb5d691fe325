"""Where objects stand among the documents of their template, as it is written: Helm prints them sorted by kind."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.template import template
from pipeline.checks.subjects.written import MARK, plain


@dataclass(frozen=True, slots=True)
class _Written:
    """A document: its kind, "" where an action prints it, and how its name begins and ends."""

    kind: str
    start: str
    end: str

    def fits(self, one: Manifest) -> bool:
        """Whether an object can come from it."""
        return self.kind in (one.kind, "") and one.name.startswith(self.start) and one.name.endswith(self.end)


def ordered(objects: Iterable[Manifest], files: Mapping[str, bytes]) -> tuple[Manifest, ...]:
    """The objects, `order` of each being the position of its document. files: of the chart, by path within it.

    Objects of files that print one kind alone, or cannot be followed, keep the order in which they are printed.
    """
    found = list(objects)
    by_source: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(found):
        by_source[one.source].append(index)
    for source, own in by_source.items():
        data = files.get(source.partition("/")[2])
        if data is not None and len({found[index].kind for index in own}) > 1:
            places = _places([found[index] for index in own], _documents(data))
            for index, place in zip(own, places, strict=True):
                found[index] = replace(found[index], order=place)
    return tuple(found)


@lru_cache(maxsize=512)
def _documents(data: bytes) -> tuple[_Written, ...]:
    found = []
    for document in template("", data.decode("utf-8", "replace")).documents:
        kind, name = plain(document.kind), plain(document.value("metadata", "name"))
        start, mark, rest = name.partition(MARK)
        end = rest.rpartition(MARK)[2] if mark else name
        found.append(_Written("" if MARK in kind else kind, start, end))
    return tuple(found)


def _places(objects: Sequence[Manifest], documents: Sequence[_Written]) -> Sequence[int]:
    """The positions of the documents that the objects come from: each the first that fits and is free, else the last that fits."""
    free = set(range(len(documents)))
    found: list[int] = []
    for one in objects:
        fitting = [index for index, document in enumerate(documents) if document.fits(one)]
        if not fitting:
            return [other.order for other in objects]
        found.append(next((index for index in fitting if index in free), fitting[-1]))
        free.discard(found[-1])
    return found
