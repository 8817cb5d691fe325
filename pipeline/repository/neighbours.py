"""The charts of the same repository that a chart depends on by a path, as in `repository: file://../box`.

Fact: helm.sh/helm/v4, internal/resolver/resolver.go (GetLocalPath), pkg/downloader/manager.go (tarFromLocalDir).
"""

from collections.abc import Mapping
from posixpath import normpath
from typing import Final

from pipeline.manifests.reading import listing, mapping, text
from pipeline.repository.charts import ChartFiles
from pipeline.repository.subcharts import metadata_of
from pipeline.repository.tree import LINK

LOCAL: Final = "file://"
_METADATA: Final = "Chart.yaml"

# Name and version of each chart by its folder.
Neighbours = Mapping[str, tuple[str, str]]


def pointed(folder: str, repository: str) -> str:
    """The folder that a dependency of the chart in `folder` points to, "" where that is none of this repository."""
    local = repository.removeprefix(LOCAL)
    if local == repository or local.startswith("/"):
        return ""
    place = normpath(f"{folder}/{local}")
    return "" if place.startswith(("..", "/")) else place


def neighbours(folder: str, chart: ChartFiles) -> Neighbours:
    """The charts that the dependencies of the chart in `folder` point to, as far as they are there."""
    own = chart.files.get(_METADATA)
    data = chart.tree.read([own])[own] if own else b""
    if LOCAL.encode() not in data:
        return {}
    listed = (text(mapping(one).get("repository")) for one in listing(metadata_of(data).get("dependencies")))
    files = {place: f"{place}/{_METADATA}" for one in listed if (place := pointed(folder, one))}
    entries = chart.tree.entries
    there = {place: file for place, file in files.items() if file in entries and entries[file].mode != LINK}
    read = {place: metadata_of(chart.tree.read([file])[file]) for place, file in sorted(there.items())}
    return {place: (text(one.get("name")), text(one.get("version"))) for place, one in read.items()}
