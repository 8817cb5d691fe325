"""What the PATHs of `rendiff validate` are: charts, folders with charts in them, packed charts, plain manifests."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.checks.subjects.chart import METADATA, PACKED
from pipeline.commands.files import ENDINGS, Stream, documents
from pipeline.errors import PipelineError
from pipeline.judgement.paths import PathResult, judge_charts, judge_documents, unjudged
from pipeline.judgement.standing import CHARTS
from pipeline.judgement.work import Court
from pipeline.manifests.reading import text
from pipeline.model.rendering import Failure
from pipeline.repository.charts import ChartFiles
from pipeline.repository.environments import is_version
from pipeline.sources.archive import chart_of_archive
from pipeline.sources.folder import chart_of_folder


def judge_paths(paths: Sequence[str], stream: Stream, kube_version: str, court: Court) -> tuple[PathResult, ...]:
    """What becomes of each path, in their order: what cannot be read is a failed path of its own, and stops no other.

    PipelineError for a path that is not there.
    """
    wanted = tuple(dict.fromkeys(place for path in paths for place in _within(path)))
    charts, done = _charts(wanted)
    done |= {one.path: one for one in judge_charts(charts, kube_version, court)}
    found: dict[str, PathResult] = {}
    for path in wanted:
        results = [done[path]] if path in done else _plain(path, stream, kube_version, court)
        found |= {one.path: one for one in results}
    return tuple(found.values())


def _within(path: str) -> Sequence[str]:
    """The charts in a folder, in whichever folder below; else the path itself."""
    return sorted(_chart_folders(path)) or [path]


def _chart_folders(path: str) -> Iterator[str]:
    for folder, below, files in os.walk(path):
        if METADATA in files:
            below.clear()
            yield folder if folder == path else os.path.normpath(folder)
        below[:] = [one for one in below if not one.startswith(".")]


def _charts(paths: Sequence[str]) -> tuple[dict[str, ChartFiles], dict[str, PathResult]]:
    """The charts among the paths, and those that cannot be read."""
    charts: dict[str, ChartFiles] = {}
    broken: dict[str, PathResult] = {}
    for path in paths:
        try:
            if chart := chart_at(path):
                charts[path] = chart
        except PipelineError as error:
            broken[path] = unjudged(path, Failure("head", str(error), path))
    return charts, broken


def check_version(kube_version: str) -> None:
    """PipelineError for what `--kube-version` cannot be."""
    if not is_version(kube_version):
        raise PipelineError(f"--kube-version must be a version of Kubernetes such as 1.34.2, not {kube_version!r}")


def chart_at(path: str) -> ChartFiles | None:
    """The chart at a path, a folder or an archive, None where there is none; PipelineError for one that cannot be read."""
    place = Path(path)
    if (place / METADATA).is_file():
        return chart_of_folder(place)
    return chart_of_archive(path, place.read_bytes()) if path.endswith(PACKED) and place.is_file() else None


def _plain(path: str, stream: Stream, kube_version: str, court: Court) -> Iterator[PathResult]:
    """The manifests of a path together, and each file that cannot be read."""
    found = documents(path, stream, court.workshop.key, whole=True)
    if found.found and not (_chart_around(path) and not any(text(one.body.get("kind")) for one in found.found)):
        yield judge_documents(path, found, kube_version, court.standings[CHARTS].in_force.settings)
    elif not found.broken:
        yield unjudged(path, _hinted(Failure("head", _nothing(path), path)))
    for file, failure in found.broken.items():
        yield unjudged(file, _hinted(failure))


def _nothing(path: str) -> str:
    if Path(path).is_dir() and not any(file.suffix in ENDINGS for file in Path(path).rglob("*")):
        return f"there is nothing to judge: no chart, and no file that ends in {', '.join(ENDINGS)}"
    return "there is nothing to judge: no object of Kubernetes stands in it"


def _hinted(failure: Failure) -> Failure:
    """A failure with what to do where the file is a part of a chart, which is no manifest yet."""
    chart = _chart_around(failure.file)
    hint = f"it belongs to the chart {chart}, which `rendiff validate {chart}` judges"
    return replace(failure, message=f"{failure.message}\n{hint}") if chart else failure


def _chart_around(path: str) -> str:
    """The folder of the chart that a path lies in, "" where it lies in none."""
    around = () if path == "-" else Path(path).absolute().parents
    return next((os.path.relpath(folder) for folder in around if (folder / METADATA).is_file()), "")
