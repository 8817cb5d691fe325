"""The forms of names and keys in the API (k8s.io/apimachinery, pkg/util/validation and pkg/api/validate/content)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SHOWN: Final = 80
_ANY: Final = 1 << 20
_LABEL: Final = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN: Final = rf"{_LABEL}(?:\.{_LABEL})*"
_WORD: Final = r"[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?"


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """What a text must look like. longest: in characters; wanted: the same in words, as they follow "must"."""

    pattern: re.Pattern[str]
    longest: int
    wanted: str

    def fits(self, value: str) -> bool:
        """Whether a text has this form."""
        return len(value) <= self.longest and _fits(self, value)

    def complaint(self, value: str) -> str:
        """What to say of a text that does not have it."""
        return f"{shown(value)} must {self.wanted}"


@lru_cache(maxsize=4096)
def _fits(form: Form, value: str) -> bool:
    return form.pattern.fullmatch(value) is not None


LABEL: Final = Form(
    re.compile(_LABEL),
    63,
    "consist of at most 63 of a-z, 0-9 and '-', and begin and end with a letter or digit",
)
# RFC 1035, which the name of a Service has to follow before 1.36.
INITIAL: Final = Form(
    re.compile(r"[a-z](?:[-a-z0-9]*[a-z0-9])?"),
    63,
    "consist of at most 63 of a-z, 0-9 and '-', begin with a letter and end with a letter or digit",
)
SUBDOMAIN: Final = Form(
    re.compile(_SUBDOMAIN),
    253,
    "consist of at most 253 of a-z, 0-9, '-' and '.', and each part between dots begin and end with a letter or digit",
)
SEARCH: Final = Form(
    re.compile(r"_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:\._?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*"),
    253,
    "consist of at most 253 of a-z, 0-9, '_', '-' and '.', like the name of a domain",
)
WILDCARD: Final = Form(
    re.compile(rf"\*\.{_SUBDOMAIN}"), 253, "be '*.' and a DNS name, of at most 253 characters, or have no '*'"
)
SEGMENT: Final = Form(re.compile(r"(?!\.\.?\Z)[^/%]+"), _ANY, "not be '.' or '..', and not contain '/' or '%'")
LABEL_VALUE: Final = Form(
    re.compile(rf"(?:{_WORD})?"),
    63,
    "be empty, or consist of at most 63 letters, digits, '-', '_' and '.', and begin and end with a letter or digit",
)
LABEL_KEY: Final = Form(
    re.compile(rf"(?:(?=[^/]{{1,253}}/){_SUBDOMAIN}/)?(?=[^/]{{1,63}}\Z){_WORD}"),
    317,
    "be at most 63 letters, digits, '-', '_' and '.' that begin and end with a letter or digit, after an optional DNS name and '/'",
)
PORT_NAME: Final = Form(
    re.compile(r"(?=[-0-9]*[a-z])(?!.*--)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"),
    15,
    "consist of at most 15 of a-z, 0-9 and single '-', have a letter, and begin and end with a letter or digit",
)
CONFIG_KEY: Final = Form(
    re.compile(r"(?!\.\.)(?!\.\Z)[-._a-zA-Z0-9]+"),
    253,
    "consist of at most 253 letters, digits, '-', '_' and '.', and not be '.' or begin with '..'",
)
ENV_NAME: Final = Form(re.compile(r"[ -<>-~]+"), _ANY, "consist of printable ASCII characters other than '='")
# What the names of environment variables have to look like before 1.32.
OLD_ENV_NAME: Final = Form(
    re.compile(r"(?!\.\.)(?!\.\Z)[-._a-zA-Z][-._a-zA-Z0-9]*"),
    _ANY,
    "consist of letters, digits, '-', '_' and '.', and not begin with a digit or '..'",
)
HEADER: Final = Form(re.compile(r"[-A-Za-z0-9]+"), _ANY, "consist of letters, digits and '-'")
PERCENT: Final = re.compile(r"[0-9]+%")


def port_complaint(value: str) -> str:
    """What to say of a text that is no name of a port; a number in quotes is the usual one."""
    if value.isdecimal():
        return f"{shown(value)} is a text, and as such no name of a port; the number has no quotes"
    return f"name of port {PORT_NAME.complaint(value)}"


def shown(value: str) -> str:
    """A text in a message, quoted and not too long."""
    return repr(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…")
