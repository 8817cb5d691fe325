"""A chart whose files are at hand, from wherever they came."""

import hashlib
from collections.abc import Iterable, Mapping

from pipeline.repository.charts import ChartFiles, chart_files
from pipeline.repository.tree import Entry, Tree


def chart_of_files(name: str, files: Mapping[str, bytes]) -> ChartFiles:
    """The chart with these files (by path within it); the same files give the same hash as in any tree of git."""
    contents = {f"charts/{name}/{path}": data for path, data in files.items()}
    entries = {path: Entry(_blob(data), "100644") for path, data in contents.items()}

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        return {path: contents[path] for path in paths}

    tree = Tree(entries, read)
    return chart_files(tree, name, {path: entries[f"charts/{name}/{path}"] for path in files})


def _blob(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
