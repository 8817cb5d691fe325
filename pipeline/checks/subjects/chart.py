"""The source of one chart as rules see it: its files, its templates as they are written, and what it renders by its defaults."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.macros import Macro, parts
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.template import Template, template
from pipeline.checks.subjects.uses import Uses, uses_of
from pipeline.checks.subjects.values import ValuesFile
from pipeline.manifests.kyaml import Duplicate, YamlError, load_placed
from pipeline.manifests.reading import listing, mapping, text
from pipeline.model.finding import Severity
from pipeline.repository.neighbours import Neighbours

METADATA: Final = "Chart.yaml"
# Endings of packed charts, as `helm package` and others name them.
PACKED: Final = (".tgz", ".tar.gz")
# Renders the chart again under a name ("" for the same one) with values on top of its own; the reason where it does not render.
Render = Callable[[str, Mapping[str, Any]], Release | str]


@dataclass(frozen=True, slots=True)
class Yaml:
    """A YAML file of the chart. value: None where it is empty or unreadable; error: why it is unreadable, "" if it is not."""

    value: Any = None
    lines: Mapping[tuple[str | int, ...], int] | None = None
    duplicates: tuple[Duplicate, ...] = ()
    error: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """One line of what `helm lint` says. severity: as Helm has it."""

    severity: Severity
    path: str
    message: str


@dataclass(frozen=True, eq=False)
class ChartSource:
    """One chart, equal to itself alone.

    folder: path from the top of the repository ("charts/web"), or as the user named it; of a packed one, that in its archive.
    files: content by path within the chart, vendored subcharts too. settings: of the standards.
    defaults: what it renders with its own values alone, None where that fails, with `failure` for the reason ("" if not tried).
    lint: what Helm's own lint says. neighbours: the charts that its dependencies point to, None where they are not known.
    render: renders it once more, which is slow; None where nobody can.
    """

    folder: str
    files: Mapping[str, bytes]
    settings: Settings
    defaults: Release | None = None
    failure: str = ""
    lint: tuple[Message, ...] = ()
    neighbours: Neighbours | None = None
    render: Render | None = None

    @cached_property
    def metadata(self) -> Mapping[str, Any]:
        """Chart.yaml, {} where it is none."""
        return mapping(self.yaml(METADATA).value)

    @property
    def is_readable(self) -> bool:
        """Whether Chart.yaml is there and a map."""
        return isinstance(self.yaml(METADATA).value, Mapping)

    @property
    def name(self) -> str:
        """As Chart.yaml says it."""
        return text(self.metadata.get("name"))

    @property
    def is_packed(self) -> bool:
        """Whether it came in an archive."""
        return PurePosixPath(self.folder).parent.name.endswith(PACKED)

    @property
    def is_library(self) -> bool:
        return self.metadata.get("type") == "library"

    @property
    def dependencies(self) -> tuple[Mapping[str, Any], ...]:
        """What Chart.yaml lists."""
        return tuple(mapping(one) for one in listing(self.metadata.get("dependencies")))

    @cached_property
    def values(self) -> ValuesFile | None:
        """values.yaml, None where there is none."""
        return ValuesFile("values.yaml", self.text("values.yaml")) if "values.yaml" in self.files else None

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """The chart's own files in templates/ that are read as templates of manifests, by path."""
        paths = sorted(
            path for path in self.files if path.startswith("templates/") and path.endswith((".yaml", ".yml", ".json"))
        )
        return tuple(template(path, self.text(path)) for path in paths)

    @cached_property
    def own(self) -> Mapping[str, tuple[Manifest, ...]]:
        """What its own templates render by its defaults, by their paths; {} where it does not render."""
        found: dict[str, list[Manifest]] = defaultdict(list)
        for one in self.defaults.objects if self.defaults else ():
            if one.source.startswith(f"{self.name}/templates/"):
                found[one.source.partition("/")[2]].append(one)
        return {path: tuple(objects) for path, objects in found.items()}

    @cached_property
    def helpers(self) -> Mapping[str, str]:
        """Text of the chart's own .tpl files by path."""
        return {
            path: self.text(path)
            for path in sorted(self.files)
            if path.startswith("templates/") and path.endswith(".tpl")
        }

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Text of all its own templates by path, of manifests and of .tpl files."""
        return {**{one.path: one.text for one in self.templates}, **self.helpers}

    @cached_property
    def uses(self) -> Uses:
        """Where its own templates use values."""
        return uses_of(self.texts)

    @cached_property
    def macros(self) -> Mapping[str, Macro]:
        """Every named template by its name, those of vendored subcharts too; its own go first, as for Helm."""
        paths = sorted((path for path in self.files if "templates/" in path), key=lambda path: -path.count("charts/"))
        return {one.name: one for path in paths for one in parts(self.text(path)).macros}

    def text(self, path: str) -> str:
        """A file as text, decoded once; "" where it is not there."""
        if path not in self._decoded:
            self._decoded[path] = self.files.get(path, b"").decode("utf-8", "replace")
        return self._decoded[path]

    def yaml(self, path: str) -> Yaml:
        """A file read as Kubernetes reads YAML, once; the reason where it cannot be read."""
        if path not in self._read:
            try:
                self._read[path] = Yaml(*load_placed(self.text(path)))
            except YamlError as error:
                self._read[path] = Yaml(error=str(error), line=error.line)
        return self._read[path]

    @cached_property
    def _read(self) -> dict[str, Yaml]:
        return {}

    @cached_property
    def _decoded(self) -> dict[str, str]:
        return {}

    def line_of(self, file: str, *path: str | int) -> int:
        """Line of a key in a YAML file, of the nearest key around it where it is not written, 0 where there is none."""
        lines = self.yaml(file).lines or {}
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path, 0)

    def hit(self, file: str, message: str, line: int = 0, severity: Severity | None = None, key: str = "") -> Hit:
        """A hit in one of the chart's files. line: 0 for the file as a whole."""
        return Hit(message, file=file, line=line, severity=severity, key=key)
