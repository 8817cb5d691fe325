"""`${NAME}` and `${NAME:-default}` in the texts of environments, replaced once and never parsed again."""

import re
from collections.abc import Callable
from dataclasses import dataclass

# `$${` stands for a literal `${`.
_VARIABLE = re.compile(
    r"\$\$\{|\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^}]*))?\}|\$\{(?P<wrong>[^}]*)\}?"
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A variable that has neither a value nor a default, or is none."""

    message: str


def substitute(text: str, lookup: Callable[[str], str | None] | None) -> str | Missing:
    """The text with its variables replaced.

    lookup: the value of a variable, None where it is not set; no lookup at all takes the defaults alone. As in a
    shell, `:-` also stands in for a variable that is set and empty.
    """
    parts, end = [], 0
    for match in _VARIABLE.finditer(text):
        found = _value(match, lookup)
        if isinstance(found, Missing):
            return found
        parts += [text[end : match.start()], found]
        end = match.end()
    return "".join((*parts, text[end:]))


def _value(match: re.Match[str], lookup: Callable[[str], str | None] | None) -> str | Missing:
    name, default = match["name"], match["default"]
    if name is None:
        if match["wrong"] is None:
            return "${"
        return Missing(
            f"{match[0]!r} is no variable; write ${{NAME}} or ${{NAME:-default}}, and $${{ for the characters"
        )
    given = lookup(name) if lookup else None
    if given or (given is not None and default is None):
        return given
    if default is not None:
        return default
    if lookup is None:
        return Missing(f"variable {name} has no default, which comparisons need: write ${{{name}:-…}}")
    return Missing(f"variable {name} is not set")
