"""A path in a rendered object followed through the template as it is written, as far as it is written there."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.checks.places.documents import Documents
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.template import Document, Entry, Path, Step
from pipeline.manifests.reading import at, mapping, text


@dataclass(frozen=True, slots=True)
class Match:
    """entry: the deepest one on the way; rest: steps that are not written; sure: every step up to there is certain."""

    entry: Entry | None
    rest: Path
    sure: bool


def document_of(written: Documents, one: Manifest, count: int) -> tuple[Document | None, bool]:
    """The document of a template that an object comes from, and whether that is certain.

    count: how many objects of the rendering come from this template.
    """
    own = written.by_kind.get(one.kind, ())
    if len(own) == 1:
        return own[0], True
    named = written.named(one)
    if len(named) == 1:
        return named[0], True
    if len(written.every) == count and one.order < count:
        return written.every[one.order], True
    candidates = named or own or written.by_kind.get("") or written.lists
    return (candidates[min(one.order, len(candidates) - 1)], False) if candidates else (None, False)


def match(document: Document, one: Manifest, steps: Sequence[Step]) -> Match:
    """Follows the steps of a pointer into the object, positions of lists as numbers."""
    way: Path = ()
    deepest = next(iter(document.entries), None)
    sure = True
    for index, step in enumerate(steps):
        found = _position(document, way, one, (*steps[:index], step)) if isinstance(step, int) else (step, True)
        if found is None or not document.has(*way, found[0]):
            printed = next((entry for entry in document.below(*way) if entry.path == way and entry.printed), None)
            return Match(printed or deepest, tuple(steps[index:]), sure)
        way, sure = (*way, found[0]), sure and found[1]
        deepest = document.entry(*way) or next(document.below(*way))
    return Match(deepest, (), sure)


def _position(document: Document, way: Path, one: Manifest, steps: Sequence[Step]) -> tuple[int, bool] | None:
    """Where an entry of a list is written: by its name, else by its position, else the only one there is."""
    depth = len(way)
    below = [entry for entry in document.below(*way) if len(entry.path) > depth and isinstance(entry.path[depth], int)]
    positions = sorted({position for entry in below if isinstance(position := entry.path[depth], int)})
    name = text(mapping(at(one.body, *steps)).get("name"))
    for position in positions:
        if name and document.value(*way, position, "name").strip("\"'") == name:
            return position, True
    literal = not any(entry.printed and entry.path == way for entry in document.below(*way))
    index = steps[-1]
    if literal and index in positions and not _ranged(below, way, document):
        return int(index), True
    return (positions[0], False) if len(positions) == 1 else None


def _ranged(below: Sequence[Entry], way: Path, document: Document) -> bool:
    """Whether entries of a list stand in a loop or under a condition, so that positions do not count."""
    around = document.entry(*way)
    guards = around.guards if around else ()
    return any(entry.guards != guards for entry in below if len(entry.path) <= len(way) + 2)
