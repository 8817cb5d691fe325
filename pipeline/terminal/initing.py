"""`rendiff init` at the command line: a new folder, whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipeline.commands.init import maintainer, new_chart
from pipeline.errors import PipelineError, RepositoryError
from pipeline.repository.sides import find_root
from pipeline.surroundings import surroundings
from pipeline.terminal.output import print_text
from pipeline.verdict import OK


def chart(name: str) -> int:
    """Writes charts/NAME, in the repository around or below the folder of the run; PipelineError where something is there."""
    top = _top(surroundings().folder)
    files = new_chart(name, maintainer(top))
    place = top / "charts" / name
    if os.path.lexists(place):
        raise PipelineError(f"charts/{name} is there already; name another chart")
    _write(files, place)
    print_text(
        f"charts/{name} has {len(files)} files. `rendiff validate charts/{name}` says what the rules think of it.\n"
    )
    return OK


def _top(folder: Path) -> Path:
    try:
        return find_root(folder)
    except RepositoryError:
        return folder


def _write(files: Mapping[str, str], place: Path) -> None:
    """The folder is made beside its place and put there in one step."""
    place.parent.mkdir(exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    try:
        fresh = temporary / place.name
        for path, text in files.items():
            file = fresh / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        fresh.rename(place)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
