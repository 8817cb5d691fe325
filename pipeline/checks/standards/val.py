"""VAL: names of values, how deep they lie, and what is said about them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MUST, SHOULD, WARNING, values
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.values import ValuesFile
from pipeline.manifests.kyaml import Path
from pipeline.manifests.reading import at, listing, mapping, text

_NAME: Final = re.compile(r"[a-z][a-zA-Z0-9]*")
_QUOTED: Final = re.compile(r""""[^"]*"|'[^']*'""")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a file of values. foreign: it is the name of a dependency."""

    path: Path
    value: Any
    foreign: bool

    @property
    def name(self) -> str:
        return str(self.path[-1])


@values("VAL001", MUST, ERROR, "config")
def no_hyphens(file: ValuesFile, chart: ChartSource) -> Iterator[Hit]:
    """No hyphens in value names."""
    for key in own_keys(file, chart):
        if "-" not in key.name:
            continue
        if key.foreign:
            message = f"the dependency {key.name!r} has a hyphen in its name, which an alias without one would avoid"
            yield file.hit(key.path, message, INFO)
        else:
            yield file.hit(key.path, f"{key.name!r} has a hyphen, so templates cannot reach it with dots")


@values("VAL002", SHOULD, WARNING, "reason")
def plain_names(file: ValuesFile, chart: ChartSource) -> Iterator[Hit]:
    """Value names are camelCase or lowercase."""
    for key in own_keys(file, chart):
        if not key.foreign and "-" not in key.name and not _NAME.fullmatch(key.name):
            yield file.hit(key.path, f"{key.name!r} is neither camelCase nor lowercase")


@values("VAL003", SHOULD, WARNING, "config")
def shallow(file: ValuesFile, chart: ChartSource) -> Iterator[Hit]:
    """Value nesting stays shallow."""
    if file.is_overlay:
        return
    parts = {"global", *dependencies(chart)}
    for first, value in file.value.items():
        limit = chart.settings.depth + (first in parts)
        for path, depth in _too_deep((first,), value, limit, chart):
            where = ".".join(map(str, path))
            yield file.hit(path, f"values below {where!r} are up to {depth} keys deep, {limit} are allowed")


@values("VAL008", SHOULD, INFO, "config")
def commented(file: ValuesFile, chart: ChartSource) -> Iterator[Hit]:
    """Values are commented."""
    if file.is_overlay or not file.value:
        return
    bare = [key for key in file.value if not _has_comment(file, (key,))]
    if (len(file.value) - len(bare)) * 100 < chart.settings.commented * len(file.value):
        for key in bare:
            inner = [name for name, value in mapping(file.value[key]).items() if not isinstance(value, dict | list)]
            silent = sum(not _has_comment(file, (key, name)) for name in inner)
            more = f", nor {_silent(silent, len(inner))} in it" if silent else ""
            yield file.hit((key,), f"{key!r} has no comment{more}; {len(bare)} of {len(file.value)} keys have none")


def _silent(silent: int, values: int) -> str:
    if silent < values:
        return f"{'has' if silent == 1 else 'have'} {silent} of the {values} values"
    return "has the only value" if values == 1 else f"has any of the {values} values"


def own_keys(file: ValuesFile, chart: ChartSource) -> Iterator[Key]:
    """The keys that the chart itself chose: not what it passes on as it is, not what belongs to its dependencies."""
    foreign = dependencies(chart)
    todo: list[tuple[Path, Any]] = [((), file.value)]
    while todo:
        path, around = todo.pop()
        items = around.items() if isinstance(around, Mapping) else enumerate(around)
        for step, value in items:
            inner = (*path, step)
            is_foreign = len(inner) == 1 and step in foreign
            if isinstance(step, str):
                yield Key(inner, value, is_foreign)
            if isinstance(value, dict | list) and not is_foreign and not is_passed(inner, chart):
                todo.append((inner, value))


def dependencies(chart: ChartSource) -> frozenset[str]:
    """The keys under which values of dependencies stand: listed in either file, or simply there."""
    older = listing(at(chart.yaml("requirements.yaml").value, "dependencies"))
    listed = (one.get(key) for one in (*chart.dependencies, *map(mapping, older)) for key in ("name", "alias"))
    there = (path.split("/")[1] for path in chart.files if path.startswith("charts/") and path.count("/") > 1)
    return frozenset(filter(None, (*map(text, listed), *there)))


def is_passed(path: Path, chart: ChartSource) -> bool:
    """Whether what stands at a path is passed on as it is: by its name, or because the templates do so."""
    exact, endings = _passed_names(chart.settings.passthrough)
    name = str(path[-1])
    return name in exact or name.endswith(endings) or tuple(map(str, path)) in chart.uses.whole


@lru_cache(maxsize=16)
def _passed_names(names: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The names, and what ends in one: podAnnotations like annotations."""
    return frozenset(names), tuple(name[0].upper() + name[1:] for name in names if name)


def _too_deep(path: Path, value: Any, limit: int, chart: ChartSource) -> Iterator[tuple[Path, int]]:
    """(path of a map that is as deep as values may be, depth of the deepest value in it)."""
    todo = [(path, value)]
    while todo:
        path, value = todo.pop()
        if not isinstance(value, Mapping) or is_passed(path, chart):
            continue
        if len(path) < limit:
            todo += [((*path, key), inner) for key, inner in value.items()]
        elif depth := _depth(path, value, chart):
            yield path, depth


def _depth(path: Path, value: Any, chart: ChartSource) -> int:
    """How many keys lie above the deepest value in a map, 0 where there is none."""
    deepest = 0
    todo: list[tuple[Path, Any]] = [(path, value)]
    while todo:
        path, value = todo.pop()
        if not isinstance(value, Mapping):
            deepest = max(deepest, len(path))
        elif not is_passed(path, chart):
            todo += [((*path, key), inner) for key, inner in value.items()]
    return deepest


def _has_comment(file: ValuesFile, path: Path) -> bool:
    """Whether a comment stands above a key or behind it."""
    line = file.lines.get(path, 0)
    if not 0 < line <= len(file.rows):
        return True
    above = file.rows[line - 2].lstrip() if line > 1 else ""
    return above.startswith("#") or " #" in _QUOTED.sub("", file.rows[line - 1])
