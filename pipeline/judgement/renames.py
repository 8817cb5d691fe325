"""Which files of a chart are old files under a new name, as git would say it: the same content, or much of it."""

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


def _kin(one: str, other: str) -> bool:
    return splitext(one)[1] == splitext(other)[1]


def _texts(chart: ChartFiles, paths: list[str]) -> Mapping[str, list[bytes]]:
    contents = chart.tree.read({chart.files[path] for path in paths})
    return {path: contents[chart.files[path]].split(b"\n") for path in paths}


def _likeness(one: list[bytes], other: list[bytes]) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()
