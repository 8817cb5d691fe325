"""Which charts may render differently each time: a search for functions of chance, of the order of maps and of time."""

import re
from collections.abc import Iterable
from enum import Flag
from typing import Final

from pipeline.manifests.packing import PackingError, unfolded

# sprig's functions (masterminds.github.io/sprig): chance and cryptography; the order of Go's maps; the clock.
_CHANCE: Final = (
    "randAlphaNum|randAlpha|randNumeric|randAscii|randBytes|uuidv4|genPrivateKey|genCAWithKey|genCA|"
    "genSelfSignedCertWithKey|genSelfSignedCert|genSignedCertWithKey|genSignedCert|htpasswd|bcrypt|encryptAES"
)
_ORDER: Final = "keys|values|shuffle|randInt"
_CLOCK: Final = "now|ago|date|dateInZone|date_in_zone|htmlDate|htmlDateInZone|durationRound"
_ACTION: Final = re.compile(rb"\{\{.*?\}\}", re.DOTALL)
_WORDS: Final = re.compile(
    rf"(?<![\w.$\"])(?:(?P<CHANCE>{_CHANCE})|(?P<ORDER>{_ORDER})|(?P<CLOCK>{_CLOCK}))(?![\w\"])".encode()
)


class Doubt(Flag):
    """Why two renderings of the same input may differ."""

    NONE = 0
    CHANCE = 1
    ORDER = 2
    CLOCK = 4


def doubt_of(contents: Iterable[bytes]) -> Doubt:
    """The doubt that files of a chart or values give, archives of subcharts among them."""
    found = Doubt.NONE
    for data in contents:
        for text in _texts(data):
            if b"{{" not in text:
                continue
            for action in _ACTION.finditer(text):
                for word in _WORDS.finditer(action[0]):
                    found |= Doubt[word.lastgroup or ""]
    return found


def _texts(data: bytes) -> Iterable[bytes]:
    if data[:2] != b"\x1f\x8b":
        return (data,)
    try:
        return unfolded(data).values()
    except PackingError:
        # What cannot be looked into may do anything; Helm will say whether it is an archive at all.
        return (b"{{ uuidv4 }}{{ now }}",)
