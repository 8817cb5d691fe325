"""Two lists matched: which entries stay, go, come and move, in steps that apply one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from pipeline.compare.equality import canonical

# Where the API names no key, entries that all have one of these, each once, are told apart by it.
_GUESSES: Final = ("name", "id", "key", "host", "path")
# The API server fills these in before it looks at the keys.
_DEFAULTS: Final = {"protocol": "TCP"}
# Lists that differ in more than this many pairs of entries are compared by position: the time grows with the product.
_PRODUCT: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Removal:
    """The entry now at `index`, `origin` in the list before, goes."""

    index: int
    origin: int
    label: str


@dataclass(frozen=True, slots=True)
class Insertion:
    """The entry `target` of the list after comes at `index`."""

    index: int
    target: int
    label: str


@dataclass(frozen=True, slots=True)
class Move:
    """The entry now at `source`, `origin` in the list before, goes to `index`."""

    index: int
    source: int
    origin: int
    label: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The entry now at `index` is `origin` before and `target` after; it may differ inside."""

    index: int
    origin: int
    target: int
    label: str


Step = Removal | Insertion | Move | Pair
Partners = list[int | None]


def matched(before: list[Any], after: list[Any], keys: tuple[str, ...]) -> Iterator[Step]:
    """The steps from one list to the other; keys: the API's own for this list, () where it has none."""
    for candidate in (keys, *((guess,) for guess in _GUESSES if not keys)):
        names, others = _identities(before, candidate), _identities(after, candidate)
        if names is not None and others is not None:
            return _keyed(before, after, _partners(before, after, names, others), others, names)
    return _sequence(before, after)


def _identities(entries: list[Any], keys: tuple[str, ...]) -> list[str] | None:
    """One name for each entry, None where they do not tell the entries apart."""
    if not keys or not all(isinstance(entry, dict) and keys[0] in entry for entry in entries):
        return None
    names = ["/".join(str(entry.get(key, _DEFAULTS.get(key, ""))) for key in keys) for entry in entries]
    return names if len(set(names)) == len(names) else None


def _partners(before: list[Any], after: list[Any], names: list[str], others: list[str]) -> Partners:
    """For each entry after the one before that it was: the same key, else the same name."""
    places = {name: index for index, name in enumerate(names)}
    partners: Partners = [places.get(name) for name in others]
    free = {entry["name"]: index for index, entry in enumerate(before) if index not in partners and _is_named(entry)}
    for index, entry in enumerate(after):
        if partners[index] is None and _is_named(entry):
            partners[index] = free.pop(entry["name"], None)
    return partners


def _is_named(entry: dict[str, Any]) -> bool:
    return isinstance(entry.get("name"), str)


def _keyed(
    before: list[Any], after: list[Any], partners: Partners, labels: list[str], names: list[str]
) -> Iterator[Step]:
    current: Partners = list(range(len(before)))
    for origin in reversed(range(len(before))):
        if origin not in partners:
            yield Removal(origin, origin, names[origin])
            current.remove(origin)
    for target, partner in enumerate(partners):
        if partner is None:
            current.insert(target, None)
            yield Insertion(target, target, labels[target])
        elif current[target] != partner:
            source = current.index(partner)
            current.insert(target, current.pop(source))
            yield Move(target, source, partner, labels[target])
    for target, partner in enumerate(partners):
        if partner is not None:
            yield Pair(target, partner, target, labels[target])


def _sequence(before: list[Any], after: list[Any]) -> Iterator[Step]:
    shift = 0
    for tag, start, end, other_start, other_end in _blocks(before, after):
        if tag == "equal":
            continue
        common = min(end - start, other_end - other_start)
        for offset in range(common):
            yield Pair(start + offset + shift, start + offset, other_start + offset, str(other_start + offset))
        for origin in range(start + common, end):
            yield Removal(start + common + shift, origin, str(origin))
        for offset in range(common, other_end - other_start):
            yield Insertion(start + offset + shift, other_start + offset, str(other_start + offset))
        shift += (other_end - other_start) - (end - start)


def _blocks(before: list[Any], after: list[Any]) -> Sequence[tuple[str, int, int, int, int]]:
    one, other = [canonical(entry) for entry in before], [canonical(entry) for entry in after]
    if len(one) * len(other) > _PRODUCT:
        return [("replace", 0, len(one), 0, len(other))]
    return SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
