"""What comes from charts and users made harmless for the place where it is shown."""

import re
from typing import Final

# Control characters steer terminals, bidirectional marks reorder what is read (unicode.org/reports/tr36).
_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udfff]"
)


def terminal(text: str) -> str:
    """The text with everything that steers a terminal written as an escape; newlines and tabs stay."""
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def terminal_line(text: str) -> str:
    """The same on one line."""
    return terminal(text.replace("\n", "\\n").replace("\t", "\\t"))
