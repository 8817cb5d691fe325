"""`rendiff rules` at the command line: a list, manual pages, or everything as JSON."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final

import orjson

from pipeline.commands.rules import Page, Wanted, found
from pipeline.errors import PipelineError
from pipeline.formats.lines import Paint
from pipeline.formats.manual import page, wrapped
from pipeline.surroundings import surroundings
from pipeline.terminal.asking import Flags, colored
from pipeline.terminal.output import print_text
from pipeline.terminal.viewing import width
from pipeline.verdict import OK

_FORMATS: Final = ("text", "json")
# Columns between the id and the title of a rule, and the least that a title gets.
_FACTS: Final = 32
_LEAST: Final = 30
_NONE: Final = "no rule is all of that at once; leave out one of the filters"


def rules(ids: Sequence[str], flags: Flags) -> int:
    """Prints the rules that are asked for: a line each, the page of those that are named."""
    output = flags["output"] or "text"
    if output not in _FORMATS:
        raise PipelineError(f"rules are shown as text or json, not as {output!r}")
    entries = found(
        Wanted(tuple(ids), *(flags[name] or "" for name in ("family", "level", "severity", "stage", "text")))
    )
    if output == "json":
        text = orjson.dumps(
            [_listed(one) for one in entries], option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        ).decode()
    else:
        paint = Paint(colored(flags, sys.stdout.isatty(), surroundings()))
        text = _pages(entries, paint) if ids else "".join(f"{line}\n" for line in _lines(entries, paint))
    print_text(text)
    return OK


def _pages(entries: Sequence[Page], paint: Paint) -> str:
    return "\n".join(page(one.rule, one.words, paint, width()) for one in entries) or f"{_NONE}\n"


def _lines(entries: Sequence[Page], paint: Paint) -> Iterator[str]:
    longest = max((len(one.rule.id) for one in entries), default=0)
    column = longest + _FACTS
    for one in entries:
        rule = one.rule
        first, *more = wrapped(rule.title, max(_LEAST, width() - column))
        facts = f" {rule.severity!s:8} {rule.level.value:7} {rule.stage.value:13} "
        yield f"{paint.bold(f'{rule.id:{longest}}')}{facts}{first}"
        yield from (f"{'':{column}}{line}" for line in more)
    yield paint.dim(f"{len(entries)} rules; `rendiff rules ID` shows one") if entries else _NONE


def _listed(one: Page) -> dict[str, Any]:
    rule, said = one.rule, one.words
    return {
        "id": rule.id, "title": rule.title, "family": rule.family, "level": rule.level.value, "severity": str(rule.severity),
        "stage": rule.stage.value, "kinds": list(rule.kinds), "waivers": list(rule.waivers), "requirement": said.requirement,
        "rationale": said.rationale, "remedy": said.remedy, "bad": _example(said.bad), "good": _example(said.good),
        "mirrors": list(said.mirrors), "also": list(said.also),
    }  # fmt: skip


def _example(one: Any) -> dict[str, Any]:
    known = {
        "objects": one.objects, "files": one.files, "without": list(one.without), "role": one.role,
        "settings": one.settings, "kubeVersion": one.kube_version, "recorded": one.recorded,
        "beside": one.beside,
    }  # fmt: skip
    return {name: value for name, value in known.items() if value}
