"""Values and edits as lines of text, coloured where a terminal wants colour."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any, Final

from pipeline.formats.escaping import LONGEST, terminal, terminal_line
from pipeline.formats.format import View
from pipeline.manifests.emitting import dump
from pipeline.model.change import ABSENT, Action, Edit

_MANIFEST: Final = 40
_SHORT: Final = 60
# Of what two long lines begin with, so much is shown before the first difference.
_BEFORE: Final = 40


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours by meaning (ECMA-48, SGR); nothing where there is no colour."""

    color: bool

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text

    def bold(self, text: str) -> str:
        return self._in("1", text)

    def dim(self, text: str) -> str:
        return self._in("2", text)

    def red(self, text: str) -> str:
        return self._in("31", text)

    def green(self, text: str) -> str:
        return self._in("32", text)

    def action(self, action: Action, text: str) -> str:
        codes = {Action.CREATE: "1;32", Action.UPDATE: "1;33", Action.REPLACE: "1;35", Action.DELETE: "1;31"}
        return self._in(codes[action], text)


Mark = Callable[[str], str]


def added(paint: Paint) -> Mark:
    """How a line that comes is written."""
    return lambda line: paint.green(f"+ {line}")


def removed(paint: Paint) -> Mark:
    """How a line that goes is written."""
    return lambda line: paint.red(f"- {line}")


def manifest_lines(body: Mapping[str, Any], mark: Mark, view: View) -> Iterator[str]:
    """A whole manifest; the rest of a long one is counted unless all is wanted."""
    lines = _value_lines(body)
    shown = lines if view.whole or len(lines) <= _MANIFEST + 5 else lines[:_MANIFEST]
    yield from map(mark, shown)
    if len(shown) < len(lines):
        yield mark(f"… {len(lines) - len(shown)} more lines (--verbose shows them)")


def edit_lines(edit: Edit, paint: Paint) -> Iterator[str]:
    """One edit: what was, what will be."""
    name = terminal_line(edit.key)
    note = paint.dim("  (varies with each rendering)" if edit.unstable else "  (ignored)" if edit.ignored else "")
    if edit.op == "move":
        yield f"{name}: moved from position {edit.source.rsplit('/', 1)[-1]} to {edit.path.rsplit('/', 1)[-1]}"
    elif edit.text:
        yield f"{name}:{note}"
        yield from (f"  {_text_line(line, paint)}" for line in edit.text)
    elif edit.op == "replace":
        yield from _replacement(edit, name, note, paint)
    else:
        mark, value = (added(paint), edit.after) if edit.op == "add" else (removed(paint), edit.before)
        lines = _value_lines(value)
        if len(lines) == 1:
            yield mark(f"{name}: {lines[0]}") + note
        else:
            yield mark(f"{name}:") + note
            yield from (f"  {mark(line)}" for line in lines)


def _replacement(edit: Edit, name: str, note: str, paint: Paint) -> Iterator[str]:
    before, after = _parted(dump(edit.before), dump(edit.after))
    if edit.masked and before == after:
        yield f"{name}: {paint.dim('a secret value that differs')}{note}"
    elif len(before) == len(after) == 1 and len(before[0]) + len(after[0]) <= _SHORT:
        yield f"{name}: {paint.red(before[0])} -> {paint.green(after[0])}{note}"
    else:
        yield f"{name}:{note}"
        yield from (f"  {removed(paint)(line)}" for line in before)
        yield from (f"  {added(paint)(line)}" for line in after)


def _parted(*values: str) -> list[list[str]]:
    """The lines of two values; of two lines that are too long to be shown whole, what both begin with is left out."""
    if max(map(len, values)) > LONGEST and all(value.count("\n") < 2 for value in values):
        same = max(0, len(commonprefix(values)) - _BEFORE)  # noqa: RUF071 - characters are meant, these are no paths
        values = tuple(f"… {value[same:]}" if same else value for value in values)
    return [terminal(value).removesuffix("\n").split("\n") for value in values]


def _text_line(line: str, paint: Paint) -> str:
    safe = terminal(line)
    if line.startswith("@@"):
        return paint.dim(safe)
    return paint.green(safe) if line.startswith("+") else paint.red(safe) if line.startswith("-") else safe


def _value_lines(value: Any) -> list[str]:
    if value is ABSENT:
        return []
    return terminal(dump(value)).removesuffix("\n").split("\n")
