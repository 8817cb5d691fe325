"""Which fields tell the entries of a list apart (`x-kubernetes-list-map-keys` of the API, CRDs included)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Keys = tuple[str, ...]
Path = tuple[str | int, ...]


class Lists:
    """The lists with keys of one kind of object: asked with a path, answers with the keys of the list there."""

    def __init__(self, types: Mapping[str, Any], start: str) -> None:
        self._types = types
        self._start = start

    def keys(self, path: Path) -> Keys:
        """Names of the fields that are the key of the list at a path; () where its entries have none."""
        name: str = self._start
        entry: list[Any] = [name]
        for step in path:
            if isinstance(step, int):
                continue
            found = self._types.get(entry[0], {}).get(step)
            if found is None:
                return ()
            entry = found
        return tuple(entry[1]) if len(entry) > 1 else ()


NONE = Lists({}, "")


def of_kind(api_version: str, kind: str) -> Lists:
    """The lists of a kind of Kubernetes' own; NONE for kinds it does not know."""
    known = _known()
    group, _, version = api_version.rpartition("/")
    start = known["kinds"].get(f"{group}/{version}/{kind}")
    return Lists(known["types"], start) if start else NONE


def of_definitions(bodies: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Lists]:
    """The lists of each kind that CustomResourceDefinitions among these objects declare, by (group/version, kind)."""
    return {
        key: lists
        for body in bodies
        if body.get("kind") == "CustomResourceDefinition"
        for key, lists in _declared(body)
    }


def _declared(body: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Lists]]:
    spec = body.get("spec")
    names = spec.get("names") if isinstance(spec, Mapping) else None
    if not isinstance(spec, Mapping) or not isinstance(names, Mapping) or not isinstance(spec.get("versions"), list):
        return
    for version in spec["versions"]:
        schema = version.get("schema") if isinstance(version, Mapping) else None
        root = schema.get("openAPIV3Schema") if isinstance(schema, Mapping) else None
        if isinstance(root, Mapping):
            types: dict[str, Any] = {}
            _walk(root, "0", types)
            yield (f"{spec.get('group')}/{version.get('name')}", str(names.get("kind"))), Lists(types, "0")


def _walk(schema: Mapping[str, Any], name: str, types: dict[str, Any]) -> None:
    """Gives each object of a schema a type of its own, named by its path."""
    fields: dict[str, Any] = {}
    types[name] = fields
    properties = schema.get("properties")
    for field, below in properties.items() if isinstance(properties, Mapping) else ():
        if not isinstance(below, Mapping):
            continue
        items = below.get("items")
        target = items if isinstance(items, Mapping) else below
        child = f"{name}.{field}"
        keys = below.get("x-kubernetes-list-map-keys")
        fields[field] = [child, keys] if isinstance(keys, list) and keys else [child]
        _walk(target, child, types)


@cache
def _known() -> Any:
    return json.loads(files(__package__).joinpath("listkeys.json").read_text("utf-8"))
