"""Versions and ranges of versions as Helm reads them (semver.org; github.com/Masterminds/semver v3, constraints.go)."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = r"(?:0|[1-9][0-9]*)"
_WORD: Final = rf"(?:{_NUMBER}|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_STRICT: Final = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_WORD}(?:\.{_WORD})*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?"
)
_WORDS: Final = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_PART: Final = r"[0-9]{1,18}|[xX*]"
_LAX: Final = rf"v?({_PART})(?:\.({_PART}))?(?:\.({_PART}))?(?:-({_WORDS}))?(?:\+{_WORDS})?"
_VERSION: Final = re.compile(_LAX)
_BOUND: Final = re.compile(rf"(!=|>=|=>|<=|=<|~>|[=<>~^])?\s*{_LAX}(?=[\s,]|$)")
_SPAN: Final = re.compile(r"(\S+)\s+-\s+(\S+)")
_LENGTH: Final = 512  # of the longest range that Helm reads; of a version too, so that its numbers stay numbers
_SAME: Final = {"": "=", "=>": ">=", "=<": "<=", "~>": "~"}


@dataclass(frozen=True, slots=True)
class _Version:
    """core: major, minor, patch, 0 for a part that is not written; written: how many parts are."""

    core: tuple[int, int, int]
    before: str
    written: int

    @property
    def order(self) -> tuple[object, ...]:
        """What comes before a release sorts below it, numbers below words."""
        words = self.before.split(".") if self.before else ()
        ranks = tuple((0, int(word), "") if word.isdecimal() else (1, 0, word) for word in words)
        return (self.core, not self.before, ranks)


def is_version(text: str) -> bool:
    """Whether a text is a version in the strict form MAJOR.MINOR.PATCH, with what may follow it."""
    return _STRICT.fullmatch(text) is not None


def is_range(text: str) -> bool:
    """Whether a text is a range of versions (">=1.16.0-0", "~1.2", "1.x || 2.x")."""
    return _groups(text) is not None


def admits(wanted: str, version: str) -> bool | None:
    """Whether a version lies in a range; None where one of the two cannot be read."""
    match = _VERSION.fullmatch(version) if len(version) <= _LENGTH else None
    groups = _groups(wanted)
    if match is None or groups is None:
        return None
    found = _version(match, 1)
    return any(_fits(found, group) for group in groups)


_Group = tuple[tuple[str, _Version], ...]


def _groups(text: str) -> tuple[_Group, ...] | None:
    """The alternatives of a range, the bounds of each; None for a text that is none."""
    if len(text) > _LENGTH:
        return None
    try:
        return tuple(tuple(_bounds(part)) for part in _SPAN.sub(r">=\1, <=\2", text).split("||"))
    except ValueError:
        return None


def _bounds(text: str) -> Iterator[tuple[str, _Version]]:
    rest = text.strip()
    while True:
        match = _BOUND.match(rest)
        if not match:
            raise ValueError(rest)
        yield _SAME.get(match[1] or "", match[1]), _version(match, 2)
        rest = rest[match.end() :].lstrip()
        if not rest:
            return
        rest = rest.removeprefix(",").lstrip()


def _version(match: re.Match[str], first: int) -> _Version:
    """What stands behind an x counts as x too."""
    parts = [match[first + index] for index in range(3)]
    written = next((index for index, part in enumerate(parts) if part is None or part in "xX*"), 3)
    major, minor, patch = (int(part) if index < written else 0 for index, part in enumerate(parts))
    return _Version((major, minor, patch), match[first + 3] or "", written)


def _fits(version: _Version, group: _Group) -> bool:
    """What comes before a release fits only where a bound names such a version itself."""
    if version.before and not any(bound.before for _, bound in group):
        return False
    return all(_HOLDS[operator](version, bound) for operator, bound in group)


def _equal(version: _Version, bound: _Version) -> bool:
    return version.order == bound.order if bound.written == 3 else _tilde(version, bound)


def _unequal(version: _Version, bound: _Version) -> bool:
    if bound.written in (0, 3):
        return version.order != bound.order
    return not _shares(version, bound, bound.written) or (bound.written == 2 and version.before != bound.before)


def _greater(version: _Version, bound: _Version) -> bool:
    if bound.written in (0, 3):
        return version.order > bound.order
    return version.core[: bound.written] > bound.core[: bound.written]


def _at_most(version: _Version, bound: _Version) -> bool:
    if bound.written == 3:
        return version.order <= bound.order
    size = bound.written or 2
    return version.core[:size] <= bound.core[:size]


def _tilde(version: _Version, bound: _Version) -> bool:
    """Any patch of the same minor version, any minor one where that is not written."""
    is_any = bound.written in (0, 3) and bound.core == (0, 0, 0)
    return version.order >= bound.order and (is_any or _shares(version, bound, min(bound.written, 2)))


def _caret(version: _Version, bound: _Version) -> bool:
    """Nothing left of the first part that is not zero may change."""
    size = next((index + 1 for index, part in enumerate(bound.core) if part), bound.written or 3)
    return version.order >= bound.order and _shares(version, bound, size)


def _shares(version: _Version, bound: _Version, size: int) -> bool:
    return version.core[:size] == bound.core[:size]


_HOLDS: Final[Mapping[str, Callable[[_Version, _Version], bool]]] = {
    "=": _equal, "!=": _unequal, ">": _greater, "<=": _at_most, "~": _tilde, "^": _caret,
    "<": lambda version, bound: version.order < bound.order,
    ">=": lambda version, bound: version.order >= bound.order,
}  # fmt: skip
