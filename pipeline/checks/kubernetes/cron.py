"""Schedules as the API server parses them (github.com/robfig/cron/v3: ParseStandard), and the names of time zones."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import orjson

from pipeline.checks.kubernetes.forms import shown


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    least: int
    most: int
    words: Mapping[str, int]


def _numbered(words: str, first: int) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split(), first)}


_PARTS: Final = (
    _Part("minute", 0, 59, {}),
    _Part("hour", 0, 23, {}),
    _Part("day of the month", 1, 31, {}),
    _Part("month", 1, 12, _numbered("jan feb mar apr may jun jul aug sep oct nov dec", 1)),
    _Part("day of the week", 0, 6, _numbered("sun mon tue wed thu fri sat", 0)),
)
_MACROS: Final = ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")
_EVERY: Final = "@every "
_NUMBER: Final = re.compile(r"\+?[0-9]{1,9}")
_DURATION: Final = re.compile(r"[-+]?(?:0|(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)")
_LONGEST: Final = 1000


def schedule_fault(schedule: str) -> str:
    """What is wrong with a schedule, "" if nothing."""
    if "TZ" in schedule:
        return f"schedule {shown(schedule)} must not name a time zone: that is what timeZone is for"
    if schedule.startswith("@"):
        known = schedule in _MACROS or (
            len(schedule) <= _LONGEST
            and schedule.startswith(_EVERY)
            and _DURATION.fullmatch(schedule.removeprefix(_EVERY))
        )
        return (
            "" if known else f"schedule {shown(schedule)} must be one of {', '.join(_MACROS)}, or like '@every 1h30m'"
        )
    fields = schedule.split()
    if len(fields) != len(_PARTS):
        return f"schedule {shown(schedule)} must have 5 fields (minute, hour, day, month, weekday), not {len(fields)}"
    for part, field in zip(_PARTS, fields, strict=True):
        if any(not _fits(entry, part) for entry in field.split(",") if entry):
            return f"{part.name} {shown(field)} of the schedule must be of {part.least} to {part.most}"
    return ""


def zone_fault(zone: str) -> str:
    """What is wrong with the name of a time zone, "" if nothing."""
    return "" if zone in zones() else f"there is no time zone {shown(zone)} (such as Europe/Paris or Etc/UTC)"


@cache
def zones() -> frozenset[str]:
    """The names in Go's copy of the IANA time zone database."""
    return frozenset(orjson.loads(files(__package__).joinpath("zones.json").read_bytes()))


def _fits(entry: str, part: _Part) -> bool:
    """Whether one range is in the bounds: `*`, `5`, `1-5`, `*/15`, `3/15` or `1-31/2`."""
    span, *steps = entry.split("/")
    low, *high = span.split("-")
    if low in ("*", "?"):
        first, last = part.least, part.most
    else:
        first = _number(low, part.words)
        last = _number(high[0], part.words) if high else part.most if steps else first
        if len(high) > 1:
            return False
    step = _number(steps[0], {}) if steps else 1
    return len(steps) <= 1 and step > 0 and part.least <= first <= last <= part.most


def _number(text: str, words: Mapping[str, int]) -> int:
    """The number that a text or a word stands for, -1 for none."""
    if (number := words.get(text.lower())) is not None:
        return number
    return int(text) if _NUMBER.fullmatch(text) else -1
