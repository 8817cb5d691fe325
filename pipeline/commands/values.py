"""`rendiff values`: the merged values of a release with their origins, and what differs between two environments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.commands.request import Request, asked, workshop
from pipeline.errors import ConfigError
from pipeline.reading import read
from pipeline.rendering import Prepared, prepare
from pipeline.repository.origins import Leaf, origins
from pipeline.repository.plan import Selection
from pipeline.repository.sides import head_side

Leaves = Mapping[tuple[str, ...], Leaf]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not the same in two environments; None where one does not have it."""

    path: tuple[str, ...]
    left: Leaf | None
    right: Leaf | None


def values(request: Request, revision: str | None) -> dict[str, Leaves]:
    """The values of each selected release by label, each leaf with its origin; ConfigError for every mistake at once."""
    side = head_side(request.root, revision)
    reading = read(request.root, side, request.selection)
    planned = asked(reading, request)
    with workshop(request) as place:
        prepared = {label: prepare(one, side.tree, place) for label, one in planned.items()}
    mistakes = [problem for one in prepared.values() if not isinstance(one, Prepared) for problem in one]
    if mistakes:
        raise ConfigError(mistakes)
    return {
        label: origins(planned[label].release, one.chart, side.tree, one.inputs.values)
        for label, one in prepared.items()
        if isinstance(one, Prepared)
    }


def compare(request: Request, revision: str | None, left: str, right: str) -> dict[str, tuple[Difference, ...]]:
    """What differs between two environments, by release; a release that only one of them has differs whole."""
    both = Selection((left, right), request.selection.releases)
    found = values(replace(request, selection=both), revision)
    releases = sorted({label.split("/", 1)[1] for label in found})
    return {
        release: tuple(_differences(found.get(f"{left}/{release}", {}), found.get(f"{right}/{release}", {})))
        for release in releases
    }


def _differences(left: Leaves, right: Leaves) -> Iterator[Difference]:
    """DeepDiff says which leaves differ, of what type they may be; the origins come from ours."""
    from deepdiff import DeepDiff

    ours: dict[str, Any] = {".".join(path): leaf.value for path, leaf in left.items()}
    theirs: dict[str, Any] = {".".join(path): leaf.value for path, leaf in right.items()}
    tree = DeepDiff(ours, theirs, view="tree", ignore_numeric_type_changes=True)
    changed = {item.path(output_format="list")[0] for items in tree.values() for item in items}
    for path in sorted(left.keys() | right.keys()):
        if ".".join(path) in changed:
            yield Difference(path, left.get(path), right.get(path))
