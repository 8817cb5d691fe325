"""Messages of rules quote what a chart renders: what is secret or varies in it is taken out before they leave the worker."""

import base64
import binascii
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.manifests.masking import MASK
from pipeline.manifests.pointer import leaves, steps
from pipeline.manifests.reading import at
from pipeline.model.resource import Resource

# Shorter texts are words that stand in every message; they are taken out where they stand in quotes.
_SHORT: Final = 4
# A message that shows so much of a longer secret shows too much.
_PART: Final = 16
# By so many first characters a text is looked up; a short one in quotes is no shorter.
_START: Final = 3


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a text. written: as it stands in messages; instead: what is shown for it."""

    text: str
    written: str
    instead: str

    def end(self, message: str, start: int) -> int:
        """Where it ends in a message that has it there, -1 where only its beginning stands there, else 0."""
        if message.startswith(self.written, start):
            return start + len(self.written)
        return -1 if len(self.written) > _PART and message.startswith(self.written[:_PART], start) else 0


class Scrubber:
    """Replaces texts. secrets become a mask, what varies becomes what is steady in it.

    What stands openly in the same objects too is no secret: the user `tango` of a Secret in the system `tango`.
    """

    def __init__(self, bodies: Sequence[Mapping[str, Any]], resources: Sequence[Resource]) -> None:
        found: dict[str, str] = {}
        for body, resource in zip(bodies, resources, strict=True):
            for pointer, steady in zip(resource.unstable, resource.steady, strict=True):
                found.update(dict.fromkeys(_texts(body, pointer), steady))
            for pointer in resource.secret:
                found.update(dict.fromkeys(_texts(body, pointer), MASK))
        self._forms = _by_start(found)
        self._shown: dict[str, bool] = {}
        self._unread, self._read = map(_open_text, bodies, resources), list[str]()
        longest = sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0]))
        self._varying = {text: steady for text, steady in longest if steady != MASK and len(text) >= _SHORT}

    def clean(self, message: str) -> str:
        """The message without what may not be in it."""
        kept: list[str] = []
        last = 0
        for start, form, end in self._places(message):
            if start < last:
                last = max(last, end)
                continue
            kept += (message[last:start], form.instead)
            if end < 0:
                return "".join((*kept, "…"))
            last = end
        return "".join((*kept, message[last:])) if kept else message

    def _places(self, message: str) -> Iterator[tuple[int, _Form, int]]:
        """(start, form, end) of what may not be in a message, from its beginning on: at each place the longest that is whole."""
        for start in range(len(message) if self._forms else 0):
            forms = self._forms.get(message[start : start + _START])
            if forms and (found := [*self._ends(forms, message, start)]):
                form, end = next((pair for pair in found if pair[1] > 0), found[0])
                yield start, form, end

    def _ends(self, forms: Sequence[_Form], message: str, start: int) -> Iterator[tuple[_Form, int]]:
        ends = ((form, form.end(message, start)) for form in forms)
        return ((form, end) for form, end in ends if end and not (form.instead == MASK and self._is_open(form.text)))

    def _is_open(self, text: str) -> bool:
        """Whether a text stands anywhere where nothing is secret or varies."""
        if text not in self._shown:
            self._shown[text] = any(text in one for one in self._read) or any(text in one for one in self._more())
        return self._shown[text]

    def _more(self) -> Iterator[str]:
        """What stands openly in the objects that were not read so far: the first ones mostly say enough."""
        for one in self._unread:
            self._read.append(one)
            yield one

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


def _by_start(found: Mapping[str, str]) -> Mapping[str, Sequence[_Form]]:
    """Every form of the texts by its first characters, the longest first. found: what is shown instead, by text."""
    forms: dict[str, list[_Form]] = defaultdict(list)
    for text, instead in found.items():
        short = len(text) < _SHORT
        for written in {repr(text)} if short else _written(text):
            forms[written[:_START]].append(_Form(text, written, repr(instead) if short else instead))
    return {start: sorted(own, key=lambda one: (-len(one.written), one.written)) for start, own in forms.items()}


def _written(text: str) -> set[str]:
    """A text as it is, and as it stands within one that is quoted as Python or JSON do."""
    # Python quotes with ', and writes \' for it, only where the whole has both kinds of quotes.
    escaped = repr(f"{text}\"'")[1:-4]
    return {
        text,
        escaped,
        escaped.replace("\\'", "'"),
        *(json.dumps(text, ensure_ascii=one)[1:-1] for one in (True, False)),
    }


def _open_text(body: Mapping[str, Any], resource: Resource) -> str:
    """Everything in an object that is neither secret nor varies, as one text."""
    hidden = tuple(f"{one}/" for one in (*resource.secret, *resource.unstable))
    shown = ((pointer, leaf) for pointer, leaf in leaves(body) if not f"{pointer}/".startswith(hidden))
    return "\n".join(f"{pointer}\n{leaf}" for pointer, leaf in shown)


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
