"""Checkers from CustomResourceDefinitions, good ones and any others."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manifests.kyaml import load
from pipeline.schemas.crds import Declared, Unusable, checker, declared
from pipeline.schemas.flaws import Checker, Flaw, FlawKind

CRD = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Shop, plural: shops}
  versions:
    - name: v1
      served: true
      storage: true
      subresources: {status: {}}
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [size, owner, floor]
              properties:
                size: {type: integer, minimum: 1, exclusiveMinimum: true}
                owner: {type: string, nullable: true}
                floor: {type: integer, default: 0}
                kind: {type: string, enum: [big, small]}
                port: {x-kubernetes-int-or-string: true}
                old: {anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}
                free: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: object}}}
                empty: {type: object}
                labels: {type: object, additionalProperties: {type: string}}
                items: {type: array, items: {type: string, nullable: true}}
                words: {type: array, items: {type: string}}
                slug: {type: string, pattern: "^(a+)+$"}
                inner: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}
                one: {type: object, properties: {a: {type: string}, b: {type: string}}, oneOf: [{required: [a]}, {required: [b]}]}
            status: {type: object, required: [phase], properties: {phase: {type: string}}}
"""


def of(text: str) -> Checker | Unusable | None:
    (kind,) = declared(load(text))
    return checker(kind, 34)


def flaws(spec: str, text: str = CRD) -> tuple[Flaw, ...]:
    found = of(text)
    assert isinstance(found, Checker)
    return found(
        load(f"apiVersion: example.org/v1\nkind: Shop\nmetadata: {{name: a, labels: {{a: b}}}}\nspec: {spec}\n")
    )


@pytest.mark.parametrize(
    "spec",
    [
        "{size: 2, owner: me}", "{size: 2, owner: null}", "{size: 2, kind: null}", "{size: 2, port: 80, old: http}",
        "{size: 2, free: {x: {y: 1}, a: {}}}", "{size: 2, labels: {a: b, c: null}, empty: {}}", "{size: 2, items: [a, null]}",
        "{size: 2, slug: aaa}", "{size: 2, inner: {apiVersion: v1, kind: Pod, x: 1}}", "{size: 2, one: {a: x}}",
    ],
)  # fmt: skip
def test_good_resources(spec: str) -> None:
    assert flaws(spec) == ()


@pytest.mark.parametrize(
    ("spec", "path", "kind", "message", "found"),
    [
        ("{}", (), FlawKind.MISSING, "required field 'size' is missing", ""),
        ("{size: 1}", ("size",), FlawKind.VALUE, "must be more than 1", "the number 1"),
        ("{size: x}", ("size",), FlawKind.TYPE, "must be a whole number", "the text 'x'"),
        ("{size: 2, kind: medium}", ("kind",), FlawKind.ENUM, "must be one of 'big', 'small'", "the text 'medium'"),
        ("{size: 2, port: 1.5}", ("port",), FlawKind.TYPE, "must be a whole number or a text", "the number 1.5"),
        ("{size: 2, sise: 2}", ("sise",), FlawKind.UNKNOWN, "unknown field 'sise'", ""),
        ("{size: 2, empty: {a: 1}}", ("empty", "a"), FlawKind.UNKNOWN, "unknown field 'a'", ""),
        ("{size: 2, free: {a: {b: 1}}}", ("free", "a", "b"), FlawKind.UNKNOWN, "unknown field 'b'", ""),
        ("{size: 2, labels: {a: 1}}", ("labels", "a"), FlawKind.TYPE, "must be a text", "the number 1"),
        ("{size: 2, words: [null]}", ("words", 0), FlawKind.TYPE, "must be a text", "null"),
        ("{size: 2, slug: b}", ("slug",), FlawKind.VALUE, "must match '^(a+)+$'", "the text 'b'"),
        ("{size: 2, inner: {kind: Pod}}", ("inner",), FlawKind.MISSING, "required field 'apiVersion' is missing", ""),
        ("{size: 2, one: {}}", ("one",), FlawKind.VALUE, "must fit exactly one of the forms that are allowed", "a map"),
    ],
)  # fmt: skip
def test_bad_resources(spec: str, path: tuple[str | int, ...], kind: FlawKind, message: str, found: str) -> None:
    (flaw,) = flaws(spec)
    assert (flaw.path, flaw.kind, flaw.message, flaw.found) == (("spec", *path), kind, message, found)


