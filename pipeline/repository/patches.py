"""The patch file of a release: RFC 6902 operations by resource, checked before anything is rendered."""

from collections.abc import Mapping
from typing import Any, Final

from pipeline.model.config import Release
from pipeline.model.problem import Problem
from pipeline.repository.sheet import Path, Sheet, entries, kind, mapping, open_sheet, text
from pipeline.repository.tree import Tree

# What each operation needs besides `op` and `path` (RFC 6902, section 4).
_NEEDS: Final = {"add": "value", "replace": "value", "test": "value", "remove": "", "move": "from", "copy": "from"}


def patches_of(release: Release, tree: Tree, problems: list[Problem]) -> tuple[Mapping[str, Any], ...]:
    """The patches of a release in their order, each with `resource`, `operations` and `place`; mistakes are noted."""
    if release.patches is None:
        return ()
    sheet = open_sheet(release.patches, tree.read([release.patches])[release.patches])
    found = entries(sheet, (), _patch)
    problems += sheet.problems
    return found


def _patch(sheet: Sheet, path: Path) -> Mapping[str, Any] | None:
    mapping(sheet, path, ("resource", "operations"))
    resource = text(sheet, (*path, "resource"))
    if not resource or "/" not in resource:
        sheet.wrong((*path, "resource"), "must name resources as Kind/name, globs allowed: StatefulSet/tangodb-*")
        return None
    operations = entries(sheet, (*path, "operations"), _operation)
    if not operations:
        sheet.wrong((*path, "operations"), "must be a list of RFC 6902 operations with at least one entry")
        return None
    return {"resource": resource, "operations": list(operations), "place": str(sheet.place(path))}


def _operation(sheet: Sheet, path: Path) -> Mapping[str, Any] | None:
    given = sheet.get(path)
    if not isinstance(given, Mapping):
        sheet.wrong(
            path, f"must be an operation such as {{op: replace, path: /spec/replicas, value: 3}}, not {kind(given)}"
        )
        return None
    op = given.get("op")
    if op not in _NEEDS:
        sheet.wrong((*path, "op"), f"must be one of {', '.join(_NEEDS)}")
        return None
    missing = [key for key in ("path", _NEEDS[op]) if key and key not in given]
    if missing:
        sheet.wrong(path, f"is a {op} without {' and '.join(missing)}")
        return None
    mapping(sheet, path, ("op", "path", "value", "from"))
    return given
