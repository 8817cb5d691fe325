"""Shell text cut into simple commands: enough to see what is called with which words, never to know what runs.

Facts: POSIX.1-2017, Shell Command Language, 2.2 "Quoting" and 2.10 "Shell Grammar".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

_PIECE: Final = re.compile(
    r"""(?P<arrow>&>>?|\d?>>?(?:&\d?-?)?|<<?-?)|(?P<end>[\n;&|()`](?:[ \n;&|()`]*[\n;&|()`])?(?!>)|(?<![^\s;])\#[^\n]*)"""
    r"""|(?P<gap>(?:[ \t\r\f\v]|\\\n)+)"""
    r"""|'(?P<single>[^']*)'|"(?P<double>(?:[^"\\]|\\.)*)"|\\(?P<escaped>.)|(?P<bare>[^\s'"\\;&|()<>`]+)|(?P<other>.)""",
    re.DOTALL,
)
_BEFORE: Final = frozenset(
    ("!", "do", "else", "env", "exec", "if", "nohup", "sudo", "then", "time", "until", "while", "{")
)
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=")
_ARROW: Final = re.compile(r"[\d&]?>>?")
_DOCUMENT: Final = re.compile(r"""(?<!<)<<(?!<)-?[ \t]*["'\\]?([A-Za-z_]\w*)""")
_SCRIPT: Final = re.compile(r"-[a-z]*c")
_INTERPRETERS: Final = ("python", "perl", "node", "ruby", "php")

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One simple command of a script: its words without quotes, an arrow of a redirection being one of its own.

    before, after: the operators and brackets around it ("&&", "||", ";", "&", ") |", "" for the end of a line).
    """

    words: Command
    before: str = ""
    after: str = ""

    @property
    def is_background(self) -> bool:
        """Whether the script goes on while it runs."""
        return "&" in self.after.replace("&&", "").replace("|&", "")


@lru_cache(maxsize=256)
def steps(text: str) -> tuple[Step, ...]:
    """The simple commands of a script with what stands between them; texts that are handed to commands are left out."""
    found: list[Step] = []
    before = ""
    for words, after in _commands(_without_documents(text)):
        if words:
            found.append(Step(words, before, after))
        before = after
    return tuple(found)


def scripts(vector: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(position, text) of each script that a vector of arguments hands to a shell."""
    for position, word in enumerate(vector):
        if _SCRIPT.fullmatch(word) and not _is_interpreter(vector[position - 1] if position else ""):
            rest = range(position + 1, len(vector))
            at = next((index for index in rest if vector[index][:1] not in ("-", "+")), None)
            if at is not None:
                yield at, vector[at]


def calls(vector: Sequence[str]) -> Iterator[tuple[int, Step]]:
    """(position, command) of what a vector of arguments calls: itself, and each step of the scripts in it."""
    if vector:
        yield 0, Step(tuple(vector))
        yield from ((position, step) for position, text in scripts(vector) for step in steps(text))


def _is_interpreter(word: str) -> bool:
    return word.rpartition("/")[2].startswith(_INTERPRETERS)


def commands(text: str) -> Iterator[Command]:
    """The simple commands of a script, each as its words."""
    return (step.words for step in steps(text))


def _without_documents(text: str) -> str:
    """The script without the lines of its here-documents."""
    if "<<" not in text:
        return text
    kept: list[str] = []
    ends: list[str] = []
    for line in text.split("\n"):
        if not ends:
            kept.append(line)
            ends = _DOCUMENT.findall(line)[::-1]
        elif line.strip() == ends[-1]:
            ends.pop()
    return "\n".join(kept)


def _commands(text: str) -> Iterator[tuple[Command, str]]:
    """(words, operators behind them) of each simple command; no words where two operators follow each other."""
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
        if group == "end":
            yield tuple(words), "" if piece[0].startswith("#") else piece[0].strip()
            words = []
    yield (*words, *([word] if word is not None else ())), ""


def program(command: Command) -> tuple[str, Command]:
    """(base name of what is called, words behind it); ("", ()) where nothing is."""
    for position, word in enumerate(command):
        if word not in _BEFORE and not _ASSIGNMENT.match(word):
            return word.rpartition("/")[2], command[position + 1 :]
    return "", ()


def targets(command: Command) -> Iterator[str]:
    """The files into which a command's output goes."""
    return (after for arrow, after in pairwise(command) if _ARROW.fullmatch(arrow))
