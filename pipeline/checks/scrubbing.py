"""Messages of rules quote what a chart renders: what is secret or varies in it is taken out before they leave the worker."""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from pipeline.manifests.masking import MASK
from pipeline.manifests.pointer import leaves, steps
from pipeline.manifests.reading import at
from pipeline.model.resource import Resource

# Shorter texts are words that stand in every message; they are taken out where they stand in quotes.
_SHORT: Final = 4
# A message that shows so much of a longer secret shows too much.
_PART: Final = 16


class Scrubber:
    """Replaces texts. secrets become a mask, what varies becomes what is steady in it.

    What stands openly in the same objects too is no secret: the user `tango` of a Secret in the system `tango`.
    """

    def __init__(self, bodies: Sequence[Mapping[str, Any]], resources: Sequence[Resource]) -> None:
        self._pairs = tuple(zip(bodies, resources, strict=True))
        found: dict[str, str] = {}
        for body, resource in self._pairs:
            for pointer, steady in zip(resource.unstable, resource.steady, strict=True):
                found.update(dict.fromkeys(_texts(body, pointer), steady))
            for pointer in resource.secret:
                found.update(dict.fromkeys(_texts(body, pointer), MASK))
        self._found = dict(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))
        self._varying = {text: steady for text, steady in self._found.items() if steady != MASK and len(text) >= _SHORT}

    def clean(self, message: str) -> str:
        """The message without what may not be in it."""
        for text, instead in self._found.items():
            if instead == MASK and text[:_PART] in message and text in self._open:
                continue
            if text in message:
                short = len(text) < _SHORT
                message = message.replace(repr(text), repr(instead)) if short else message.replace(text, instead)
            elif len(text) > _PART and text[:_PART] in message:
                return f"{message[: message.index(text[:_PART])]}{instead}"
        return message

    @cached_property
    def _open(self) -> str:
        """Everything that is neither secret nor varies, as one text."""
        return "\n".join(text for body, resource in self._pairs for text in _open_texts(body, resource))

    def steadied(self, value: Any) -> Any:
        """JSON values in which every text that varies is what is steady in it: a name stays the same name everywhere."""
        if not self._varying:
            return value
        if isinstance(value, str):
            for text, steady in self._varying.items():
                value = value.replace(text, steady)
            return value
        if isinstance(value, dict):
            return {self.steadied(key): self.steadied(item) for key, item in value.items()}
        return [self.steadied(item) for item in value] if isinstance(value, list | tuple) else value


def _open_texts(body: Mapping[str, Any], resource: Resource) -> Iterator[str]:
    hidden = (*resource.secret, *resource.unstable)
    for pointer, leaf in leaves(body):
        if not any(pointer == one or pointer.startswith(f"{one}/") for one in hidden):
            yield pointer
            yield str(leaf)


def _texts(body: Mapping[str, Any], pointer: str) -> Iterator[str]:
    value: Any = body
    for step in steps(pointer):
        value = at(value, int(step) if isinstance(value, list) and step.isdigit() else step)
    for _, leaf in leaves(value):
        if isinstance(leaf, str) and leaf:
            yield leaf
            yield from (decoded for decoded in (_decoded(leaf),) if decoded)
        elif isinstance(leaf, int | float) and not isinstance(leaf, bool):
            yield str(leaf)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8").strip()
    except (binascii.Error, ValueError):
        return ""
