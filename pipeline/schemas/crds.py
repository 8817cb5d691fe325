"""What CustomResourceDefinitions say of their kinds, as checkers of custom resources.

Structural schemas and what the API server does with them: kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/
custom-resource-definitions. A definition comes from a chart, so that its schema may be anything.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import orjson

from pipeline.schemas.bundles import metadata
from pipeline.schemas.flaws import Checker, compiled
from pipeline.schemas.patterns import Path, is_broken, sifted

_DEPTH: Final = 60
_PATTERNS: Final = 1000
_SAME: Final = (
    "enum", "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum",
    "multipleOf", "pattern", "uniqueItems",
)  # fmt: skip
_ANY: Final = ("allOf", "anyOf", "oneOf")
_PRESERVE: Final = "x-kubernetes-preserve-unknown-fields"
_TEXT: Final = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Declared:
    """A kind of a CustomResourceDefinition in one of its versions.

    schema: its openAPIV3Schema as it stands, None where there is none; path: RFC 6901 pointer to it. prunes: unknown fields
    are dropped by the server. has_status: status is a subresource, and dropped from what is created.
    """

    api_version: str
    kind: str
    path: str
    served: bool
    schema: Any
    prunes: bool
    has_status: bool


@dataclass(frozen=True, slots=True)
class Unusable:
    """A schema that nothing can be checked with.

    reason: without a capital and a period. refused: the API server refuses it too; else it may only be too much for us.
    place: in what was compiled, () where that is not known.
    """

    reason: str
    refused: bool
    place: Path = ()


class _MistakeError(Exception):
    """A schema that the API server refuses."""


class _TooMuchError(Exception):
    """A schema that the API server may take, and that is too large to be checked here."""


def declared(body: Mapping[str, Any]) -> Iterator[Declared]:
    """The kinds that an object declares: none where it is no CustomResourceDefinition."""
    spec = _map(body.get("spec"))
    names = _map(spec.get("names"))
    group, kind = spec.get("group"), names.get("kind")
    if body.get("kind") != "CustomResourceDefinition" or not isinstance(group, str) or not isinstance(kind, str):
        return
    is_old = body.get("apiVersion") == "apiextensions.k8s.io/v1beta1"
    prunes = not spec.get("preserveUnknownFields", is_old)
    versions = spec.get("versions")
    for index, version in enumerate(
        versions if isinstance(versions, list) else [{**spec, "name": spec.get("version")}]
    ):
        one = _map(version)
        own = f"/spec/versions/{index}/schema" if one.get("schema") else "/spec/validation"
        schema = _map(one.get("schema") or spec.get("validation")).get("openAPIV3Schema")
        subresources = _map(one.get("subresources") or spec.get("subresources"))
        if isinstance(one.get("name"), str):
            yield Declared(
                f"{group}/{one['name']}", kind, f"{own}/openAPIV3Schema", one.get("served", True) is True, schema, prunes,
                "status" in subresources,
            )  # fmt: skip


def checker(kind: Declared, minor: int) -> Checker | Unusable | None:
    """What checks objects of a kind; the reason why nothing can; None where it has no schema.

    minor: of the Kubernetes whose metadata they have.
    """
    if kind.schema is None:
        return None
    try:
        text = orjson.dumps(kind.schema, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return Unusable("the schema is nested too deeply or holds what JSON cannot", refused=False)
    return _checker(text, kind.prunes, kind.has_status, minor)


@lru_cache(maxsize=512)
def _checker(text: bytes, prunes: bool, has_status: bool, minor: int) -> Checker | Unusable:
    """Kept by content: the same definition stands in many renderings."""
    if text.count(b'"pattern"') > _PATTERNS:
        return Unusable(f"the schema has more than {_PATTERNS} patterns", refused=False)
    schema = orjson.loads(text)
    found = _compiled(schema, prunes, has_status, minor)
    if not isinstance(found, Unusable) or found.place[-1:] != ("pattern",):
        return found
    left_out: dict[Path, str] = {}
    found = _compiled(sifted(schema, left_out), prunes, has_status, minor)
    for place, pattern in left_out.items():
        if is_broken(pattern):
            return Unusable(f"the pattern of {_dotted(place)} is no regular expression", refused=True)
    return found if isinstance(found, Unusable) else replace(found, left_out=tuple(map(_dotted, left_out)))


def _compiled(schema: Any, prunes: bool, has_status: bool, minor: int) -> Checker | Unusable:
    try:
        return compiled(_rooted(_translated(schema, prunes, ()), has_status, metadata(minor)))
    except (_MistakeError, _TooMuchError) as error:
        return Unusable(str(error), refused=isinstance(error, _MistakeError))
    except ValueError as error:
        place = tuple(getattr(error, "instance_path", ()))
        return Unusable(f"{_dotted(place)} is nothing that a schema may say", refused=True, place=place)


def _rooted(root: dict[str, Any], has_status: bool, meta: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of the whole object: type and metadata are there whether it names them or not."""
    properties = dict(root.get("properties", {}))
    own = {word: value for word, value in properties.get("metadata", {}).items() if word != "additionalProperties"}
    properties |= {"apiVersion": _TEXT, "kind": _TEXT, "metadata": {"allOf": [{"$ref": meta["$ref"]}, own]}}
    if has_status:
        properties["status"] = {}
    return {**root, "properties": properties, "$defs": meta["$defs"]}


