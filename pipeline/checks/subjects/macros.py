"""Named templates: what stands in `define` blocks, and what stands outside of them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.checks.subjects.actions import ACTION, Guards, inside, moved, without_comments

_ASSIGNED: Final = re.compile(r"(?:(?:range|with|if)\s+)?(\$\w+)\s*:?=\s*(.*)", re.DOTALL)
_CALL: Final = re.compile(r"""\b(?:include|template)\s+["`]([^"`]+)["`]""")


@dataclass(frozen=True, slots=True)
class Macro:
    """One named template. line: of its `define`; text: between `define` and `end`, comments blanked."""

    name: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A template cut in two. outside: its text without definitions and comments, on the same lines; macros: its definitions."""

    outside: str
    macros: tuple[Macro, ...]


@lru_cache(maxsize=1024)
def parts(text: str) -> Parts:
    """Tells definitions from what is printed, once for each text; one that does not end reaches to the end of the text."""
    plain = without_comments(text)
    outside: list[str] = []
    macros: list[Macro] = []
    guards: Guards = ()
    last = line = 0
    opened: tuple[str, int, int] | None = None
    for match in ACTION.finditer(plain):
        depth, guards = len(guards), moved(guards, inside(match[0]))
        if opened is None and len(guards) > depth and guards[-1].word == "define":
            outside.append(plain[last : match.start()])
            line += outside[-1].count("\n")
            opened, last = (guards[-1].condition.strip("\"`' "), match.end(), depth), match.start()
        elif opened and len(guards) == opened[2]:
            macros.append(Macro(opened[0], line + 1, plain[opened[1] : match.start()]))
            outside.append("\n" * plain.count("\n", last, match.end()))
            line += len(outside[-1])
            opened, last = None, match.end()
    if opened:
        macros.append(Macro(opened[0], line + 1, plain[opened[1] :]))
    else:
        outside.append(plain[last:])
    return Parts("".join(outside), tuple(macros))


@lru_cache(maxsize=1024)
def placed_actions(text: str) -> Sequence[tuple[int, str]]:
    """(line, what stands between the braces) of each action of a template that is no comment, read once."""
    plain = without_comments(text)
    found: list[tuple[int, str]] = []
    line, last = 1, 0
    for match in ACTION.finditer(plain):
        line += plain.count("\n", last, match.start())
        last = match.start()
        found.append((line, inside(match[0])))
    return tuple(found)


@lru_cache(maxsize=256)
def assigned(text: str) -> Mapping[str, tuple[str, ...]]:
    """What a template gives to each of its variables, those that a block is about among them."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, action in placed_actions(text):
        if match := _ASSIGNED.fullmatch(action):
            found[match[1]].append(match[2])
    return {name: tuple(values) for name, values in found.items()}


def called(text: str) -> Iterator[str]:
    """Names of the templates that a text calls, where they are written out."""
    return (match[1] for match in _CALL.finditer(text))
