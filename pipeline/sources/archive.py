"""A packed chart: a gzipped tar archive with one folder (helm.sh/docs/topics/charts, "helm package")."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.errors import PipelineError
from pipeline.manifests.packing import PackingError, unpacked
from pipeline.repository.charts import ChartFiles
from pipeline.sources.memory import chart_of_files


def chart_of_archive(name: str, data: bytes) -> ChartFiles:
    """The files in an archive; PipelineError for one that is none, is too large, or has paths that lead elsewhere."""
    try:
        found = dict(_files(name, data))
    except PackingError as error:
        raise PipelineError(f"{name} {error}") from error
    tops = {path.partition("/")[0] for path in found}
    if len(tops) != 1 or any("/" not in path for path in found):
        raise PipelineError(f"{name} is no packed chart: it must hold one folder and nothing else")
    return chart_of_files(tops.pop(), {path.partition("/")[2]: content for path, content in found.items()})


def _files(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    for member, content in unpacked(data):
        path = PurePosixPath(member)
        if path.is_absolute() or ".." in path.parts:
            raise PipelineError(f"{name} is no packed chart: {member!r} leads out of it")
        yield str(path), content
