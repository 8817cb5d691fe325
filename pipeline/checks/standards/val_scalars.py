"""VAL: how values are typed."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, SHOULD, WARNING, values
from pipeline.checks.standards.val import is_passed
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.texts import object_texts
from pipeline.checks.subjects.uses import Use
from pipeline.checks.subjects.values import Scalar, ValuesFile
from pipeline.manifests.kyaml import Path
from pipeline.manifests.scalars import resolved

_TRUTH: Final = ("true", "false")
_SMALL: Final = re.compile(r"-?[0-9]{1,6}")
_LARGE: Final = 1_000_000
_DIGITS: Final = re.compile(r"-?[1-9][0-9]{6,}")
_EXPONENT: Final = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?[eE][-+]?[0-9]+")
_PRINTED: Final = re.compile(r"-?[0-9](?:\.[0-9]+)?e\+[0-9]{2,3}")
_CAST: Final = re.compile(r"\bint(?:64)?\b")
_TYPED: Final = re.compile(r"\b(?:int|int64|float64|atoi|toString|s?quote|printf|print|toYaml|toJson|b64enc)\b")
_COUNTED: Final = ("port", "ports", "replicas", "count", "size", "timeout", "seconds", "weight")
_ENDINGS: Final = tuple(word.capitalize() for word in _COUNTED)
_VERSIONS: Final = ("Tag", "Version")
# How an action begins that prints a value itself instead of handing it to a named template.
_PRINTING: Final = (".", "$", "(", "default")
# What a YAML 1.1 parser makes something else of than it looks like (yaml.org/type).
_WORDS: Final = re.compile(r"(?i:yes|no|on|off|y|n)")
_OCTAL: Final = re.compile(r"0[0-9]+")
_SIXTIETHS: Final = re.compile(r"[0-9]+(?::[0-5][0-9])+")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ].*)?")
_FLOAT: Final = re.compile(r"[0-9]+\.[0-9]+")
_NULLS: Final = ("~", "null", "Null", "NULL")


@values("VAL004", SHOULD, ERROR, "reason")
def plain_booleans(file: ValuesFile, chart: ChartSource) -> Iterator[Hit]:
    """Booleans are not quoted."""
    for one in file.scalars:
        if _is_quoted(one) and one.text.lower() in _TRUTH and not _stays(one.path, chart):
            uses = chart.uses.of(one.path)
            if not uses or any(use.is_asked or not use.quoted for use in uses):
                yield file.hit(one.path, f"{_key(one)!r} is the text {one.text!r}, which is true in every condition")


@values("VAL005", SHOULD, INFO, "reason")
def plain_numbers(file: ValuesFile, chart: ChartSource) -> Iterator[Hit]:
    """Small numbers are not quoted."""
    for one in file.scalars:
        if (
            one.style in ("'", '"')
            and _SMALL.fullmatch(one.text)
            and _counts(_key(one))
            and not _stays(one.path, chart)
        ):
            yield file.hit(one.path, f"{_key(one)!r} is the text {one.text!r}, not a number")


@values("VAL006", SHOULD, ERROR, "reason")
def large_integers(file: ValuesFile, chart: ChartSource) -> Iterator[Hit]:
    """Large integers are strings with a cast."""
    for one in file.scalars:
        if _is_large(one) and not _stays(one.path, chart):
            uses = chart.uses.of(one.path)
            yield from _cast_later(file, one, uses) if _is_quoted(one) else _printed_large(file, one, uses)
    if not file.is_overlay:
        yield from _printed(chart)


@values("VAL007", SHOULD, WARNING, "reason")
def unambiguous(file: ValuesFile, chart: ChartSource) -> Iterator[Hit]:
    """Ambiguous scalars are quoted."""
    for one in file.scalars:
        meaning = "" if one.style else _ambiguity(one)
        if meaning:
            yield file.hit(one.path, f"{_key(one)!r} is {one.text} without quotes, which {meaning}")
        elif one.style == "" and one.text in _NULLS and not file.is_overlay and _is_shown(chart.uses.of(one.path)):
            yield file.hit(one.path, f"{_key(one)!r} is null, and templates print it")


def _key(one: Scalar) -> str:
    """The nearest name above a scalar."""
    return next((step for step in reversed(one.path) if isinstance(step, str)), "")


def _stays(path: Path, chart: ChartSource) -> bool:
    """Whether a value is passed on as it is, alone or with all that is around it."""
    return any(is_passed(path[:size], chart) for size in range(1, len(path) + 1))


def _counts(name: str) -> bool:
    return name.lower() in _COUNTED or name.endswith(_ENDINGS)


def _is_quoted(one: Scalar) -> bool:
    return one.style in ("'", '"')


def _is_large(one: Scalar) -> bool:
    """Whether a scalar is a number that Helm prints with an exponent, or the digits of one in quotes."""
    if one.style:
        return _is_quoted(one) and _DIGITS.fullmatch(one.text) is not None
    number = resolved(one.text)
    return (type(number) is int and abs(number) >= _LARGE) or _EXPONENT.fullmatch(one.text) is not None


def _printed_large(file: ValuesFile, one: Scalar, uses: Sequence[Use]) -> Iterator[Hit]:
    is_cast = bool(uses) and all(_CAST.search(use.action) for use in uses)
    message = f"{_key(one)!r} is the number {one.text}, which Helm prints with an exponent"
    yield file.hit(one.path, message, INFO if is_cast else None)


def _cast_later(file: ValuesFile, one: Scalar, uses: Sequence[Use]) -> Iterator[Hit]:
    bare = next((use for use in uses if _is_printed(use) and not use.quoted and not _TYPED.search(use.action)), None)
    if bare:
        message = f"{_key(one)!r} is a text of digits, and {bare.file} prints it without quotes and without int64"
        yield file.hit(one.path, message)


def _printed(chart: ChartSource) -> Iterator[Hit]:
    """Numbers that came out with an exponent where a text belongs."""
    for path, objects in chart.own.items():
        for one in objects:
            for pointer, value in object_texts(one):
                if "e+" in value and _PRINTED.fullmatch(value):
                    message = f"{one.kind} {one.name!r} comes out with {value!r} at {pointer}"
                    yield chart.hit(path, message, key=f"{one.kind}/{one.name}{pointer}")


def _ambiguity(one: Scalar) -> str:
    """What becomes of a plain scalar that looks like something else, "" where nothing does."""
    name, said = _key(one), one.text
    if _WORDS.fullmatch(said):
        return "is a boolean"
    if _FLOAT.fullmatch(said):
        return "is a number" if name in ("tag", "version") or name.endswith(_VERSIONS) else ""
    if _OCTAL.fullmatch(said):
        return "" if name.lower().endswith("mode") else "is octal to some and decimal to others"
    if _SIXTIETHS.fullmatch(said):
        return "is a number in base sixty to some"
    return "is a date to some" if _DATE.fullmatch(said) else ""


def _is_printed(use: Use) -> bool:
    return not use.is_asked and not use.whole and use.action.startswith(_PRINTING)


def _is_shown(uses: Sequence[Use]) -> bool:
    """Whether templates print a value where nothing stands in for it, and no block asks for it."""
    asked = any(use.is_asked for use in uses)
    return not asked and any(_is_printed(use) and "default" not in use.action for use in uses)
