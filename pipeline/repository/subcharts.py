"""The charts inside a chart: folders and archives in charts/, and the names under which their parent sees them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from pipeline.manifests.kyaml import YamlError, load
from pipeline.manifests.packing import PackingError, unfolded
from pipeline.manifests.reading import listing, mapping, text


@dataclass(frozen=True, slots=True)
class Files:
    """Files of a chart or subchart by path within it. shown: where they stand, for people; prefix: its key in values."""

    contents: Mapping[str, bytes]
    shown: str
    prefix: tuple[str, ...] = ()


def subcharts(files: Files) -> Iterator[tuple[str, Files]]:
    """Name and files of each chart in charts/, folders and archives."""
    folders: dict[str, dict[str, bytes]] = {}
    archives: dict[str, bytes] = {}
    for path, data in files.contents.items():
        top, _, rest = path.partition("/")
        folder, _, below = rest.partition("/")
        if top != "charts" or not folder or folder[0] in "_.":
            continue
        if below:
            folders.setdefault(folder, {})[below] = data
        elif folder.endswith(".tgz"):
            archives[folder] = data
    opened = ((folder, _unpacked(data)) for folder, data in archives.items())
    for folder, contents in chain(folders.items(), opened):
        metadata = metadata_of(contents.get("Chart.yaml", b""))
        if metadata.get("name"):
            yield str(metadata["name"]), Files(contents, f"{files.shown}/charts/{folder}")


def aliases(contents: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """The keys under which a chart sees its dependencies, by their names."""
    listed = [*_dependencies(contents.get("Chart.yaml", b"")), *_dependencies(contents.get("requirements.yaml", b""))]
    found: dict[str, tuple[str, ...]] = {}
    for dependency in listed:
        name = str(dependency.get("name"))
        found[name] = (*found.get(name, ()), str(dependency.get("alias") or name))
    return found


def _dependencies(data: bytes) -> Iterator[Mapping[str, Any]]:
    yield from (item for item in listing(metadata_of(data).get("dependencies")) if isinstance(item, Mapping))


@lru_cache(maxsize=256)
def metadata_of(data: bytes) -> Mapping[str, Any]:
    """The map in a file, {} where it is none."""
    try:
        value = load(data.decode("utf-8", "replace"))
    except YamlError:
        return {}
    return mapping(value)


def versions(files: Mapping[str, bytes]) -> dict[str, str]:
    """Version of each chart by the path at which Helm's output shows it: "" for the chart itself, "charts/web" for a subchart."""
    return dict(_versions(Files(files, ""), ""))


def _versions(files: Files, path: str) -> Iterator[tuple[str, str]]:
    yield path, text(metadata_of(files.contents.get("Chart.yaml", b"")).get("version"))
    known = aliases(files.contents)
    for name, subchart in subcharts(files):
        # A subchart whose version does not fit is rendered under its own name, whatever alias it was given.
        for alias in dict.fromkeys((name, *known.get(name, ()))):
            yield from _versions(subchart, f"{path}/charts/{alias}".removeprefix("/"))


def _unpacked(data: bytes) -> Mapping[str, bytes]:
    """Files of a packed chart by path within it; nothing where it is no archive, or too large, for Helm will say so."""
    try:
        return unfolded(data)
    except PackingError:
        return {}
