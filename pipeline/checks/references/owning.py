"""REF011, REF013: each object belongs to one release, and is there when it is needed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.checks.references.entries import Provided
from pipeline.checks.references.view import Breach, View, breach
from pipeline.checks.rule import ERROR, MUST, references

_FIRST: Final = "pre-install"


@references("REF011", MUST, ERROR, "reason")
def owners(view: View) -> Iterator[Breach]:
    """No object is rendered by two releases."""
    for there in view.objects.values():
        if len(there) > 1:
            for owners in _owners(there).values():
                for release, one in owners.items():
                    others = [other for other in owners if other != release]
                    if others:
                        message = f"{one.spot.resource} is an object of {', '.join(sorted(others))} too"
                        yield breach(release, one.spot, message, key="owner")


def _owners(there: tuple[tuple[str, Provided], ...]) -> Mapping[str, Mapping[str, Provided]]:
    """The object of each release by API group, where the release owns it."""
    found: dict[str, dict[str, Provided]] = defaultdict(dict)
    for release, one in there:
        if one.owned:
            found[one.spot.resource.group].setdefault(release, one)
    return found


@references("REF013", MUST, ERROR, "reason")
def hooks(view: View) -> Iterator[Breach]:
    """What a hook needs before the installation is there before it."""
    early = {
        (release, one.spot.at)
        for release, index in view.indices.items()
        for one in index.objects
        if _FIRST in one.hooks
    }
    if not early:
        return
    seen: set[tuple[str, int, str, str]] = set()
    for release, need in view.needs("env", "volume", "pod"):
        mark = (release, need.spot.at, need.kind, need.name)
        if mark[:2] not in early or mark in seen or need.name == "default":
            continue
        there = view.objects.get((need.kind, need.namespace, need.name), ())
        if there and all(other == release and _FIRST not in one.hooks for other, one in there):
            seen.add(mark)
            message = f"{need.kind} {need.name!r} is installed after this {_FIRST} hook, which cannot start without it"
            yield breach(release, need.spot, message, key=f"{need.kind}/{need.name}")
