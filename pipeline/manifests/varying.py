"""What varies between two renderings of one release: objects paired whatever their names, leaves that differ."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.manifests.pointer import joined, leaves

Bodies = Sequence[Mapping[str, Any]]


def unstable_leaves(first: Bodies, other: Bodies) -> tuple[tuple[str, ...], ...]:
    """For each body of `first` the pointers of the leaves that `other` has otherwise or not at all.

    Bodies of the same kind and name are paired first, the rest of a kind in their order, for names may vary too.
    What has no partner varies in every leaf.
    """
    partners = _partners(first, other)
    return tuple(
        tuple(varying(body, other[partner])) if partner is not None else tuple(pointer for pointer, _ in leaves(body))
        for body, partner in zip(first, partners, strict=True)
    )


def varying(one: Any, other: Any, pointer: str = "") -> Iterator[str]:
    """Pointers into `one` of the smallest values that differ from those at the same place in `other`."""
    if type(one) is type(other) and one == other:
        return
    if isinstance(one, Mapping) and isinstance(other, Mapping) and one:
        for key, value in one.items():
            if key in other:
                yield from varying(value, other[key], joined(pointer, key))
            else:
                yield from (below for below, _ in leaves(value, joined(pointer, key)))
        if other.keys() <= one.keys():
            return
        # A key that only the other has cannot be pointed to; the map that lacks it varies.
        yield pointer
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (value, counterpart) in enumerate(zip(one, other, strict=True)):
            yield from varying(value, counterpart, joined(pointer, index))
    else:
        yield pointer


def _partners(first: Bodies, other: Bodies) -> list[int | None]:
    """For each body the index of its partner in `other`."""
    found: list[int | None] = [None] * len(first)
    free: dict[Any, list[int]] = defaultdict(list)
    for index, body in enumerate(other):
        free[_named(body)].append(index)
    for index, body in enumerate(first):
        if free[_named(body)]:
            found[index] = free[_named(body)].pop(0)
    rest: dict[Any, list[int]] = defaultdict(list)
    for index in sorted(index for indices in free.values() for index in indices):
        rest[_kind(other[index])].append(index)
    for index, body in enumerate(first):
        if found[index] is None and rest[_kind(body)]:
            found[index] = rest[_kind(body)].pop(0)
    return found


def _kind(body: Mapping[str, Any]) -> tuple[str, str]:
    return str(body.get("apiVersion")), str(body.get("kind"))


def _named(body: Mapping[str, Any]) -> tuple[str, ...]:
    metadata = body.get("metadata")
    named = metadata if isinstance(metadata, Mapping) else {}
    return (*_kind(body), str(named.get("namespace")), str(named.get("name") or named.get("generateName")))
