"""Which value a template writes at a place, where it writes one and changes nothing."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from pipeline.checks.places.matching import Match
from pipeline.checks.subjects.actions import actions
from pipeline.checks.subjects.template import Entry
from pipeline.repository.origins import Leaf

Origins = Mapping[tuple[str, ...], Leaf]
_REFERENCE: Final = re.compile(r"(?<![\w.)])(?:\$)?\.Values((?:\.\w+)+)")
_HERE: Final = re.compile(r"(?<![\w.)$])\.(?=[\s)|]|$)")


def leaf_of(found: Match, rendered: Any, prefix: tuple[str, ...], origins: Origins) -> Leaf | None:
    """The leaf of the merged values that came through unchanged to this place, None where none did.

    rendered: what stands there in the object. prefix: key of the subchart whose template it is, () for the chart's own.
    """
    path = _path(found.entry) if found.entry else None
    if path is None:
        return None
    whole = (*prefix, *path, *(str(step) for step in found.rest))
    for length in range(len(whole), len(prefix) + len(path) - 1, -1):
        leaf = origins.get(whole[:length])
        if leaf is not None:
            below = whole[length:]
            value = _below(leaf.value, below)
            return leaf if value is not None and _same(value, rendered) else None
    return None


@lru_cache(maxsize=4096)
def _path(entry: Entry) -> tuple[str, ...] | None:
    """The one path of values that an entry prints; `.` inside of `with` is what that names."""
    paths: set[tuple[str, ...]] = set()
    for _, action in actions(entry.value):
        paths |= {tuple(match[1][1:].split(".")) for match in _REFERENCE.finditer(action)}
        if _HERE.search(action):
            around = next((guard for guard in reversed(entry.guards) if guard.word in ("with", "range")), None)
            named = _REFERENCE.fullmatch(around.condition) if around and around.word == "with" else None
            if not named:
                return None
            paths.add(tuple(named[1][1:].split(".")))
    return next(iter(paths)) if len(paths) == 1 else None


def _below(value: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _same(value: Any, rendered: Any) -> bool:
    if isinstance(value, bool) or isinstance(rendered, bool):
        return str(value).lower() == str(rendered).lower()
    return value == rendered or str(value) == str(rendered)
