"""One YAML file of the user's being checked: values come out typed, mistakes go into a list with their place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pipeline.manifests.kyaml import YamlError, load_placed
from pipeline.model.problem import Place, Problem
from pipeline.repository.nearest import suggest

Path = tuple[str | int, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file being read. lines: 1-based line of each key and list entry; problems: filled while reading."""

    file: str
    value: Any
    lines: Mapping[Path, int]
    problems: list[Problem] = field(default_factory=list)
    environment: str = ""

    def place(self, path: Path) -> Place:
        """Where a key stands; the nearest key around it where it is not written itself."""
        around = path
        while around and around not in self.lines:
            around = around[:-1]
        return Place(self.file, self.lines.get(around, 1), dotted(path))

    def wrong(self, path: Path, message: str) -> None:
        """Notes a mistake; below `releases` it stops that release alone."""
        release = str(path[1]) if len(path) > 1 and path[0] == "releases" else ""
        self.problems.append(Problem(self.place(path), message, self.environment, release))

    def get(self, path: Path) -> Any:
        """The value at a path, None where there is none."""
        value = self.value
        for step in path:
            if isinstance(value, Mapping):
                value = value.get(step)
            elif isinstance(value, Sequence) and isinstance(step, int):
                value = value[step]
            else:
                return None
        return value


def dotted(path: Path) -> str:
    """A path as people write it: `releases.tango-base.values[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def open_sheet(file: str, data: bytes, environment: str = "") -> Sheet:
    """Reads a file; what is no YAML is noted, and then the value is None."""
    try:
        value, lines, duplicates = load_placed(data.decode("utf-8"))
    except YamlError as error:
        return Sheet(
            file, None, {}, [Problem(Place(file, error.line), f"is no valid YAML: {error}", environment)], environment
        )
    except UnicodeDecodeError:
        return Sheet(file, None, {}, [Problem(Place(file), "is not UTF-8", environment)], environment)
    sheet = Sheet(file, value, lines, environment=environment)
    for duplicate in duplicates:
        sheet.wrong(duplicate.path, "stands here a second time; the first is lost")
    return sheet


def mapping(sheet: Sheet, path: Path, known: Iterable[str] | None = None) -> Mapping[str, Any]:
    """The map at a path ({} where it is absent or null); unknown keys are mistakes where `known` is given."""
    value = sheet.get(path)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        sheet.wrong(path, f"must be a map, not {kind(value)}")
        return {}
    if known is not None:
        names = tuple(known)
        for key in value:
            if key not in names:
                sheet.wrong((*path, key), f"is no key that is known here{suggest(key, names)}")
    return value


def text(sheet: Sheet, path: Path) -> str | None:
    """The text at a path; a number or a bool there is a mistake that quotes would mend."""
    value = sheet.get(path)
    if value is None or isinstance(value, str):
        return value
    hint = "; put it in quotes" if isinstance(value, int | float) else ""
    sheet.wrong(path, f"must be a text, not {kind(value)}{hint}")
    return None


def texts(sheet: Sheet, path: Path) -> tuple[str, ...]:
    """The list of texts at a path, () where it is absent."""
    value = sheet.get(path)
    if value is None:
        return ()
    if not isinstance(value, list):
        sheet.wrong(path, f"must be a list, not {kind(value)}")
        return ()
    found = (text(sheet, (*path, index)) for index in range(len(value)))
    return tuple(item for item in found if item is not None)


def entries(sheet: Sheet, path: Path, read: Callable[[Sheet, Path], T | None]) -> tuple[T, ...]:
    """What `read` makes of each entry of the list at a path."""
    value = sheet.get(path)
    if value is None:
        return ()
    if not isinstance(value, list):
        sheet.wrong(path, f"must be a list, not {kind(value)}")
        return ()
    found = (read(sheet, (*path, index)) for index in range(len(value)))
    return tuple(item for item in found if item is not None)


def kind(value: Any) -> str:
    """What a value is, in the words of YAML."""
    names = {bool: "a bool", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a map"}
    return "null" if value is None else names.get(type(value), "something else")
