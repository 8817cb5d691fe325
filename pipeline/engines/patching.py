"""RFC 6902 operations of an overlay, applied to rendered objects."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from pipeline.engines.engine import RenderError


def patched(
    bodies: tuple[Mapping[str, Any], ...], patches: Sequence[Mapping[str, Any]]
) -> tuple[Mapping[str, Any], ...]:
    """The bodies after all patches, in their order; RenderError for one that matches nothing or does not apply.

    Each patch: resource (`Kind/name` with globs), operations (RFC 6902), place (file and line, for messages).
    """
    found = list(bodies)
    for patch in patches:
        hits = [index for index, body in enumerate(found) if matches(patch["resource"], body)]
        if not hits:
            raise RenderError(f"{patch['place']}: no rendered resource is a {patch['resource']}")
        for index in hits:
            found[index] = _applied(found[index], patch)
    return tuple(found)


def matches(pattern: str, body: Mapping[str, Any]) -> bool:
    """Whether `Kind/name` with globs names this object."""
    metadata = body.get("metadata")
    name = metadata.get("name") if isinstance(metadata, Mapping) else None
    return fnmatchcase(f"{body.get('kind')}/{name}", pattern)


def _applied(body: Mapping[str, Any], patch: Mapping[str, Any]) -> Mapping[str, Any]:
    from jsonpatch import JsonPatch, JsonPatchException
    from jsonpointer import JsonPointerException

    try:
        result: Mapping[str, Any] = JsonPatch(list(patch["operations"])).apply(body)
    except (JsonPatchException, JsonPointerException) as error:
        raise RenderError(f"{patch['place']}: the patch of {patch['resource']} does not apply: {error}") from error
    return result
