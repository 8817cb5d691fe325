"""Which object of one side is which of the other: the same identity first, then a likeness inside the same kind."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pipeline.compare.equality import canonical
from pipeline.manifests.pointer import leaves
from pipeline.model.resource import Resource

Pair = tuple[Resource | None, Resource | None]
_ALIKE: Final = 0.6
_NAME: Final = "/metadata/name"
# So many candidates of one kind are told apart by their names alone: the time grows with the product.
_PRODUCT: Final = 10_000


def pairs(before: Sequence[Resource], after: Sequence[Resource]) -> list[Pair]:
    """Each object with its partner, None where it has none, in the order of their identities."""
    known = {one.id: one for one in before}
    found: list[Pair] = [(known.pop(one.id), one) for one in after if one.id in known]
    ids = {one.id for _, one in found if one}
    gone, fresh = _by_kind(known.values()), _by_kind(one for one in after if one.id not in ids)
    for kind in sorted(gone.keys() | fresh.keys()):
        found += _likened(gone.get(kind, []), fresh.get(kind, []))
    return sorted(found, key=lambda pair: (pair[1] or pair[0]).id)  # type: ignore[union-attr]  # one of the two is there


def _by_kind(resources: Iterable[Resource]) -> dict[tuple[str, str], list[Resource]]:
    groups: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for one in resources:
        groups[one.id.group, one.id.kind].append(one)
    return groups


def _likened(gone: list[Resource], fresh: list[Resource]) -> Iterator[Pair]:
    taken: set[int] = set()
    lost: set[int] = set()
    for index, other in _candidates(gone, fresh):
        if index not in lost and other not in taken:
            lost.add(index)
            taken.add(other)
            yield gone[index], fresh[other]
    yield from ((one, None) for index, one in enumerate(gone) if index not in lost)
    yield from ((None, one) for index, one in enumerate(fresh) if index not in taken)


def _candidates(gone: list[Resource], fresh: list[Resource]) -> list[tuple[int, int]]:
    """Pairs of indices, the most alike first; random names first of all, in their order."""
    if len(gone) * len(fresh) > _PRODUCT:
        return []
    random = [[index for index, one in enumerate(side) if _NAME in one.unstable] for side in (gone, fresh)]
    ours, theirs = [_features(one) for one in gone], [_features(one) for one in fresh]
    scored = [
        (-likeness, index, other)
        for index, mine in enumerate(ours)
        for other, yours in enumerate(theirs)
        if (likeness := _likeness(mine, yours)) >= _ALIKE
    ]
    return [*zip(*random, strict=False), *((index, other) for _, index, other in sorted(scored))]


def _features(one: Resource) -> Counter[tuple[str, bytes]]:
    return Counter((pointer, canonical(value)) for pointer, value in leaves(one.body) if pointer != _NAME)


def _likeness(one: Counter[tuple[str, bytes]], other: Counter[tuple[str, bytes]]) -> float:
    """Shared leaves among all leaves, from 0 to 1."""
    return (one & other).total() / max(1, (one | other).total())
