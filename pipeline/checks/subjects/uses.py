"""Where templates use values: each reference to a path below .Values, and what is done with it there.

Facts: pkg.go.dev/text/template, "Arguments" and "Variables"; `with` and `range` set the dot.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from pipeline.checks.subjects.actions import ACTION, Guards, inside, is_control, moved, without_comments

Keys = tuple[str, ...]
_INDEX: Final = re.compile(r'\bindex\s+([$\w.]+)((?:\s+"[^"]*")+)')
_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`')
_REFERENCE: Final = re.compile(r"(?<![\w.$)])(?:(\$\w*)((?:\.[A-Za-z_][\w-]*)*)|((?:\.[A-Za-z_][\w-]*)+)|\.(?![\w.]))")
_ASSIGNED: Final = re.compile(r"(?:\$\w+\s*,\s*)?(\$\w+)\s*:?=")
_WHOLE: Final = re.compile(r"\bto(?:Yaml|Json|PrettyJson|RawJson|Toml)\b|tplvalues\.render\b|^range\b")
_QUOTING: Final = re.compile(r"\bs?quote\b")
_NEAR: Final = 500  # characters of a line in which quotes are looked for


@dataclass(frozen=True, slots=True)
class Use:
    """One reference to a value. path: keys from the root of the values; action: what stands between the braces; quoted: it is
    printed in quotes; whole: it is printed or walked as it is, whatever it holds."""

    path: Keys
    file: str
    line: int
    action: str
    quoted: bool
    whole: bool

    @property
    def is_asked(self) -> bool:
        """Whether the action prints nothing but decides, loops or assigns."""
        return is_control(self.action)


@dataclass(frozen=True, slots=True)
class Uses:
    """What a chart's templates use. whole: paths of values that they take as they are."""

    by_path: Mapping[Keys, Sequence[Use]]
    whole: frozenset[Keys]

    def of(self, path: Iterable[str | int]) -> Sequence[Use]:
        """The references to one value."""
        return self.by_path.get(tuple(str(step) for step in path), ())


@dataclass
class _Scope:
    """What is known while actions are read: open blocks, what the dot is in each (None: nobody knows), variables."""

    guards: Guards = ()
    dots: list[Keys | None] = field(default_factory=list)
    variables: dict[str, Keys] = field(default_factory=dict)

    @property
    def dot(self) -> Keys | None:
        return self.dots[-1] if self.dots else None


def uses_of(texts: Mapping[str, str]) -> Uses:
    """What the templates with these texts use."""
    by_path: dict[Keys, list[Use]] = defaultdict(list)
    for file, text in texts.items():
        for use in _uses(file, text):
            by_path[use.path].append(use)
    return Uses(by_path, frozenset(path for path, found in by_path.items() if path and any(use.whole for use in found)))


@lru_cache(maxsize=1024)
def _uses(file: str, text: str) -> tuple[Use, ...]:
    return tuple(_read(file, without_comments(text))) if ".Values" in text else ()


def _read(file: str, text: str) -> Iterator[Use]:
    scope = _Scope()
    line, last = 1, 0
    for match in ACTION.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        action = inside(match[0])
        paths = tuple(_paths(action, scope))
        if paths:
            whole = _WHOLE.search(action) is not None
            quoted = _in_quotes(text, match.start()) or _QUOTING.search(action) is not None
            yield from (Use(path, file, line, action, quoted, whole) for path in paths)
        _move(scope, action, paths)


def _paths(action: str, scope: _Scope) -> Iterator[Keys]:
    """The paths of the values that an action names."""
    plain = _INDEX.sub(_dotted, action) if "index" in action else action
    plain = _TEXT.sub('""', plain) if '"' in plain or "`" in plain else plain
    plain = _ASSIGNED.sub("", plain) if "=" in plain else plain
    for variable, behind, fields in _REFERENCE.findall(plain):
        steps = tuple((fields or behind).split(".")[1:])
        if "Values" in steps:
            yield steps[steps.index("Values") + 1 :]
        elif variable in scope.variables:
            yield scope.variables[variable] + steps
        elif not variable and scope.dot is not None:
            yield scope.dot + steps


def _dotted(match: re.Match[str]) -> str:
    """`index .Values "a" "b"` as .Values.a.b."""
    return ".".join((match[1], *(key[1:-1] for key in _TEXT.findall(match[2]))))


def _in_quotes(text: str, start: int) -> bool:
    before = ACTION.sub("", text[max(text.rfind("\n", 0, start) + 1, start - _NEAR) : start])
    return before.count('"') % 2 == 1 or before.count("'") % 2 == 1


def _move(scope: _Scope, action: str, paths: Sequence[Keys]) -> None:
    """Follows blocks and assignments."""
    assigned = _ASSIGNED.search(action) if "=" in action else None
    if assigned:
        scope.variables.pop(assigned[1], None)
        if len(paths) == 1 and not action.startswith("range"):
            scope.variables[assigned[1]] = paths[0]
    depth, scope.guards = len(scope.guards), moved(scope.guards, action)
    if len(scope.guards) > depth:
        scope.dots.append(_dot(scope, paths))
    elif len(scope.guards) < depth:
        scope.dots.pop()
    elif scope.dots and action.startswith("else"):
        scope.dots[-1] = scope.dots[-2] if len(scope.dots) > 1 else None


def _dot(scope: _Scope, paths: Sequence[Keys]) -> Keys | None:
    """What the dot is inside of the block that was opened last."""
    word = scope.guards[-1].word
    if word == "if":
        return scope.dot
    return paths[0] if word == "with" and len(paths) == 1 else None
