"""A chart in any folder on disk, as it stands there."""

from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.repository.charts import ChartFiles
from pipeline.sources.memory import chart_of_files


def chart_of_folder(folder: Path) -> ChartFiles:
    """The files below a folder; PipelineError for what cannot be read. Links are followed only inside the folder."""
    found: dict[str, bytes] = {}
    top = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        if not path.resolve().is_relative_to(top):
            raise PipelineError(f"{path} is a link to {path.readlink()}, out of the chart; it is not followed")
        try:
            found[str(path.relative_to(folder))] = path.read_bytes()
        except OSError as error:
            raise PipelineError(f"{path} cannot be read: {error.strerror}") from error
    return chart_of_files(top.name, found)
