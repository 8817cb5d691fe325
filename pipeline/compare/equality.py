"""When two JSON values are the same, which Python's own `==` does not say: there True is 1."""

from typing import Any

import orjson


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON; the order of keys does not count."""
    return bool(one == other) and canonical(one) == canonical(other)


def canonical(value: Any) -> bytes:
    """The same bytes for the same value."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
