"""`rendiff schedule` at the command line: text, JSON, or a picture as SVG."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import orjson

from pipeline.commands.schedule import Scheduled
from pipeline.commands.schedule import schedule as scheduled
from pipeline.errors import PipelineError
from pipeline.formats.escaping import terminal
from pipeline.formats.lines import Paint
from pipeline.formats.schedule import schedule_text
from pipeline.formats.svg import schedule_svg
from pipeline.model.schedule import Schedule, Staying
from pipeline.repository.nearest import suggest
from pipeline.terminal.asking import Flags, colored, request_of
from pipeline.terminal.output import print_text, write
from pipeline.verdict import FAILED, OK, REFUSED

_FORMATS: Final = ("text", "json", "svg")


def schedule(flags: Flags) -> int:
    """Prints where pods can run; ends with 1 where some wait whatever happens."""
    outputs = [_target(word) for word in flags["outputs"] or ("text",)]
    request, _ = request_of(flags)
    found = scheduled(request, flags["base"], flags["head"])
    paint = Paint(colored(flags, sys.stdout.isatty(), request.world))
    for name, file in outputs:
        if file:
            write(file, _text(name, found.schedules, Paint(False), flags["verbose"]))
        else:
            print_text(_text(name, found.schedules, paint, flags["verbose"]))
    return _complaints(found)


def _text(name: str, schedules: tuple[Schedule, ...], paint: Paint, whole: bool) -> str:
    if name == "json":
        return orjson.dumps(
            [_listed(one) for one in schedules], option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        ).decode()
    return schedule_svg(schedules) if name == "svg" else schedule_text(schedules, paint, whole)


def _target(word: str) -> tuple[str, Path | None]:
    name, _, file = word.partition("=")
    if name not in _FORMATS:
        raise PipelineError(f"a schedule is shown as text, json or svg, not as {name!r}{suggest(name, _FORMATS)}")
    return name, Path(file) if file else None


def _listed(one: Schedule) -> dict[str, Any]:
    said = asdict(one)
    said["stays"] = [_stay(stay) for stay in one.stays]
    said["before"] = None if one.before is None else [_stay(stay) for stay in one.before.values()]
    return said


def _stay(stay: Staying) -> dict[str, Any]:
    return asdict(stay) | {"decided": {str(ordinal): node for ordinal, node in stay.decided.items()}}


def _complaints(found: Scheduled) -> int:
    for name in found.unlisted:
        print(
            f"rendiff: {terminal(name)}: nodes.yaml lists no nodes, so nobody knows where its pods can run",
            file=sys.stderr,
        )
    for problem in found.problems:
        print(f"rendiff: {terminal(str(problem))}", file=sys.stderr)
    if found.problems or any(one.failed for one in found.schedules):
        return FAILED
    return REFUSED if any(one.most < one.wanted for one in found.schedules) else OK
