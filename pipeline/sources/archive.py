"""A packed chart: a gzipped tar archive with one folder (helm.sh/docs/topics/charts, "helm package")."""

import io
import tarfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from pipeline.errors import PipelineError
from pipeline.repository.charts import ChartFiles
from pipeline.sources.memory import chart_of_files

# Helm's own limit for what an archive may unpack to (helm.sh/helm/v4 pkg/chart/loader/archive, MaxDecompressedChartSize).
_LARGEST: Final = 100 * 1024 * 1024


def chart_of_archive(name: str, data: bytes) -> ChartFiles:
    """The files in an archive; PipelineError for one that is none, is too large, or has paths that lead elsewhere."""
    try:
        found = dict(_files(name, data))
    except (tarfile.TarError, OSError, EOFError) as error:
        raise PipelineError(f"{name} is no packed chart: {error}") from error
    tops = {path.partition("/")[0] for path in found}
    if len(tops) != 1 or any("/" not in path for path in found):
        raise PipelineError(f"{name} is no packed chart: it must hold one folder and nothing else")
    return chart_of_files(tops.pop(), {path.partition("/")[2]: content for path, content in found.items()})


def _files(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    rest = _LARGEST
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            if path.is_absolute() or ".." in path.parts:
                raise PipelineError(f"{name} is no packed chart: {member.name!r} leads out of it")
            file = archive.extractfile(member) if member.isfile() else None
            if file is None:
                continue
            content = file.read(rest + 1)
            rest -= len(content)
            if rest < 0:
                raise PipelineError(f"{name} unpacks to more than {_LARGEST // (1024 * 1024)} MiB, which Helm refuses")
            yield str(path), content
