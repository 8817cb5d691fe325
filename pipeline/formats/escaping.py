"""What comes from charts and users made harmless for the place where it is shown."""

import re
from typing import Final

# Control characters steer terminals, bidirectional marks reorder what is read (unicode.org/reports/tr36).
_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udfff]"
)
# Of a longer line nobody reads the rest; a chart may print a name of megabytes, which then stands in each finding.
LONGEST: Final = 1000


def shortened(text: str) -> str:
    """The text, a long one by its beginning and how much more there is."""
    rest = len(text) - LONGEST
    return f"{text[:LONGEST]}… ({rest} more characters)" if rest > 0 else text


def terminal(text: str) -> str:
    """The text with everything that steers a terminal written as an escape, long lines shortened; newlines and tabs stay."""
    return "\n".join(_harmless(shortened(line)) for line in text.split("\n"))


def terminal_line(text: str) -> str:
    """The same on one line."""
    return _harmless(shortened(text).replace("\n", "\\n").replace("\t", "\\t"))


def _harmless(text: str) -> str:
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