def test_metadata_is_that_of_every_object() -> None:
    found = of(
        CRD.replace(
            "            status:",
            "            metadata: {type: object, properties: {name: {type: string, maxLength: 3}}}\n            status:",
        )
    )
    assert isinstance(found, Checker)
    said = found(
        load(
            "{apiVersion: example.org/v1, kind: Shop, metadata: {name: long, labels: {a: 1}, lables: {}}, spec: {size: 2}}"
        )
    )
    assert {flaw.path for flaw in said} == {("metadata", "name"), ("metadata", "labels", "a"), ("metadata", "lables")}


def test_status_is_dropped_where_it_is_a_subresource() -> None:
    body = "{apiVersion: example.org/v1, kind: Shop, spec: {size: 2}, status: {}}"
    first, second = of(CRD), of(CRD.replace("subresources: {status: {}}", ""))
    assert isinstance(first, Checker)
    assert isinstance(second, Checker)
    assert first(load(body)) == ()
    assert [flaw.path for flaw in second(load(body))] == [("status",)]


OLD = """
apiVersion: apiextensions.k8s.io/v1beta1
kind: CustomResourceDefinition
spec:
  group: example.org
  version: v1
  names: {kind: Shop}
  preserveUnknownFields: false
  validation: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}
"""


def test_old_form() -> None:
    assert [flaw.path for flaw in flaws("{size: x, other: 1}", OLD)] == [("spec", "other"), ("spec", "size")]
    assert [
        flaw.path for flaw in flaws("{size: x, other: 1}", OLD.replace("  preserveUnknownFields: false\n", ""))
    ] == [("spec", "size")]
    many = load(OLD.replace("version: v1", "versions: [{name: v1, served: true}, {name: v2, served: false}]"))
    assert [(one.api_version, one.served) for one in declared(many)] == [
        ("example.org/v1", True),
        ("example.org/v2", False),
    ]


def test_no_schema_is_no_checker() -> None:
    assert of("{kind: CustomResourceDefinition, spec: {group: a.io, names: {kind: A}, versions: [{name: v1}]}}") is None


@pytest.mark.parametrize(
    "text",
    [
        "{kind: Deployment, spec: {group: a.io, names: {kind: A}, versions: [{name: v1}]}}", "{kind: CustomResourceDefinition}",
        "{kind: CustomResourceDefinition, spec: []}", "{kind: CustomResourceDefinition, spec: {group: 1, names: {kind: A}}}",
        "{kind: CustomResourceDefinition, spec: {group: a.io, names: [], versions: [{name: v1}]}}",
        "{kind: CustomResourceDefinition, spec: {group: a.io, names: {kind: A}, versions: [null, 1, {name: null}, {name: 1}]}}",
        "{kind: CustomResourceDefinition, spec: {group: a.io, names: {kind: A}, versions: null}}",
    ],
)  # fmt: skip
def test_what_declares_nothing(text: str) -> None:
    assert list(declared(load(text))) == []


def _kind(schema: Any) -> Declared:
    return Declared("example.org/v1", "Shop", "/spec", True, schema, True, False)


