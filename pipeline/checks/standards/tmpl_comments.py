"""TMPL: what templates say about themselves."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, chart
from pipeline.checks.subjects.actions import ACTION, without_comments
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.template import Template

_WORDS: Final = 3  # in a comment that says something
_COMMENT: Final = re.compile(r"(?:^|\s)#(.*)")
_SETTING: Final = re.compile(r"-?\s*[\w./\"'-]+:(?:\s+(.*))?")


@dataclass(frozen=True, slots=True)
class _Comments:
    """Lines where a comment that says something begins: those that are rendered, and those of the template language."""

    printed: Sequence[int]
    hidden: Sequence[int]


@chart("TMPL012", SHOULD, INFO, "config")
def comments(chart: ChartSource) -> Iterator[Hit]:
    """Templates explain their resources in comments."""
    for template in chart.templates:
        lines = _kinds(template)
        found = _comments(template.text) if lines else _Comments((), ())
        count = len(found.printed) + len(found.hidden)
        if count < len(lines) * chart.settings.comments:
            message = f"resources: {len(lines)}, comments that say what they are for: {count}"
            yield chart.hit(template.path, message, lines[0], key=template.path)


@chart("TMPL013", MAY, INFO, "reason")
def rendered_comments(chart: ChartSource) -> Iterator[Hit]:
    """Use YAML comments so they survive rendering."""
    for template in chart.templates:
        found = _comments(template.text) if _kinds(template) else _Comments((), ())
        if found.hidden and not found.printed:
            message = "all comments of this file are template comments, which are not rendered"
            yield chart.hit(template.path, message, found.hidden[0], key=template.path)


def _kinds(template: Template) -> Sequence[int]:
    """Lines of the resources that are written in a template."""
    return [entry.line for document in template.documents if (entry := document.entry("kind"))]


@lru_cache(maxsize=512)
def _comments(text: str) -> _Comments:
    hidden = tuple(line for line, body in _hidden(text) if _says_something([body]))
    printed = tuple(line for line, block in _blocks(text) if _says_something(block))
    return _Comments(printed, hidden)


def _hidden(text: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each template comment."""
    before, *pieces = text.split("/*")
    line = 1 + before.count("\n")
    for piece in pieces:
        body, closed, _ = piece.partition("*/")
        if closed and before.rstrip().endswith(("{{", "{{-")):
            yield line, body
        before, line = piece, line + piece.count("\n")


def _blocks(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """(line, lines) of each YAML comment: one behind a value, or lines that follow each other."""
    block: list[str] = []
    bare = ACTION.sub(lambda match: "\n" * match[0].count("\n"), without_comments(text))
    for number, line in enumerate([*bare.split("\n"), ""], 1):
        match = _COMMENT.search(line) if "#" in line else None
        if match and not line[: match.start()].strip():
            block.append(match[1])
            continue
        if block:
            yield number - len(block), block
        block = []
        if match:
            yield number, [match[1]]


def _says_something(lines: Sequence[str]) -> bool:
    """Whether lines have words enough, those left out that are settings put out of use."""
    return sum(_words(line) for line in lines if not _is_setting(line.strip())) >= _WORDS


def _is_setting(line: str) -> bool:
    match = _SETTING.fullmatch(line)
    return match is not None and _words(match[1] or "") < _WORDS


def _words(text: str) -> int:
    return sum(any(map(str.isalpha, word)) for word in text.split())
