"""How a report is shown: what the flags say, the width of the terminal, and how other tools call a file."""

import os
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.formats.format import View
from pipeline.surroundings import Surroundings
from pipeline.terminal.asking import Flags, colored

_STREAM: Final = "-"
# Narrower ones are not used to read.
_NARROWEST: Final = 40


def view_of(flags: Flags, world: Surroundings, folder: Path) -> View:
    """The view of a report. folder: from which its files are named."""
    return View(
        colored(flags, sys.stdout.isatty(), world),
        flags["verbose"],
        flags.get("show_unstable", False),
        flags.get("explain", False),
        width(),
        located_from(folder),
    )


def width() -> int:
    """Columns of the terminal, 80 where there is none."""
    return max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns)


def located_from(folder: Path) -> Callable[[str], str]:
    """Names a file by its path from the top of its git repository, which is how code hosts know it; elsewhere as it is."""

    @cache
    def top(below: Path) -> Path | None:
        return next((one for one in (below, *below.parents) if (one / ".git").exists()), None)

    def located(file: str) -> str:
        if file in ("", _STREAM):
            return file
        path = Path(os.path.normpath(folder / file))
        repository = top(path.parent)
        return path.relative_to(repository).as_posix() if repository else os.path.normpath(file)

    return located
