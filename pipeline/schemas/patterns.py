"""Patterns of schemas that the engine with linear time does not take: which they are, and which nobody takes."""

import re
import warnings
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from pipeline.schemas.flaws import compiled

Path = tuple[str | int, ...]
# Words whose value is data, and no schema.
_DATA: Final = frozenset(("default", "enum", "example"))
# What Python says of texts that are no regular expression in any language that has them.
_BROKEN: Final = (
    "missing ), ",
    "unbalanced parenthesis",
    "unterminated character set",
    "nothing to repeat",
    "bad escape (end",
)
_LONGEST: Final = 10_000


def sifted(schema: Any, left_out: dict[Path, str], place: Path = (), named: bool = False) -> Any:
    """A schema of OpenAPI without the patterns that cannot be matched, which are added to `left_out` with their places.

    named: the keys of this map are names of fields.
    """
    if isinstance(schema, list):
        return [sifted(one, left_out, (*place, index)) for index, one in enumerate(schema)]
    if not isinstance(schema, Mapping):
        return schema
    found: dict[str, Any] = {}
    for key, below in schema.items():
        if not named and key == "pattern" and isinstance(below, str) and not _is_matched(below):
            left_out[place] = below
        elif not named and key in _DATA:
            found[key] = below
        else:
            found[key] = sifted(below, left_out, (*place, key), not named and key == "properties")
    return found


def is_broken(pattern: str) -> bool:
    """Whether a pattern is no regular expression for anybody, so that the API server refuses it."""
    if len(pattern) > _LONGEST:
        return False
    try:
        with warnings.catch_warnings(action="ignore"):
            re.compile(pattern)
    except re.error as error:
        return error.msg.startswith(_BROKEN)
    except (OverflowError, RecursionError):
        return False
    return False


@lru_cache(maxsize=4096)
def _is_matched(pattern: str) -> bool:
    try:
        compiled({"pattern": pattern})
    except ValueError:
        return False
    return True
