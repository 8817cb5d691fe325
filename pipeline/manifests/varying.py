"""What varies between renderings of one release: objects paired whatever their names, leaves that differ."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.manifests.pointer import joined, leaves
from pipeline.manifests.steady import VARIES, blend, start, written

Bodies = Sequence[Mapping[str, Any]]
_NOWHERE: Final = object()


def unstable_leaves(first: Bodies, others: Sequence[Bodies]) -> tuple[dict[str, str], ...]:
    """For each body of `first` the pointers of the leaves in which another rendering differs, with what is steady in them.

    Bodies of the same kind and name are paired first, the rest of a kind in their order, for names may vary too.
    What has no partner varies in every leaf.
    """
    counterparts: list[dict[str, list[Any]]] = [defaultdict(list) for _ in first]
    for other in others:
        for found, body, partner in zip(counterparts, first, _partners(first, other), strict=True):
            for pointer, counterpart in varying(body, _NOWHERE if partner is None else other[partner]):
                found[pointer].append(counterpart)
    return tuple(
        {pointer: _steady(_at(body, pointer), found[pointer]) for pointer in sorted(found)}
        for body, found in zip(first, counterparts, strict=True)
    )


def varying(one: Any, other: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Pointers into `one` of the smallest values that differ from what `other` has at the same place, and that."""
    if isinstance(one, Mapping) and one and isinstance(other, Mapping):
        for key, value in one.items():
            yield from varying(value, other.get(key, _NOWHERE), joined(pointer, key))
        if not other.keys() <= one.keys():
            # A key that only the other has cannot be pointed to: the map that lacks it varies.
            yield pointer, _NOWHERE
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (value, counterpart) in enumerate(zip(one, other, strict=True)):
            yield from varying(value, counterpart, joined(pointer, index))
    elif type(one) is not type(other) or one != other:
        yield from (
            ((below, _NOWHERE) for below, _ in leaves(one, pointer)) if other is _NOWHERE else ((pointer, other),)
        )


def _steady(value: Any, counterparts: Sequence[Any]) -> str:
    """What no rendering changes in a value, as text."""
    if not all(isinstance(one, str) for one in (value, *counterparts)):
        return VARIES
    tokens = start(value)
    for counterpart in counterparts:
        tokens = blend(tokens, start(counterpart))
    return written(tokens)


def _at(body: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        body = body[int(step)] if isinstance(body, list) else body[step.replace("~1", "/").replace("~0", "~")]
    return body


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


def _kind(body: Mapping[str, Any]) -> tuple[str, ...]:
    return str(body.get("apiVersion")), str(body.get("kind"))


def _named(body: Mapping[str, Any]) -> tuple[str, ...]:
    metadata = body.get("metadata")
    named = metadata if isinstance(metadata, Mapping) else {}
    return (*_kind(body), str(named.get("namespace")), str(named.get("name") or named.get("generateName")))
