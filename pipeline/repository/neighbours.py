"""The charts of the same repository that a chart depends on by a path, as in `repository: file://../box`.

Fact: helm.sh/helm/v4, internal/resolver/resolver.go (GetLocalPath), pkg/downloader/manager.go (tarFromLocalDir).
"""

from collections.abc import Collection, Iterator, Mapping
from posixpath import normpath
from typing import Final

from pipeline.manifests.reading import listing, mapping, text
from pipeline.repository.charts import ChartFiles
from pipeline.repository.subcharts import metadata_of
from pipeline.repository.tree import LINK, Tree

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
    files = {place: f"{place}/{_METADATA}" for place in _places(folder, data)}
    entries = chart.tree.entries
    there = {place: file for place, file in files.items() if file in entries and entries[file].mode != LINK}
    read = {place: metadata_of(chart.tree.read([file])[file]) for place, file in sorted(there.items())}
    return {place: (text(one.get("name")), text(one.get("version"))) for place, one in read.items()}


def near(before: Tree, after: Tree, folders: Collection[str]) -> frozenset[str]:
    """Those of the charts' folders with a dependency that points to a chart whose Chart.yaml differs between two trees."""
    paths = (path for path in before.entries.keys() | after.entries.keys() if path.endswith(f"/{_METADATA}"))
    moved = {
        path.removesuffix(f"/{_METADATA}") for path in paths if before.entries.get(path) != after.entries.get(path)
    }
    return (
        frozenset(folder for tree in (before, after) for folder in _pointing(tree, folders, moved))
        if moved
        else frozenset()
    )


def _pointing(tree: Tree, folders: Collection[str], targets: Collection[str]) -> Iterator[str]:
    files = {folder: f"{folder}/{_METADATA}" for folder in folders}
    there = {folder: file for folder, file in files.items() if file in tree.entries and tree.entries[file].mode != LINK}
    contents = tree.read(there.values())
    for folder, file in there.items():
        if LOCAL.encode() in contents[file] and any(place in targets for place in _places(folder, contents[file])):
            yield folder


def _places(folder: str, data: bytes) -> list[str]:
    """The folders that the dependencies in a Chart.yaml point to."""
    listed = (text(mapping(one).get("repository")) for one in listing(metadata_of(data).get("dependencies")))
    return [place for one in listed if (place := pointed(folder, one))]
