"""What is wrong in an object by its schema: the errors of the validator as values, in words of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError, Validator

_MOST: Final = 50  # of one object: who has that many has read enough
_UNKNOWN: Final = "additionalProperties"
_LENGTH: Final = 60
_LINE: Final = 200
_PATTERN: Final = 1 << 20  # bytes of one compiled pattern
Path = tuple[str | int, ...]


class FlawKind(StrEnum):
    """How an object breaks its schema."""

    UNKNOWN = "unknown field"
    MISSING = "required field missing"
    TYPE = "wrong type"
    ENUM = "not one of the values"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong.

    path: of the unknown field, of the object that lacks a field, of the value that is wrong. message: what is, or what
    must be, without a capital and a period. found: the value that stands there, with its type; "" where that says
    nothing. known: the fields there are, where one is unknown.
    """

    path: Path
    kind: FlawKind
    message: str
    found: str = ""
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checker:
    """A compiled schema: called with an object, answers what is wrong in it. left_out: places of patterns that it does not check."""

    schema: Mapping[str, Any]
    validator: Validator
    left_out: tuple[str, ...] = ()

    def __call__(self, body: Mapping[str, Any]) -> tuple[Flaw, ...]:
        if self.validator.is_valid(body):
            return ()
        # A field that is not known is refused with any value, and a null for one that is known counts as no field at all.
        unknown = (error for error in self.validator.iter_errors(body) if error.kind.name == _UNKNOWN)
        found = (flaw for error in chain(unknown, self._others(body)) for flaw in _flaws(error, self.schema))
        return tuple(islice(found, _MOST))

    def _others(self, body: Mapping[str, Any]) -> Iterator[ValidationError]:
        read = without_nulls(body)
        if not self.validator.is_valid(read):
            yield from (error for error in self.validator.iter_errors(read) if error.kind.name != _UNKNOWN)


def compiled(schema: Mapping[str, Any]) -> Checker:
    """The checker of a schema in the words of draft 2020-12.

    Raises ValueError for one that cannot be used; it has `instance_path` where the place of the mistake is known. Patterns
    are matched by an engine whose time is linear in the text; those that it does not know or that are too large are mistakes.
    """
    from jsonschema_rs import Draft202012Validator, RegexOptions

    options = RegexOptions(size_limit=_PATTERN)
    return Checker(
        schema, Draft202012Validator(dict(schema), pattern_options=options, validate_formats=False, offline=True)
    )


def without_nulls(value: Any) -> Any:
    """A copy in which no map has a null, as the API server reads it; in a list a null is an entry and stays."""
    if isinstance(value, dict):
        return {
            key: without_nulls(item) if isinstance(item, dict | list) else item
            for key, item in value.items()
            if item is not None
        }
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def _flaws(error: ValidationError, schema: Mapping[str, Any]) -> Iterator[Flaw]:
    path, word = tuple(error.instance_path), error.kind.name
    if word == _UNKNOWN:
        known = tuple(_around(error, schema).get("properties", ()))
        for field in error.kind.value:
            yield Flaw((*path, field), FlawKind.UNKNOWN, f"unknown field {_shown(field)}", known=known)
    elif word == "required":
        yield Flaw(path, FlawKind.MISSING, f"required field {_shown(error.kind.value)} is missing")
    else:
        yield Flaw(path, _KINDS.get(word, FlawKind.VALUE), _wanted(word, error), _found(error.instance))


def _around(error: ValidationError, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema in which the word stands that was broken."""
    place: Any = schema
    for step in error.schema_path[:-1]:
        place = place[step]
    found: Mapping[str, Any] = place
    return found


def _found(value: Any) -> str:
    """A value with its type: `the number 80`."""
    if isinstance(value, bool | None):
        return _shown(value)
    if isinstance(value, dict | list):
        return "a map" if isinstance(value, dict) else "a list"
    shown = _shown(value)
    return (
        shown
        if shown.startswith("a ")
        else f"the {_TYPES['string' if isinstance(value, str) else 'number'][2:]} {shown}"
    )


def _shown(value: Any) -> str:
    """A value of the user's, whole or not at all: a part of a secret would not be found in a message, and stay there."""
    if isinstance(value, bool | None):
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, dict | list):
        return _found(value)
    text = repr(value)
    if len(text) > _LENGTH or (isinstance(value, str) and text[1:-1] != value):
        return f"a {'text' if isinstance(value, str) else 'number'} of {len(str(value))} characters"
    return text


def _cut(text: str) -> str:
    return text if len(text) <= _LINE else f"{text[:_LINE]}…"


_KINDS: Final[Mapping[str, FlawKind]] = {"type": FlawKind.TYPE, "enum": FlawKind.ENUM}
_TYPES: Final[Mapping[str, str]] = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "a map",
    "array": "a list",
    "null": "null",
}
_TIME: Final = "must be a time (like 2026-01-31T12:00:00Z)"
# Definitions of Kubernetes whose only mistake is the form of a text.
_FORMS: Final[Mapping[str, str]] = {
    "Base64": "must be base64",
    "MicroTime": _TIME,
    "Quantity": "must be a quantity (like 500m, 1.5 or 64Mi)",
    "Time": _TIME,
}
_WORDS: Final[Mapping[str, Callable[[Any], str]]] = {
    "type": lambda names: f"must be {' or '.join(_TYPES[name] for name in names)}",
    "enum": lambda options: f"must be one of {_cut(', '.join(map(_shown, options[:_MOST])))}",
    "pattern": lambda pattern: f"must match {_cut(pattern)!r}",
    "minimum": lambda limit: f"must be at least {limit}",
    "maximum": lambda limit: f"must be at most {limit}",
    "exclusiveMinimum": lambda limit: f"must be more than {limit}",
    "exclusiveMaximum": lambda limit: f"must be less than {limit}",
    "multipleOf": lambda factor: f"must be a multiple of {factor}",
    "minLength": lambda limit: f"must have at least {limit} characters",
    "maxLength": lambda limit: f"must have at most {limit} characters",
    "minItems": lambda limit: f"must have at least {limit} entries",
    "maxItems": lambda limit: f"must have at most {limit} entries",
    "minProperties": lambda limit: f"must have at least {limit} keys",
    "maxProperties": lambda limit: f"must have at most {limit} keys",
    "uniqueItems": lambda _: "must have no entry twice",
    "anyOf": lambda _: "must fit one of the forms that are allowed",
    "oneOf": lambda _: "must fit exactly one of the forms that are allowed",
    "not": lambda _: "must not have the form that is forbidden",
}


def _wanted(word: str, error: ValidationError) -> str:
    named = str(error.schema_path[1]).rpartition(".")[2] if len(error.schema_path) == 3 else ""
    if word == "pattern" and named in _FORMS:
        return _FORMS[named]
    return _WORDS[word](error.kind.value) if word in _WORDS else f"must follow {word!r} of the schema"
