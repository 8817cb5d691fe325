"""The folders of charts/ in a tree: which files make each chart, and one hash over them."""

import hashlib
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.repository.tree import LINK, Entry, Tree

_LINKS_IN_A_ROW = 40  # as many as Linux follows (path_resolution(7))


class LinkError(PipelineError):
    """A symbolic link of a chart that leads out of the repository, nowhere, or round in a circle."""


@dataclass(frozen=True, slots=True)
class ChartFiles:
    """One chart of one tree.

    files: path within the chart -> path in the tree where its content stands (another one behind a link).
    hash: the same for the same files with the same contents, in any tree.
    """

    tree: Tree
    files: Mapping[str, str]
    hash: str


def chart_folders(tree: Tree) -> dict[str, dict[str, Entry]]:
    """The entries of charts/<name>/ by name, with their paths below it."""
    folders: dict[str, dict[str, Entry]] = {}
    for path, entry in tree.entries.items():
        if path.startswith("charts/"):
            _, name, *rest = path.split("/", 2)
            if rest:
                folders.setdefault(name, {})[rest[0]] = entry
    return folders


def chart_files(tree: Tree, name: str, entries: Mapping[str, Entry]) -> ChartFiles:
    """One chart with its links followed inside the repository; LinkError for a link that leads elsewhere."""
    top = f"charts/{name}"
    files: dict[str, str] = {}
    for path, entry in entries.items():
        if entry.mode == LINK:
            files.update(_followed(tree, f"{top}/{path}", path))
        else:
            files[path] = f"{top}/{path}"
    lines = (f"{path}\0{tree.entries[files[path]].id}\n" for path in sorted(files))
    digest = hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape"))
    return ChartFiles(tree, files, digest.hexdigest())


def folder_of(chart: ChartFiles) -> str:
    """The name of the folder that a chart stands in; one without files has none."""
    return next((file.split("/")[1] for file in chart.files.values()), "chart")


def materialise(chart: ChartFiles, folder: Path) -> None:
    """Writes the chart's files below a folder that is not there yet."""
    contents = chart.tree.read(set(chart.files.values()))
    for path, origin in chart.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(contents[origin])
    folder.mkdir(parents=True, exist_ok=True)


def _followed(tree: Tree, link: str, shown: str) -> Iterator[tuple[str, str]]:
    """The file behind a link, or the files below the folder behind it."""
    target = link
    for _ in range(_LINKS_IN_A_ROW):
        target = _step(tree, target)
        if target in tree.entries and tree.entries[target].mode != LINK:
            yield shown, target
            return
        if target not in tree.entries:
            break
    below = [path for path in tree.entries if path.startswith(f"{target}/")]
    if not below or any(tree.entries[path].mode == LINK for path in below) or link.startswith(f"{target}/"):
        raise LinkError(f"{link} is a link to {target}, which is no file or folder of plain files in this repository")
    yield from ((shown + path[len(target) :], path) for path in below)


def _step(tree: Tree, link: str) -> str:
    raw = tree.read([link])[link].decode("utf-8", "surrogateescape")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(link), raw))
    if target.startswith(("/", "..")):
        raise LinkError(f"{link} is a link to {raw}, out of the repository; it is not followed")
    return target
