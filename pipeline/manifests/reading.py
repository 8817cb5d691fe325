"""Readers for objects of any shape: what is not of the wanted type reads as empty, so that nothing a chart prints can crash."""

from collections.abc import Mapping, Sequence
from typing import Any


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is a map, else an empty one."""
    return (
        value if isinstance(value, dict) else {}
    )  # what YAML and JSON are read into; other maps take ten times longer to tell


def listing(value: Any) -> Sequence[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else ()


def text(value: Any) -> str:
    """The value where it is a text, else ""."""
    return value if isinstance(value, str) else ""


def at(value: Any, *steps: str | int) -> Any:
    """What stands below a value at these keys and positions; None where the way ends before."""
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value
