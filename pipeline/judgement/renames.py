"""Which files, and which charts, are old ones under a new name, as git would say it: the same content, or much of it."""

from collections.abc import Mapping
from difflib import SequenceMatcher
from posixpath import splitext
from typing import Final

from pipeline.repository.charts import ChartFiles

# Git's own threshold (git-scm.com/docs/git-diff, --find-renames).
_ALIKE: Final = 0.5


def renamed(base: ChartFiles, head: ChartFiles) -> dict[str, str]:
    """Path in the base by path in the head, both within the chart."""
    gone = sorted(base.files.keys() - head.files.keys())
    come = sorted(head.files.keys() - base.files.keys())
    found: dict[str, str] = {}
    if gone and come:
        texts = _texts(base, gone), _texts(head, come)
        for path in come:
            alike = [
                (_likeness(texts[0][old], texts[1][path]), old)
                for old in gone
                if old not in found.values() and _kin(old, path)
            ]
            best = max(alike, default=(0.0, ""))
            if best[0] >= _ALIKE:
                found[path] = best[1]
    return found


def charts_renamed(base: Mapping[str, ChartFiles], head: Mapping[str, ChartFiles]) -> dict[str, str]:
    """Name in the head by name in the base, of charts of which most files are the same, or much of them."""
    gone, found = sorted(base.keys() - head.keys()), dict[str, str]()
    for name in sorted(head.keys() - base.keys()):
        alike = [(_share(base[old], head[name]), old) for old in gone if old not in found]
        best = max(alike, default=(0.0, ""))
        if best[0] >= _ALIKE:
            found[best[1]] = name
    return found


def _share(one: ChartFiles, other: ChartFiles) -> float:
    """How many files of two charts have the same path and are alike, of 1."""
    both = sorted(one.files.keys() & other.files.keys())
    texts = _texts(one, both), _texts(other, both)
    alike = sum(_likeness(texts[0][path], texts[1][path]) >= _ALIKE for path in both)
    return alike / max(1, len(one.files), len(other.files))


def _kin(one: str, other: str) -> bool:
    return splitext(one)[1] == splitext(other)[1]


def _texts(chart: ChartFiles, paths: list[str]) -> Mapping[str, list[bytes]]:
    contents = chart.tree.read({chart.files[path] for path in paths})
    return {path: contents[chart.files[path]].split(b"\n") for path in paths}


def _likeness(one: list[bytes], other: list[bytes]) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()
