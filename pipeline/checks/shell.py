"""Shell text cut into simple commands: enough to see what is called with which words, never to know what runs.

Facts: POSIX.1-2017, Shell Command Language, 2.2 "Quoting" and 2.10 "Shell Grammar".
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

_PIECE: Final = re.compile(
    r"""(?P<end>[\n;&|()`]+|(?<![^\s;])\#[^\n]*)|(?P<gap>(?:[ \t\r\f\v]|\\\n)+)|(?P<arrow>\d?>>?|<<?-?)"""
    r"""|'(?P<single>[^']*)'|"(?P<double>(?:[^"\\]|\\.)*)"|\\(?P<escaped>.)|(?P<bare>[^\s'"\\;&|()<>`]+)|(?P<other>.)""",
    re.DOTALL,
)
_BEFORE: Final = frozenset(
    ("!", "do", "else", "env", "exec", "if", "nohup", "sudo", "then", "time", "until", "while", "{")
)
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=")
_ARROW: Final = re.compile(r"\d?>>?")

Command = tuple[str, ...]


def commands(text: str) -> Iterator[Command]:
    """The simple commands of a script, each as its words without quotes; an arrow of a redirection is a word of its own."""
    words: list[str] = []
    word: str | None = None
    for piece in _PIECE.finditer(text):
        group = piece.lastgroup or ""
        if group in ("end", "gap", "arrow"):
            words += [word] if word is not None else []
            word = None
            words += [piece[0]] if group == "arrow" else []
        else:
            word = (word or "") + piece[group]
        if group == "end" and words:
            yield tuple(words)
            words = []
    if last := (*words, *([word] if word is not None else ())):
        yield last


def called(vector: Sequence[str]) -> Iterator[Command]:
    """What an argument vector calls: itself, and each command of the scripts in it."""
    yield tuple(vector)
    for word in vector:
        if " " in word or "\n" in word:
            yield from commands(word)


def program(command: Command) -> tuple[str, Command]:
    """(base name of what is called, words behind it); ("", ()) where nothing is."""
    for position, word in enumerate(command):
        if word not in _BEFORE and not _ASSIGNMENT.match(word):
            return word.rpartition("/")[2], command[position + 1 :]
    return "", ()


def targets(command: Command) -> Iterator[str]:
    """The files into which a command's output goes."""
    return (after for arrow, after in pairwise(command) if _ARROW.fullmatch(arrow))