def _deep(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    for _ in range(levels):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"$ref": "#"}, "openAPIV3Schema has a $ref, which the API server allows in no CustomResourceDefinition"),
        ({"properties": {"a": {"items": {"$ref": "#/properties/a"}}}}, "openAPIV3Schema.properties.a.items has a $ref, which the API server allows in no CustomResourceDefinition"),
        ({"allOf": [{"$ref": "https://example.org/schema.json"}]}, "openAPIV3Schema.allOf has a $ref, which the API server allows in no CustomResourceDefinition"),
        ([], "openAPIV3Schema is no map"),
        ("object", "openAPIV3Schema is no map"),
        ({"type": "strin"}, "openAPIV3Schema.type is nothing that a schema may say"),
        ({"type": {}}, "openAPIV3Schema.type is nothing that a schema may say"),
        ({"properties": [1]}, "openAPIV3Schema.properties is no map"),
        ({"properties": {"a": None}}, "openAPIV3Schema.properties.a is no map"),
        ({"items": [{}]}, "openAPIV3Schema.items is no map"),
        ({"not": 1}, "openAPIV3Schema.not is no map"),
        ({"oneOf": {}}, "openAPIV3Schema.oneOf is no list"),
        ({"required": "a"}, "openAPIV3Schema.required is no list"),
        ({"required": [{}]}, "openAPIV3Schema.required names no fields"),
        ({"enum": {"a": 1}}, "openAPIV3Schema.enum is nothing that a schema may say"),
        ({"minLength": -1}, "openAPIV3Schema.minLength is nothing that a schema may say"),
        ({"multipleOf": 0}, "openAPIV3Schema.multipleOf is nothing that a schema may say"),
        ({"pattern": "("}, "the pattern of openAPIV3Schema is no regular expression"),
        ({"properties": {"a": {"pattern": "(?=a)"}, "b": {"pattern": "(("}}}, "the pattern of openAPIV3Schema.properties.b is no regular expression"),
        ({"pattern": 5}, "openAPIV3Schema.pattern is nothing that a schema may say"),
        ({"properties": {str(number): {"pattern": "a"} for number in range(1001)}}, "the schema has more than 1000 patterns"),
        (_deep(61), "the schema is nested deeper than 60 levels"),
        (_deep(900), "the schema is nested too deeply or holds what JSON cannot"),
        ({"minimum": 2**70}, "the schema is nested too deeply or holds what JSON cannot"),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, str) else "",
)  # fmt: skip
def test_unusable_schemas(schema: Any, reason: str) -> None:
    refused = not any(word in reason for word in ("more than", "deeper", "too deeply"))
    found = checker(_kind(schema), 34)
    assert isinstance(found, Unusable)
    assert (found.reason, found.refused) == (reason, refused)


@pytest.mark.parametrize(
    "pattern", ["(?=a)", r"^(a|a)*\1(?=b)$", "(a{1000}){1000}", r"(?<!a)b", r"\Q(\E", "(" * 20_000]
)
def test_a_pattern_that_cannot_be_matched_is_left_out_alone(pattern: str) -> None:
    fields = {"size": {"type": "string", "pattern": pattern}, "n": {"type": "integer"}, "pattern": {"pattern": "^b$"}}
    spec = {"type": "object", "properties": fields, "enum": [{"pattern": pattern}]}
    found = checker(_kind({"type": "object", "properties": {"spec": spec}}), 34)
    assert isinstance(found, Checker)
    assert found.left_out == ("openAPIV3Schema.properties.spec.properties.size",)
    assert found({"spec": {"pattern": pattern}}) != ()
    (flaw, *_) = found({"spec": {"n": "1"}})
    assert flaw.path[:1] == ("spec",)


def test_deep_schemas_are_fine_up_to_the_limit() -> None:
    assert isinstance(checker(_kind(_deep(60)), 34), Checker)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "(x+x+)+y", "^(a|aa)+$"])
def test_no_pattern_hangs(pattern: str) -> None:
    found = checker(_kind({"type": "object", "properties": {"spec": {"type": "string", "pattern": pattern}}}), 34)
    assert isinstance(found, Checker)
    started = time.monotonic()
    assert found({"spec": "a" * 5_000_000 + "b"})
    assert time.monotonic() - started < 20  # backtracking would take longer than the sun


WORDS = [
    "type", "properties", "items", "required", "enum", "pattern", "nullable", "additionalProperties", "allOf", "not", "$ref",
    "minimum", "exclusiveMinimum", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string", "object", "string",
]  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=30,
)


@given(ANYTHING, ANYTHING)
def test_a_schema_of_any_shape_is_answered(schema: Any, spec: Any) -> None:
    found = checker(_kind(schema), 34)
    if isinstance(found, Checker):
        for flaw in found({"apiVersion": "a/v1", "kind": "A", "spec": spec}):
            assert flaw.message
