"""Findings as lines of text."""

from collections.abc import Iterator
from typing import Final

from pipeline.checks.pages import pages
from pipeline.formats.entries import Entry, entries
from pipeline.formats.escaping import shortened, terminal_line
from pipeline.formats.format import View
from pipeline.formats.lines import Paint
from pipeline.formats.manual import page
from pipeline.model.finding import Finding, Severity
from pipeline.model.report import Report

# So many places are named; the rest is counted unless all are wanted.
_PLACES: Final = 3
# Beside a page that stands beneath a finding.
_MARGIN: Final = " " * 6
_CHANGES: Final = ("new", "fixed")


def finding_lines(report: Report, view: View, paint: Paint) -> Iterator[str]:
    """What is new and what is fixed; where nothing is compared all but infos; everything where that is wanted."""
    alone = report.base.kind == "none"
    found = entries(report, *_CHANGES, "existing")
    shown = [one for one in found if _is_shown(one.finding, alone, view)]
    hidden = sum(one.finding.counts for one in found) - sum(one.finding.counts for one in shown) if alone else 0
    if shown or hidden:
        yield paint.bold("findings")
    explained: set[str] = set()
    for entry in shown:
        yield from _entry(entry, view, paint)
        rule = entry.finding.rule
        if view.explain and rule not in explained:
            explained.add(rule)
            yield from _page(rule, paint, view.width)
    if hidden:
        yield paint.dim(f"  {hidden} {'info' if hidden == 1 else 'infos'} not shown (--verbose shows them)")


def _page(rule: str, paint: Paint, width: int) -> Iterator[str]:
    found = pages()[rule]
    lines = page(found.rule, found.words, paint, width - len(_MARGIN)).rstrip("\n").split("\n")
    yield from (f"{_MARGIN}{line}".rstrip() for line in lines)


def _is_shown(finding: Finding, alone: bool, view: View) -> bool:
    if view.whole:
        return True
    return finding.counts and (finding.state in _CHANGES or (alone and finding.severity is not Severity.INFO))


def _entry(entry: Entry, view: View, paint: Paint) -> Iterator[str]:
    one = entry.finding
    word = "fixed" if one.state == "fixed" else "waived" if not one.counts else str(one.severity)
    where = f"{one.file}:{one.line}" if one.line else one.file
    about = "" if one.certainty == "exact" else " (about here)" if one.certainty == "template" and one.line else ""
    yield f"  {_painted(one, word, paint)} {paint.bold(one.rule)}  {terminal_line(where)}{paint.dim(about)}"
    yield f"    {terminal_line(one.message)}"
    if one.waiver:
        yield paint.dim(f"    waived: {terminal_line(one.waiver)}")
    yield paint.dim(f"    {terminal_line(_subject(one))}{_places(entry, view)}")


def _subject(one: Finding) -> str:
    return f"{shortened(one.resource.title)} in " if one.resource else "in "


def _places(entry: Entry, view: View) -> str:
    shown = entry.places if view.whole or len(entry.places) <= _PLACES + 1 else entry.places[:_PLACES]
    rest = len(entry.places) - len(shown)
    return terminal_line(", ".join(shown)) + (f" and {rest} more" if rest else "")


def _painted(one: Finding, word: str, paint: Paint) -> str:
    text = f"{word:7}"
    if one.state == "fixed":
        return paint.green(text)
    return (
        paint.red(text)
        if one.severity is Severity.ERROR and one.counts
        else paint.dim(text)
        if one.severity is Severity.INFO
        else text
    )
