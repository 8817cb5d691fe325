"""Which edits are only what varies from one rendering to the next, and which are real."""

import re
from typing import Any

from pipeline.compare.edits import Found
from pipeline.model.resource import Resource

_WORD = re.compile(r"\w+")


def is_unstable(found: Found, before: Resource, after: Resource) -> bool:
    """Whether an edit tells nothing: its leaf varies on both sides and what does not vary in it is the same.

    A leaf that varies on one side alone has really changed, unless the two values are the same words in another
    order: the order of a map may agree by chance in every rendering of one side.
    """
    one, other = steady(before, found.before), steady(after, found.after)
    if one is not None and other is not None:
        return one == other
    return (one is not None or other is not None) and _words(found.edit.before) == _words(found.edit.after)


def steady(resource: Resource, pointer: str | None) -> str | None:
    """What does not vary in a leaf, None for a leaf that does not vary at all."""
    if pointer is None or pointer not in resource.unstable:
        return None
    return resource.steady[resource.unstable.index(pointer)]


def _words(value: Any) -> list[str]:
    return sorted(_WORD.findall(str(value)))
