"""What truly changes between two revisions, found without rendiff: by PyYAML and Python's own comparison."""

from pathlib import Path
from typing import Any

import yaml

from benchmarks.corpus import RANDOM

Changed = frozenset[tuple[str, str, str, str]]


def changed(base: Path, head: Path) -> Changed:
    """(environment, release, kind, name) of each object that differs in more than what is random."""
    found = set()
    for file in sorted(base.rglob("*.yaml")):
        before, after = (_objects(side / file.relative_to(base)) for side in (base, head))
        for key in before.keys() | after.keys():
            if before.get(key) != after.get(key):
                found.add((file.parent.name, file.stem, *key))
    return frozenset(found)


def _objects(file: Path) -> dict[tuple[str, str], Any]:
    documents = yaml.load_all(file.read_text(), Loader=yaml.CSafeLoader)
    return {(one["kind"], one["metadata"]["name"]): _settled(one) for one in documents if one}


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "random" if str(key).startswith(RANDOM) else _settled(item) for key, item in value.items()}
    return [_settled(item) for item in value] if isinstance(value, list) else value


def reported(report: dict[str, Any]) -> Changed:
    """The same of a report of rendiff."""
    return frozenset(
        (release["environment"], release["release"], change["resource"]["kind"], change["resource"]["name"])
        for release in report["releases"]
        for change in release["changes"]
        if not change["edits"] or any(not (edit.get("unstable") or edit.get("ignored")) for edit in change["edits"])
    )
