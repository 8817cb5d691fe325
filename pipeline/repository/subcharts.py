"""The charts inside a chart: folders and archives in charts/, and the names under which their parent sees them."""

import io
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.manifests.kyaml import YamlError, load
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
    for path, data in files.contents.items():
        top, _, rest = path.partition("/")
        folder, _, below = rest.partition("/")
        if top != "charts" or not folder or folder[0] in "_.":
            continue
        if below:
            folders.setdefault(folder, {})[below] = data
        elif folder.endswith(".tgz"):
            folders[folder] = _unpacked(data)
    for folder, contents in folders.items():
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


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Files of a packed chart by path within it; nothing where it is no archive, for Helm will say so."""
    found = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                if file and "/" in member.name:
                    found[member.name.split("/", 1)[1]] = file.read()
    except (tarfile.TarError, OSError, EOFError):
        return {}
    return found
