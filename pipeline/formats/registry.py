"""The formats by name; a new one is a module here with a function `render`."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import pipeline.formats as home
from pipeline.errors import PipelineError
from pipeline.formats.format import Format

_HELPERS: Final = frozenset(("format", "registry", "escaping", "folding", "lines", "entries", "findings", "manual"))


def names() -> tuple[str, ...]:
    """The formats there are."""
    return tuple(sorted(module.name for module in iter_modules(home.__path__) if module.name not in _HELPERS))


def named(name: str) -> Format:
    """The format of this name; PipelineError for one that there is not."""
    if name not in names():
        raise PipelineError(f"there is no format {name!r}; known: {', '.join(names())}")
    found: Format = import_module(f"pipeline.formats.{name}").render
    return found
