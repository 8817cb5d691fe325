"""Regular expressions of settings, matched by an engine whose time is linear in the text: docs.rs/regex, "Syntax".

It has neither look-around nor references back, so no expression and no text can make it try again without end.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

_LONGEST: Final = 500  # characters of an expression
_LARGEST: Final = 1 << 20  # bytes of a compiled one


@lru_cache(maxsize=64)
def matcher(expression: str, whole: bool = False) -> Callable[[str], bool] | None:
    """Whether a text has in it what an expression says (whole: is that), None for an expression that cannot be used."""
    found = _compiled(expression) if len(expression) <= _LONGEST else None
    return _compiled(f"^(?:{expression})$") if found and whole else found


def complaint(expression: str) -> str:
    """Why an expression cannot be used, as the end of a sentence; "" where it can be."""
    if matcher(expression):
        return ""
    if len(expression) > _LONGEST:
        return f"has {len(expression)} characters, at most {_LONGEST} are allowed"
    return "is no regular expression that can be matched in linear time (docs.rs/regex; no look-around, no references back)"


def _compiled(expression: str) -> Callable[[str], bool] | None:
    from jsonschema_rs import Draft202012Validator, RegexOptions

    options = RegexOptions(size_limit=_LARGEST)
    try:
        return Draft202012Validator({"type": "string", "pattern": expression}, pattern_options=options).is_valid
    except ValueError:
        return None
