"""Single nodes of YAML as go-yaml reads them, and what it refuses."""

import re
from math import isfinite
from typing import Any, Final

from pipeline.manifests.scalars import Scalar, key_text, resolved, tagged

Event = Any  # the attributes of PyYAML's events have no common type
_SLASH: Final = re.compile(r"(?<!\\)(?:\\\\)*\\/")


class YamlError(ValueError):
    """A text that Kubernetes does not read as YAML. line: 1-based, 0 where it is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def refuse_slash(text: str, event: Event) -> None:
    """go-yaml v2 does not know the escape that libyaml reads as a slash."""
    if _SLASH.search(text[event.start_mark.index : event.end_mark.index]):
        raise YamlError("found unknown escape character", event.start_mark.line + 1)


def value_of(event: Event) -> Scalar:
    """The value of a scalar; YamlError for one that has no place in JSON."""
    if event.tag is None:
        value = resolved(event.value) if event.implicit[0] else event.value
    else:
        value = _tagged(event)
    if type(value) is float and not isfinite(value):
        raise YamlError(f"{event.value} has no place in JSON", event.start_mark.line + 1)
    return value


def _tagged(event: Event) -> Scalar:
    try:
        return tagged(event.tag, event.value)
    except ValueError as error:
        raise YamlError(str(error), event.start_mark.line + 1) from error


def key_of(value: Scalar, event: Event | None) -> str:
    """A key of a map as JSON has it; YamlError for null."""
    try:
        return key_text(value)
    except ValueError as error:
        raise YamlError(str(error), event.start_mark.line + 1 if event else 0) from error


def merged(value: Any) -> dict[str, Any]:
    """What a merge key brings: of several maps the first wins."""
    maps = [value] if isinstance(value, dict) else list(reversed(value)) if isinstance(value, list) else [None]
    found: dict[str, Any] = {}
    for one in maps:
        if not isinstance(one, dict):
            raise YamlError("map merge requires map or sequence of maps as the value")
        found.update(one)
    return found


def refuse_bomb(aliased: int, decoded: int, event: Event) -> None:
    """go-yaml's guard against documents that grow by aliases (decode.go, allowedAliasRatio)."""
    ratio = (
        0.99 if decoded <= 400_000 else 0.10 if decoded >= 4_000_000 else 0.99 - 0.89 * (decoded - 400_000) / 3_600_000
    )
    if aliased > 100 and decoded > 1000 and aliased / decoded > ratio:
        raise YamlError("document contains excessive aliasing", event.start_mark.line + 1)
