"""The text of a Go template cut into pieces: comments taken out, actions told from text, blocks followed.

Facts: pkg.go.dev/text/template, "Text and spaces" and "Actions".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_OPENS: Final = re.compile(r"\{\{-?\s*/\*")
_CLOSES: Final = re.compile(r"\*/\s*-?\}\}")
# Braces in a string neither open nor close an action.
ACTION: Final = re.compile(r"""\{\{(?:[^"`{}]++|"(?:[^"\\\n]++|\\.)*+"|`[^`]*+`|\{(?!\{)|\}(?!\}))*+\}\}""")
_OPENING: Final = ("if", "with", "range", "define", "block")
_WORD: Final = re.compile(r"\w+")
_ASSIGNMENT: Final = re.compile(r"\$\w*(?:\s*,\s*\$\w+)?\s*:?=")
# Stands for a newline inside an action, so that a line of the template stays one line.
INNER: Final = "\v"


@dataclass(frozen=True, slots=True)
class Guard:
    """A block that is open. word: "if", "with", "range", "define" or "block"; condition: what follows the word."""

    word: str
    condition: str


Guards = tuple[Guard, ...]


def without_comments(text: str) -> str:
    """The text with template comments blanked; lines keep their numbers. A comment that does not end is none."""
    if "/*" not in text:
        return text
    kept: list[str] = []
    last = 0
    while opening := _OPENS.search(text, last):
        closing = _CLOSES.search(text, opening.end())
        if not closing:
            break
        kept += (text[last : opening.start()], "\n" * text.count("\n", opening.start(), closing.end()))
        last = closing.end()
    return "".join((*kept, text[last:]))


def joined(text: str) -> str:
    """The text with the newlines inside of actions marked."""
    return ACTION.sub(lambda match: match[0].replace("\n", INNER), text)


def inside(action: str) -> str:
    """What stands between the braces of an action."""
    return action[2:-2].strip(f"- \t\r\n{INNER}").replace(INNER, " ")


def actions(line: str) -> Iterator[tuple[str, str]]:
    """(whole action, what stands between its braces) of each action on a line."""
    for match in ACTION.finditer(line):
        yield match[0], inside(match[0])


def _word(action: str) -> str:
    """The word that an action begins with, "" where it begins with none: anything but a letter, digit or _ ends it."""
    found = _WORD.match(action)
    return found[0] if found else ""


def is_control(action: str) -> bool:
    """Whether an action prints nothing: blocks, assignments."""
    return _word(action) in (*_OPENING, "else", "end", "break", "continue") or _ASSIGNMENT.match(action) is not None


def moved(guards: Guards, action: str) -> Guards:
    """The open blocks after an action."""
    word = _word(action)
    rest = action[len(word) :].strip()
    if word in _OPENING:
        return (*guards, Guard(word, rest))
    if word == "end":
        return guards[:-1]
    if word == "else" and guards:
        return (*guards[:-1], Guard(guards[-1].word, f"not {guards[-1].condition} {rest}".strip()))
    return guards
