"""When two JSON values are the same, which Python's own `==` does not say: there True is 1."""

from typing import Any

import orjson


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON; the order of keys does not count."""
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


def canonical(value: Any) -> bytes:
    """The same bytes for the same value."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
