"""Where objects stand among the documents of their template, as it is written: Helm prints them sorted by kind."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.checks.places.documents import fits, kinds, name_of, written_in
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.template import Document
from pipeline.checks.subjects.written import MARK


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
            places = _places([found[index] for index in own], written_in(data).every)
            for index, place in zip(own, places, strict=True):
                if place != found[index].order:
                    found[index] = replace(found[index], order=place)
    return tuple(found)


def _may_print(document: Document, one: Manifest) -> bool:
    """Whether an object can come from a document."""
    written = kinds(document)
    is_kind = not written or any(kind == one.kind or MARK in kind for kind in written)
    return is_kind and fits(name_of(document), one.name)


def _places(objects: Sequence[Manifest], documents: Sequence[Document]) -> Sequence[int]:
    """The positions of the documents that the objects come from: each the first that fits and is free, else the last that fits."""
    free = set(range(len(documents)))
    found: list[int] = []
    for one in objects:
        fitting = [index for index, document in enumerate(documents) if _may_print(document, one)]
        if not fitting:
            return [other.order for other in objects]
        found.append(next((index for index in fitting if index in free), fitting[-1]))
        free.discard(found[-1])
    return found
