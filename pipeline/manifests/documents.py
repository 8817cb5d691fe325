"""The documents of a file of manifests, each with its place in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.manifests.kyaml import YamlError, load_shared
from pipeline.manifests.objects import content, segments


@dataclass(frozen=True, slots=True)
class Document:
    """line: of the first thing written in it; segment: its text with the `---` line; value: None where it is empty."""

    line: int
    segment: str
    value: Any


def documents(data: bytes) -> Iterator[Document]:
    """Each document; YamlError, with the line in the file, for the first that Kubernetes does not read."""
    line = 1
    for segment in segments(_decoded(data)):
        yield _document(segment, line)
        line += segment.count("\n")


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise YamlError("it is not UTF-8", data.count(b"\n", 0, error.start) + 1) from error


def _document(segment: str, line: int) -> Document:
    text = content(segment)
    first = line + segment.count("\n") - text.count("\n")
    lines = text.rstrip("\n").split("\n")
    try:
        value = load_shared(text + "\n")
    except YamlError as error:
        raise YamlError(str(error), first + min(max(error.line, 1), len(lines)) - 1) from error
    written = (first + number for number, one in enumerate(lines) if one.strip() and not one.lstrip().startswith("#"))
    return Document(next(written, line), segment, value)
