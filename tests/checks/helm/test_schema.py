"""Schemas are refused where Helm refuses them, and nothing is ever fetched: Helm itself is asked."""

import json

import pytest

from pipeline.checks.helm.schema import FILE, complete, defaults, schema_of, usable
from pipeline.model.finding import Severity
from tests.checks.helm.asking import helm_refuses, said

D7 = '"$schema": "http://json-schema.org/draft-07/schema#"'
USABLE = [
    "{}", "true", "\ufeff{}", f"{{{D7}}}", '{"$schema": "https://json-schema.org/draft-07/schema"}', '{"$schema": "http://json-schema.org/schema#"}',
    '{"$schema": "https://json-schema.org/draft/2019-09/schema"}', '{"$schema": "http://json-schema.org/draft-06/schema"}',
    '{"$schema": "http://json-schema.org/draft-07/schema#whatever"}',
    '{"$schema": "http://json-schema.org/draft-04/schema#", "id": "http://a.example.org/c", "properties": {"a": {"$ref": "#/definitions/x", "exclusiveMinimum": true, "minimum": 1}}, "definitions": {"x": {}}}',
    '{"properties": {"a": {"pattern": "^\\\\d+$"}}}', '{"$ref": "#/definitions/x", "definitions": {"x": {}}}',
    '{"$id": "https://a.example.org/c.json", "properties": {"a": {"$ref": "#/$defs/x"}}, "$defs": {"x": {}}}',
    '{"$id": "https://a.example.org/c.json", "properties": {"a": {"$ref": "d.json"}}, "$defs": {"x": {"$id": "d.json"}}}',
    '{"$id": "https://a.example.org/c.json", "properties": {"a": {"$ref": "c.json#/$defs/x"}}, "$defs": {"x": {}}}',
    f'{{{D7}, "properties": {{"a": {{"$ref": "http://json-schema.org/draft-07/schema#"}}}}}}',
    '{"properties": {"$ref": {"type": "string"}, "$id": {"type": "string"}}}', '{"properties": {"a": {"default": {"$ref": "http://a.example.org/y"}}}}',
    '{"properties": {"a": {"const": {"$ref": "http://a.example.org/y"}}}}', '{"properties": {"a": {"$ref": "#foo"}}, "$defs": {"x": {"$anchor": "foo"}}}',
    f'{{{D7}, "items": [{{}}]}}', '{"default": 7, "foo": []}',
]  # fmt: skip
NOT_USABLE = [
    "", "null", "[]", "1", '"{}"', "{} x", '{"a": NaN}', "{'a': 1}", '{"type": "foo"}', '{"$schema": 7}', '{"$schema": ""}', '{"$schema": "foo"}',
    '{"$schema": "http://127.0.0.1:9/x"}', '{"$schema": "http://127.0.0.1:9/draft-03/schema#"}', '{"properties": {"a": {"pattern": "(?!x)"}}}',
    '{"properties": {"a": {"pattern": "["}}}', '{"patternProperties": {"(?=x)": {}}}', '{"$ref": "#/definitions/x"}', '{"items": [{}]}',
    '{"properties": {"a": {"exclusiveMinimum": true, "minimum": 1}}}', '{"required": "a"}', '{"minLength": -1}', '{"type": ["string", "string"]}',
    '{"properties": {"a": {"$ref": "#foo"}}}',
]  # fmt: skip


@pytest.mark.parametrize("schema", USABLE)
def test_schemas_that_helm_uses(schema: str) -> None:
    assert not helm_refuses({FILE: schema})
    assert said(usable, {FILE: schema}) == []
    assert said(complete, {FILE: schema}) == []


@pytest.mark.parametrize("schema", NOT_USABLE)
def test_schemas_that_helm_refuses(schema: str) -> None:
    assert helm_refuses({FILE: schema})
    (hit,) = said(usable, {FILE: schema})
    assert hit.severity is None
    assert not hit.message.startswith("to review: ")


@pytest.mark.parametrize(
    ("reference", "severity", "refused"),
    [
        ("http://127.0.0.1:9/x.json#/a", None, True),
        ("urn:example:a", None, False),
        ("other.json", Severity.ERROR, True),
        ("file:///etc/hostname", Severity.ERROR, True),
        ("foo:bar", Severity.ERROR, True),
    ],
)
def test_references_that_lead_out(reference: str, severity: Severity | None, refused: bool) -> None:
    schema = json.dumps({"properties": {"a/b": {"items": [1, {"$ref": reference}]}}}, indent=1).replace("1,\n", "{},\n")
    schema = schema.replace("{\n", f"{{\n {D7},\n", 1)
    assert helm_refuses({FILE: schema}) is refused
    (hit,) = said(complete, {FILE: schema})
    assert (hit.severity, hit.line, hit.key) == (severity, 8, "/properties/a~1b/items/1/$ref")


