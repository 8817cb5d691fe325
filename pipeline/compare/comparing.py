"""Two sets of resources become changes: paired, walked, masked."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pipeline.compare.edits import Found, edits
from pipeline.compare.equality import canonical, same
from pipeline.compare.equivalence import is_equivalent
from pipeline.compare.instability import is_unstable, steady
from pipeline.compare.pairing import pairs
from pipeline.compare.text import hunks
from pipeline.manifests.masking import MASK, masked
from pipeline.manifests.pointer import replaced
from pipeline.manifests.steady import settled
from pipeline.model.change import ABSENT, Action, Change, Edit
from pipeline.model.resource import Resource, ResourceId
from pipeline.schemas import listkeys

Resources = Sequence[Resource]
Lookup = Callable[[Resource], listkeys.Lists]


def compare(before: Resources, after: Resources) -> tuple[Change, ...]:
    """What happens to each resource, in the order of their identities; edits that tell nothing are among them, marked."""
    lookup = _lists(before, after)
    found = (change for one, other in pairs(before, after) if (change := _change(one, other, lookup)))
    return tuple(sorted(found, key=lambda change: (change.resource, change.id)))


def _lists(before: Resources, after: Resources) -> Lookup:
    """Keys of lists by kind: Kubernetes' own, else those of the CRDs of either side, read when first asked for."""

    @cache
    def declared() -> Mapping[tuple[str, str], listkeys.Lists]:
        return listkeys.of_definitions(one.body for one in (*before, *after))

    def lookup(resource: Resource) -> listkeys.Lists:
        known = listkeys.of_kind(resource.api_version, resource.id.kind)
        return known if known is not listkeys.NONE else declared().get((resource.api_version, resource.id.kind), known)

    return lookup


def _change(before: Resource | None, after: Resource | None, lookup: Lookup) -> Change | None:
    if before is None or after is None:
        return _whole(before, after)
    if before.id == after.id and same(before.body, after.body):
        return None
    found = tuple(_edit(one, before, after) for one in edits(before.body, after.body, lookup(after)))
    renamed = _is_renamed(before.id, after.id, found)
    return _identified(Change(
        id="", action=Action.REPLACE if renamed else Action.UPDATE, resource=after.shown_id, api_version=after.api_version,
        template=after.source, before=_shown(before), after=_shown(after), edits=found,
        renamed_from=before.shown_id if renamed else None,
    ))  # fmt: skip


def _is_renamed(before: ResourceId, after: ResourceId, found: Sequence[Edit]) -> bool:
    """Another name or namespace, written or not, is another object; a random name is no other name."""
    named = before.name != after.name and not any(edit.key == "metadata.name" and edit.unstable for edit in found)
    return named or before.namespace != after.namespace


def _whole(before: Resource | None, after: Resource | None) -> Change | None:
    one = after or before
    if one is None:
        return None
    return _identified(Change(
        id="", action=Action.CREATE if after else Action.DELETE, resource=one.shown_id, api_version=one.api_version,
        template=one.source, before=_shown(before) if before else None, after=_shown(after) if after else None,
    ))  # fmt: skip


def _shown(resource: Resource) -> Mapping[str, Any]:
    """The manifest with what is secret masked and what varies marked: the same for each rendering."""
    return masked(settled(resource.body, resource, ""), resource.secret)


def _edit(found: Found, before: Resource, after: Resource) -> Edit:
    edit = replace(found.edit, text=_text(found, before, after), unstable=is_unstable(found, before, after))
    if not edit.unstable:
        values = settled(edit.before, before, found.before), settled(edit.after, after, found.after)
        edit = replace(edit, before=values[0], after=values[1])
    edit = replace(edit, equivalent=is_equivalent(edit))
    hidden = _hidden(found.before, before.secret), _hidden(found.after, after.secret)
    if not any(hidden):
        return edit
    return replace(
        edit, before=_veiled(edit.before, hidden[0]), after=_veiled(edit.after, hidden[1]), text=(), masked=True
    )


def _text(found: Found, before: Resource, after: Resource) -> tuple[str, ...]:
    """Lines of a comparison of two texts; where a part of them varies anyway, of what does not."""
    values = steady(before, found.before) or found.edit.before, steady(after, found.after) or found.edit.after
    one, other = values
    return hunks(one, other) if isinstance(one, str) and isinstance(other, str) and found.edit.op == "replace" else ()


def _hidden(pointer: str | None, secret: tuple[str, ...]) -> tuple[str, ...]:
    """Pointers of what is secret, relative to a value; ("",) where all of it is."""
    if pointer is None:
        return ()
    if any(pointer == one or pointer.startswith(f"{one}/") for one in secret):
        return ("",)
    return tuple(one[len(pointer) :] for one in secret if one.startswith(f"{pointer}/"))


def _veiled(value: Any, hidden: tuple[str, ...]) -> Any:
    return value if value is ABSENT or not hidden else replaced(value, hidden, lambda _: MASK)


def _identified(change: Change) -> Change:
    """Named by its content: the same change has the same id in every environment."""
    content = [
        change.action, change.resource.group, change.resource.kind, change.resource.name,
        [[one.op, one.path, one.source, one.before, one.after] for one in change.edits if not one.unstable],
        None if change.edits else [change.before, change.after],
    ]  # fmt: skip
    return replace(change, id=hashlib.sha256(canonical(content)).hexdigest()[:16])
