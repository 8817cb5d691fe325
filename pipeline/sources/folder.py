"""A chart in any folder on disk, as it stands there."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.repository.charts import ChartFiles
from pipeline.sources.memory import chart_of_files


def chart_of_folder(folder: Path) -> ChartFiles:
    """The files below a folder; PipelineError for what cannot be read, and for links that lead elsewhere.

    Links are followed inside the folder, and in a repository to charts beside it, where `file://../name` finds them.
    """
    found: dict[str, bytes] = {}
    top = folder.resolve()
    home = top.parent if any((one / ".git").exists() for one in top.parents) else top
    for shown, path in sorted(_files(folder, home)):
        try:
            found[shown] = path.read_bytes()
        except OSError as error:
            raise PipelineError(f"{path} cannot be read: {error.strerror}") from error
    return chart_of_files(top.name, found)


def _files(folder: Path, home: Path) -> Iterator[tuple[str, Path]]:
    """(path below the folder, file) of each file, those of folders behind links too; no link to a folder behind a link."""
    for path in folder.rglob("*"):
        for file in path.rglob("*") if path.is_symlink() and path.is_dir() else (path,):
            target = file.resolve()
            if not target.is_relative_to(home) or ".git" in target.relative_to(home).parts:
                raise PipelineError(f"{path} leads to {target}, out of the chart; it is not followed")
            if file.is_file():
                yield str(file.relative_to(folder)), file