def test_dynamic_references_are_followed_too() -> None:
    schema = '{"$dynamicRef": "http://127.0.0.1:9/x"}'
    assert helm_refuses({FILE: schema})
    assert len(said(complete, {FILE: schema})) == 1


def test_a_schema_that_is_nested_too_deeply_is_left_to_a_person() -> None:
    for schema in ('{"not":' * 5000 + "{}" + "}" * 5000, '{"not":' * 400 + "{}" + "}" * 400):
        (hit,) = said(usable, {FILE: schema})
        assert hit.severity is Severity.INFO


def test_another_draft_in_a_reference_is_left_to_a_person() -> None:
    (hit,) = said(usable, {FILE: '{"properties": {"a": {"$ref": "http://json-schema.org/draft-07/schema"}}}'})
    assert hit.severity is Severity.INFO


SUB = {"charts/bell/Chart.yaml": "apiVersion: v2\nname: bell\nversion: 1.0.0\n", "charts/bell/values.yaml": "a: 1\n"}


@pytest.mark.parametrize(
    ("schema", "values", "more", "places"),
    [
        ('{"required": ["a"]}', "a: 1", {}, []),
        ('{"required": ["a"]}', "b: 1", {}, [("", 0)]),
        ('{"required": ["a"]}', "a: null", {}, [("", 0)]),
        ('{"properties": {"a": {"type": "string"}}}', "a: null", {}, []),
        ('{"properties": {"a": {"type": "string"}}}', "b: 2\na: 1", {}, [("a", 2)]),
        ('{"properties": {"a": {"type": "integer"}}}', "a: 1.0", {}, []),
        ('{"properties": {"a": {"properties": {"b": {"type": "string"}}}}}', "a: {b: null}", {}, []),
        ('{"properties": {"a": {"items": {"type": "string"}}}}', "a:\n  - x\n  - null", {}, [("a.1", 3)]),
        ('{"properties": {"a": {"format": "ipv4"}}}', "a: x", {}, []),
        (f'{{{D7}, "properties": {{"a": {{"format": "ipv4"}}}}}}', "a: x", {}, [("a", 1)]),
        ('{"additionalProperties": false, "properties": {"a": {}}}', "a: 1\nb: null", {}, []),
        ('{"additionalProperties": false, "properties": {"a": {}}}', "b: 1", {}, [("", 0)]),
        ('{"required": ["bell"]}', "", SUB, []),
        ('{"properties": {"bell": {"required": ["b"]}}}', "", SUB, [("bell", 0)]),
        ('{"properties": {"bell": {"required": ["a"]}}}', "bell: {a: null}", SUB, []),
        ('{"properties": {"bell": {"properties": {"a": {"type": "string"}}}}}', "bell: {a: x}", SUB, []),
        ('{"properties": {"bell": {"properties": {"a": {"type": "string"}}}}}', "x: 1\nbell: {b: x}", SUB, [("bell.a", 2)]),
        ('{"properties": {"bell": {"additionalProperties": false, "properties": {"a": {}}}}}', "", SUB, [("bell", 0)]),
        ('{"additionalProperties": false, "properties": {"a": {}}}', "a: 1", SUB, [("", 0)]),
    ],
)  # fmt: skip
def test_default_values(schema: str, values: str, more: dict[str, str], places: list[tuple[str, int]]) -> None:
    files = {FILE: schema, "values.yaml": values, **more}
    assert helm_refuses(files) is bool(places)
    assert [(hit.key.partition(":")[0], hit.line) for hit in said(defaults, files)] == places


def test_values_are_not_repeated_in_what_is_said_of_them() -> None:
    (hit,) = said(defaults, {FILE: '{"properties": {"a": {"type": "integer"}}}', "values.yaml": "a: hunter2"})
    assert hit.message == 'a: the value is not of type "integer"'


def test_nothing_is_said_where_there_is_no_schema() -> None:
    for rule in (usable, complete, defaults):
        assert said(rule, {"values.yaml": "a: 1"}) == []


def test_a_schema_is_read_once() -> None:
    assert schema_of('{"title": "once"}') is schema_of('{"title": "once"}')


def test_values_that_do_not_fit_are_what_helm_refuses_to_install() -> None:
    assert defaults.severity is Severity.ERROR
