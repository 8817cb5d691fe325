"""One file of values as rules see it: what it says, and how it is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from pipeline.checks.hit import Hit
from pipeline.manifests.kyaml import Path, YamlError, load_placed
from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import mapping
from pipeline.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as it is written. style: "" for plain, else "'", '"', "|" or ">"; line: 1-based."""

    path: Path
    text: str
    style: str
    line: int


@dataclass(frozen=True)
class ValuesFile:
    """A file of values. path: "values.yaml" for the chart's own, else the overlay's path from the top of the repository."""

    path: str
    text: str

    @property
    def is_overlay(self) -> bool:
        return self.path != "values.yaml"

    @cached_property
    def _placed(self) -> tuple[Any, Mapping[Path, int]] | None:
        try:
            value, lines, _ = load_placed(self.text)
        except YamlError:
            return None
        return value, lines

    @property
    def value(self) -> Mapping[str, Any]:
        """What it says, {} where it is no map."""
        return mapping(self._placed[0]) if self._placed else {}

    @property
    def lines(self) -> Mapping[Path, int]:
        """1-based line of each key and list entry by its path."""
        return self._placed[1] if self._placed else {}

    @cached_property
    def scalars(self) -> tuple[Scalar, ...]:
        """Each scalar value as it is written, behind aliases only once; () where the file is no YAML."""
        if not self._placed:
            return ()
        try:
            return tuple(_scalars(yaml.compose(self.text, yaml.CSafeLoader)))
        except yaml.YAMLError:
            return ()

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The lines of the file."""
        return tuple(self.text.split("\n"))

    def hit(self, path: Path, message: str, severity: Severity | None = None) -> Hit:
        """A hit at a key."""
        around = path
        while around and around not in self.lines:
            around = around[:-1]
        where = ""
        for step in path:
            where = joined(where, step)
        return Hit(message, file=self.path, line=self.lines.get(around, 1), path=where, severity=severity, key=where)


def _scalars(root: yaml.Node | None) -> Iterator[Scalar]:
    todo: list[tuple[yaml.Node | None, Path]] = [(root, ())]
    seen: set[int] = set()
    while todo:
        node, path = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            keyed = [(value, (*path, key.value)) for key, value in node.value if isinstance(key, yaml.ScalarNode)]
            todo += reversed(keyed)
        elif isinstance(node, yaml.SequenceNode):
            todo += reversed([(value, (*path, index)) for index, value in enumerate(node.value)])
        elif isinstance(node, yaml.ScalarNode):
            yield Scalar(path, node.value, node.style or "", node.start_mark.line + 1)
