"""Makes pipeline/schemas/listkeys.json from the definitions of the kubernetes-validate package.

python tests/schemas/build_listkeys.py KUBERNETES_VALIDATE_FOLDER > pipeline/schemas/listkeys.json
"""

import json
import sys
from pathlib import Path
from typing import Any

_JSON = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps"


def lists(definitions: dict[str, Any]) -> dict[str, Any]:
    """kinds: "group/Kind" -> type; types: name -> field -> [type or "", keys of the list or nothing]."""
    types = {name: _fields(definition) for name, definition in definitions.items() if name != _JSON}
    useful = _useful(types)
    kinds = {}
    for name, definition in sorted(definitions.items()):
        for kind in definition.get("x-kubernetes-group-version-kind", ()):
            if name in useful and len(definition["x-kubernetes-group-version-kind"]) == 1:
                kinds[f"{kind['group']}/{kind['version']}/{kind['kind']}"] = name
    kept = {
        name: {field: entry for field, entry in types[name].items() if len(entry) > 1 or entry[0] in useful}
        for name in sorted(useful)
    }
    short = {name: name.removeprefix("io.k8s.api.").removeprefix("io.k8s.") for name in kept}
    return {
        "kinds": {kind: short[name] for kind, name in sorted(kinds.items())},
        "types": {
            short[name]: {field: [short.get(entry[0], ""), *entry[1:]] for field, entry in sorted(fields.items())}
            for name, fields in kept.items()
        },
    }


def _fields(definition: dict[str, Any]) -> dict[str, list[Any]]:
    found = {}
    for field, schema in definition.get("properties", {}).items():
        target = schema.get("items", schema)
        reference = target.get("$ref", "") or next((part.get("$ref", "") for part in target.get("allOf", ())), "")
        keys = schema.get("x-kubernetes-list-map-keys") or [
            key for key in [schema.get("x-kubernetes-patch-merge-key")] if key
        ]
        name = reference.rsplit("/", 1)[-1]
        found[field] = [name, keys] if keys else [name]
    return found


def _useful(types: dict[str, dict[str, list[Any]]]) -> set[str]:
    """Types below which there is a list with keys."""
    found = {name for name, fields in types.items() if any(len(entry) > 1 for entry in fields.values())}
    while True:
        more = {
            name
            for name, fields in types.items()
            if name not in found and any(entry[0] in found for entry in fields.values())
        }
        if not more:
            return found
        found |= more


if __name__ == "__main__":
    newest = sorted(Path(sys.argv[1]).glob("kubernetes-json-schema/v*-local"))[-1]
    definitions = json.loads((newest / "_definitions.json").read_text())
    print(json.dumps(lists(definitions["$defs"]), sort_keys=True, separators=(",", ":")))
