"""The formats by name; a new one is a module here with a function `render`, and its name below."""

from importlib import import_module
from typing import Final

from pipeline.errors import PipelineError
from pipeline.formats.format import Format

NAMES: Final = ("codequality", "json", "junit", "sarif", "text")


def named(name: str) -> Format:
    """The format of this name; PipelineError for one that there is not."""
    if name not in NAMES:
        raise PipelineError(f"there is no format {name!r}; known: {', '.join(NAMES)}")
    found: Format = import_module(f"pipeline.formats.{name}").render
    return found
