"""What stays the same in a text from one rendering to the next: word by word, so that chance hides nothing else."""

import base64
import binascii
import re
from typing import Any, Final

from pipeline.manifests.pointer import replaced
from pipeline.model.resource import Resource

VARIES: Final = "(unstable)"
_MARK: Final = "\0"
# Words as they come in passwords, hashes and base64; a random word has no part of its own that could stay. A whole
# PEM block is one word: lines of two certificates are alike where the same second or issuer falls on the same place.
# So is a date with its time: two renderings share the hour, two runs do not.
_TIME: Final = r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z| ?[-+]\d{2}:?\d{2})?"
_TOKEN: Final = re.compile(
    r"-----BEGIN [A-Z0-9 ]+-----[A-Za-z0-9+/=\s]+-----END [A-Z0-9 ]+-----"
    rf"|(?<![A-Za-z0-9])(?:\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}(?:[T ]{_TIME})?|{_TIME})|[A-Za-z0-9+/=_]+|.",
    re.DOTALL,
)
# Chance also decides where punctuation stands in what is random: marks and what is between and around them are one.
_AROUND: Final = re.compile(rf"[^\s\w]*{_MARK}(?:[^\s\w]*{_MARK})*[^\s\w]*")
_BASE64: Final = re.compile(r"(?:[A-Za-z0-9+/]{4}){2,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def start(text: str) -> list[str]:
    """The words of a text; of what it says, where it is base64 of a text."""
    return _TOKEN.findall(_plain(text))


def blend(tokens: list[str], other: list[str]) -> list[str]:
    """The words with a mark where the other text has another one; from the first to the last such word where their number differs."""
    if len(tokens) == len(other):
        return [one if one in (two, _MARK) else _MARK for one, two in zip(tokens, other, strict=True)]
    lead = _common(tokens, other)
    tail = _common(tokens[lead:][::-1], other[lead:][::-1])
    return [*tokens[:lead], _MARK, *tokens[len(tokens) - tail :]]


def written(tokens: list[str]) -> str:
    """The text with what varies marked."""
    return _AROUND.sub(VARIES, "".join(tokens))


def settled(value: Any, resource: Resource, pointer: str | None) -> Any:
    """A value that stands at a pointer of a resource, with the steady text in place of each leaf that varies."""
    if pointer is None or not resource.unstable:
        return value
    for leaf, text in zip(resource.unstable, resource.steady, strict=True):
        if leaf == pointer or leaf.startswith(f"{pointer}/"):
            value = replaced(value, (leaf[len(pointer) :],), lambda _, text=text: text)
    return value


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left not in (right, _MARK):
            break
        count += 1
    return count


def _plain(text: str) -> str:
    if not _BASE64.fullmatch(text):
        return text
    try:
        decoded = base64.b64decode(text).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return text
    return decoded if decoded.isprintable() or "\n" in decoded else text