def _translated(schema: Any, prunes: bool, place: tuple[str, ...]) -> dict[str, Any]:
    """A schema of OpenAPI in the words of draft 2020-12.

    prunes: fields that it does not name are dropped. place: keys that lead to it. Raises _MistakeError.
    """
    _refuse(schema, place)
    found: dict[str, Any] = {word: schema[word] for word in _SAME if schema.get(word) is not None}
    found |= _types(schema)
    for limit, word in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.get(word) is True and limit in found:
            found[word] = found.pop(limit)
    found |= _below(schema, prunes, place)
    for word in _ANY:
        if schema.get(word) is not None:
            found[word] = [_translated(one, False, (*place, word)) for one in _list(schema[word], (*place, word))]
    if schema.get("not") is not None:
        found["not"] = _translated(schema["not"], False, (*place, "not"))
    return found


def _refuse(schema: Any, place: tuple[str, ...]) -> None:
    if not isinstance(schema, dict):
        raise _MistakeError(f"{_dotted(place)} is no map")
    if len(place) > 2 * _DEPTH:
        raise _TooMuchError(f"the schema is nested deeper than {_DEPTH} levels")
    if "$ref" in schema:
        raise _MistakeError(f"{_dotted(place)} has a $ref, which the API server allows in no CustomResourceDefinition")


def _types(schema: dict[str, Any]) -> dict[str, Any]:
    if schema.get("x-kubernetes-int-or-string") is True:
        return {"type": ["integer", "null", "string"] if schema.get("nullable") is True else ["integer", "string"]}
    wanted = schema.get("type")
    if wanted is None or wanted == "":
        return {}
    return {"type": [wanted, "null"] if isinstance(wanted, str) and schema.get("nullable") is True else wanted}


def _below(schema: dict[str, Any], prunes: bool, place: tuple[str, ...]) -> dict[str, Any]:
    """The schemas of what is inside, and whether anything else may be."""
    found: dict[str, Any] = {}
    fields = _properties(schema, prunes, place)
    required = {one for one in _names(schema.get("required"), (*place, "required")) if not _may_lack(schema, one)}
    if schema.get("x-kubernetes-embedded-resource") is True:
        fields |= {"metadata": {"type": "object"}, "apiVersion": _TEXT, "kind": _TEXT}
        required |= {"apiVersion", "kind"}
    if fields:
        found["properties"] = fields
    if required:
        found["required"] = sorted(required)
    if schema.get("items") is not None:
        found["items"] = _translated(schema["items"], prunes, (*place, "items"))
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        found["additionalProperties"] = _translated(others, prunes, (*place, "additionalProperties"))
    elif prunes and not others and schema.get(_PRESERVE) is not True and (fields or schema.get("type") == "object"):
        found |= {"properties": fields, "additionalProperties": False}
    return found


def _properties(schema: dict[str, Any], prunes: bool, place: tuple[str, ...]) -> dict[str, Any]:
    properties = schema.get("properties") or {}
    if not isinstance(properties, dict):
        raise _MistakeError(f"{_dotted((*place, 'properties'))} is no map")
    return {field: _translated(below, prunes, (*place, "properties", field)) for field, below in properties.items()}


def _names(value: Any, place: tuple[str, ...]) -> list[str]:
    names = [] if value is None else _list(value, place)
    if not all(isinstance(one, str) for one in names):
        raise _MistakeError(f"{_dotted(place)} names no fields")
    return names


def _may_lack(schema: dict[str, Any], field: str) -> bool:
    """Whether the server fills a required field by its default, or takes a null there, which is dropped before anything is checked."""
    found = _map(_map(schema.get("properties")).get(field))
    return found.get("nullable") is True or "default" in found


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any, place: tuple[str, ...]) -> list[Any]:
    if not isinstance(value, list):
        raise _MistakeError(f"{_dotted(place)} is no list")
    return value


def _dotted(place: Iterable[str | int]) -> str:
    return ".".join(("openAPIV3Schema", *map(str, place)))
