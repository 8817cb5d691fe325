"""Keys that stand twice in a document: found in its text, for nothing of them is left in the objects."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.manifests.kyaml import has_duplicates, load_placed
from pipeline.manifests.objects import content, parts
from pipeline.manifests.pointer import joined


@lru_cache(maxsize=1024)
def repeated(text: str) -> Sequence[tuple[str, ...]]:
    """The pointers of such keys in each object of a document; () where no key stands twice. text: its `---` line included."""
    text = content(text) + "\n"
    if not has_duplicates(text):
        return ()
    body, _, duplicates = load_placed(text)
    if not isinstance(body, Mapping):
        return ()
    found: dict[tuple[Any, ...], list[str]] = {place: [] for place, _ in parts(body)}
    for duplicate in duplicates:
        home = next((end for end in range(len(duplicate.path)) if duplicate.path[:end] in found), None)
        if home is not None:
            found[duplicate.path[:home]].append(_pointer(duplicate.path[home:]))
    return tuple(map(tuple, found.values()))


def _pointer(path: tuple[Any, ...]) -> str:
    found = ""
    for step in path:
        found = joined(found, step)
    return found
