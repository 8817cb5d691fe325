"""Objects and the schemas of their kinds: tricky inputs, and days on which everything is wrong."""

import time
from collections.abc import Sequence
from typing import Any

import pytest

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes import schema
from pipeline.checks.rule import Rule
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, Release, release_of
from pipeline.manifests.kyaml import load, load_all
from pipeline.manifests.objects import flattened
from pipeline.model.finding import Severity

OBJECT_RULES = (schema.fits, schema.no_unknown_fields, schema.no_key_twice)
CRD = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: panes.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Pane, plural: panes}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}
"""
PANE = "{apiVersion: example.org/v1, kind: Pane, metadata: {name: a}, spec: SPEC}"


def made(text: str, version: str = "1.34.2", crds: str = "") -> Release:
    bodies = [part for body in load_all(text) if body is not None for part in flattened(body)]
    context = Context("r", "n", "c", "1.0.0", crds=tuple(load_all(crds)))
    return release_of(tuple(manifest(index, body) for index, body in enumerate(bodies)), version, DEFAULTS, context)


def said(rule: Rule, release: Release) -> list[Hit]:
    if rule in (schema.custom_fits,):
        return list(rule.check(release))
    kinds = rule.kinds
    return [hit for one in release.objects if not kinds or one.kind in kinds for hit in rule.check(one, release)]


def brief(hits: Sequence[Hit]) -> list[tuple[str, str]]:
    return [(hit.path, hit.message) for hit in hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{apiVersion: v1, kind: ConfigMap, data: {a: 1}}", [("/data/a", "data.a: must be a text, is the number 1")]),
        ("{apiVersion: v1, kind: ConfigMap, data: {a/b~c: yes}}", [("/data/a~1b~0c", "data.a/b~c: must be a text, is true")]),
        ("{apiVersion: v1, kind: ConfigMap, data: [a]}", [("/data", "data: must be a map, is a list")]),
        ("{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition}", [("", "required field 'spec' is missing")]),
        ("{apiVersion: apps/v1, kind: Deployment, spec: {}}", [("/spec", "spec: required field 'selector' is missing"), ("/spec", "spec: required field 'template' is missing")]),
        ("{apiVersion: v1, kind: Pod, spec: {containers: [{}]}}", [("/spec/containers/0", "spec.containers[0]: required field 'name' is missing")]),
        ("{apiVersion: v1, kind: Pod, spec: {containers: [null]}}", [("/spec/containers/0", "spec.containers[0]: must be a map, is null")]),
        ("{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, ports: [{containerPort: '80'}]}]}}", [("/spec/containers/0/ports/0/containerPort", "ports[0].containerPort: must be a whole number, is the text '80'")]),
        # Values of Secrets are not shown, not even where they are wrong.
        ("{apiVersion: v1, kind: Secret, stringData: {pin: 1234}}", [("/stringData/pin", "stringData.pin: must be a text")]),
        ("{apiVersion: v1, kind: Secret, data: {pin: [1]}}", [("/data/pin", "data.pin: must be a text")]),
        # Another rule says that these are no base64.
        ("{apiVersion: v1, kind: Secret, data: {pin: not so}}", []),
        ("{apiVersion: v1, kind: ConfigMap, binaryData: {a: not so}}", [("/binaryData/a", "binaryData.a: must be base64, is the text 'not so'")]),
        ("{apiVersion: v1, kind: Secret, type: 5}", [("/type", "type: must be a text, is the number 5")]),
        # What stands for a secret is no mistake.
        ("{apiVersion: v1, kind: Secret, data: {pin: placeholder-db-password}}", []),
        ("{apiVersion: v1, kind: Service, spec: {ports: [{port: placeholder-port}]}}", []),
        ("{apiVersion: v1, kind: Secret, data: {pin: 'ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]'}}", []),
        ("{apiVersion: example.org/v1, kind: Pane, spec: 5}", []),
        ("{apiVersion: v1, kind: 5}", []),
        ("{apiVersion: 1, kind: Pod, spec: 5}", []),
        ("{kind: Pod, spec: 5}", []),
        ("{spec: 5}", []),
        ("{apiVersion: null, kind: null, metadata: null}", []),
        ("{apiVersion: v1, kind: Pod, metadata: null, spec: {containers: [{name: a, image: null, env: null}], nodeSelector: {a: null}}}", []),
    ],
)  # fmt: skip
def test_what_does_not_fit(text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(brief(said(schema.fits, made(text)))) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, imagePullpolicy: Always}]}}", ["spec.containers[0]: unknown field 'imagePullpolicy'; did you mean 'imagePullPolicy'?"]),
        ("{apiVersion: v1, kind: Pod, sepc: {}}", ["unknown field 'sepc'; did you mean 'spec'?"]),
        ("{apiVersion: v1, kind: Pod, metadata: {lables: {}}}", ["metadata: unknown field 'lables'; did you mean 'labels'?"]),
        ("{apiVersion: v1, kind: Pod, spec: {containers: [], qqq: 1}}", ["spec: unknown field 'qqq'"]),
        ("{apiVersion: v1, kind: Pod, 1: 2}", ["unknown field '1'; known: apiVersion, kind, metadata, spec, status"]),
        ("{apiVersion: v1, kind: Pod, '': 2}", ["unknown field ''"]),
        ("{apiVersion: v1, kind: Pod, status: {anything: 1}}", []),
    ],
)  # fmt: skip
def test_unknown_fields(text: str, expected: list[str]) -> None:
    assert [hit.message for hit in said(schema.no_unknown_fields, made(text))] == expected


def test_versions_that_are_not_known_are_judged_by_the_nearest() -> None:
    text = "{apiVersion: v1, kind: ConfigMap, data: {a: 1}}"
    (newer,), (older,) = (said(schema.fits, made(text, version)) for version in ("1.99.0", "1.12.0"))
    assert (newer.severity, older.severity) == (Severity.WARNING, Severity.WARNING)
    assert newer.message == "data.a: must be a text, is the number 1 (by Kubernetes 1.37, the nearest that is known)"
    assert older.message.endswith("(by Kubernetes 1.16, the nearest that is known)")


def test_keys_that_stand_twice() -> None:
    one = manifest(0, {"kind": "A"}, duplicates=("/spec/a~1b",))
    (hit,) = schema.no_key_twice.check(one, made(""))
    assert (hit.path, hit.message) == ("/spec/a~1b", "the key 'a/b' stands twice here, and only the last one counts")


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{size: 5}", []),
        ("{size: null}", []),
        ("{size: x}", [("spec.size: must be a whole number, is the text 'x'", None)]),
        ("{sise: 5}", [("spec: unknown field 'sise', which the API server drops; did you mean 'size'?", Severity.WARNING)]),
        ("[]", [("spec: must be a map, is a list", None)]),
    ],
)  # fmt: skip
def test_custom_resources(spec: str, expected: list[tuple[str, Severity | None]]) -> None:
    pane = PANE.replace("SPEC", spec)
    beside, outside = made(f"{CRD}---\n{pane}"), made(pane, crds=CRD)
    for release in (beside, outside):
        assert [(hit.message, hit.severity) for hit in said(schema.custom_fits, release)] == expected
        assert schema.unchecked(release) == ()


def test_the_release_knows_better_than_its_environment() -> None:
    older = CRD.replace("type: integer", "type: string")
    assert said(schema.custom_fits, made(f"{CRD}---\n{PANE.replace('SPEC', '{size: 5}')}", crds=older)) == []


@pytest.mark.parametrize(
    ("by", "message", "severity"),
    [
        ("{$ref: '#'}", "openAPIV3Schema.properties.size has a $ref, which the API server allows in no CustomResourceDefinition", None),
        ("{type: strin}", "openAPIV3Schema.properties.size.type is nothing that a schema may say", None),
        ("{type: string, pattern: '(('}", "the pattern of openAPIV3Schema.properties.size is no regular expression", None),
        ("5", "openAPIV3Schema.properties.size is no map", None),
    ],
)  # fmt: skip
def test_schemas_that_cannot_be_used(by: str, message: str, severity: Severity | None) -> None:
    text = CRD.replace("{spec: {type: object, properties: {size: {type: integer}}}}", f"{{size: {by}}}")
    release = made(f"{text}---\n{PANE.replace('SPEC', '{size: x}')}")
    (hit,) = said(schema.usable, release)
    assert hit.message == f"nothing can be checked by the schema of example.org/v1: {message}"
    assert (hit.path, hit.severity) == ("/spec/versions/0/schema/openAPIV3Schema", severity)
    assert said(schema.custom_fits, release) == []
    assert schema.unchecked(release) == (("example.org/v1", "Pane"),)


def test_a_pattern_that_cannot_be_matched_is_named_and_the_rest_is_checked() -> None:
    fields = (
        "{spec: {type: object, properties: {size: {type: string, pattern: '^(a|a)*\\1(?=b)$'}, many: {type: integer}}}}"
    )
    text = CRD.replace("{spec: {type: object, properties: {size: {type: integer}}}}", fields)
    release = made(f"{text}---\n{PANE.replace('SPEC', '{size: x, many: y}')}")
    (hit,) = said(schema.usable, release)
    place = "openAPIV3Schema.properties.spec.properties.size"
    assert hit.message == (
        f"1 pattern of example.org/v1 cannot be matched in linear time and is not checked, first that of {place}"
    )
    assert hit.severity is Severity.WARNING
    assert [one.path for one in said(schema.custom_fits, release)] == ["/spec/many"]
    assert schema.unchecked(release) == ()


def test_kinds_that_are_not_checked() -> None:
    text = "{apiVersion: v1, kind: Pod}\n---\n{apiVersion: a.io/v1, kind: B}\n---\n{apiVersion: a.io/v1, kind: B}\n---\n{apiVersion: policy/v1beta1, kind: PodSecurityPolicy}\n"
    assert schema.unchecked(made(text)) == (("a.io/v1", "B"), ("policy/v1beta1", "PodSecurityPolicy"))
    assert schema.unchecked(made(text, "1.24.0")) == (("a.io/v1", "B"),)


def test_a_list_of_ten_thousand_is_quick() -> None:
    item = "- {apiVersion: v1, kind: ConfigMap, metadata: {name: a, nmae: 5}, data: {a: 1}}\n"
    release = made(f"kind: List\napiVersion: v1\nitems:\n{item * 10_000}")
    started = time.monotonic()
    assert sum(len(said(rule, release)) for rule in OBJECT_RULES) == 20_000
    assert time.monotonic() - started < 60  # some seconds on a machine that others use


def test_texts_of_five_megabytes_are_not_in_messages() -> None:
    huge = "x" * 5_000_000
    body: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Pod",
        huge: 1,
        "spec": {"containers": [{"name": "a", "ports": huge}]},
    }
    release = release_of((manifest(0, body),), "1.34.2", DEFAULTS)
    (unknown,), (wrong,) = said(schema.no_unknown_fields, release), said(schema.fits, release)
    assert unknown.message == "unknown field a text of 5000000 characters"
    assert wrong.message == "containers[0].ports: must be a list, is a text of 5000000 characters"


@pytest.mark.parametrize(
    "body",
    [
        {}, {"kind": None}, {"kind": {}, "apiVersion": []}, {"kind": "CustomResourceDefinition", "spec": {"versions": [None]}},
        {"kind": "CustomResourceDefinition", "apiVersion": 5, "spec": {"group": {}, "names": 5, "versions": {}}},
        {"apiVersion": "v1", "kind": "Pod", "metadata": [], "spec": {"containers": {"a": None}}},
        {"apiVersion": "v1", "kind": "Secret", "data": {"a": {"b": [None]}}, "stringData": []},
        {"apiVersion": "v1", "kind": "Secret", "data": None, "": None},
    ],
)  # fmt: skip
def test_no_shape_of_an_object_is_too_much(body: dict[str, Any]) -> None:
    release = release_of((manifest(0, body),), "", DEFAULTS)
    for rule in (*OBJECT_RULES, schema.custom_fits, schema.usable):
        assert all(hit.message for hit in said(rule, release))
    schema.unchecked(release)


def test_nothing_but_nulls() -> None:
    text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: null\nspec: {selector: null, template: {metadata: null, spec: {containers: null, volumes: [null]}}}\n"
    found = {hit.path for hit in said(schema.fits, made(text))}
    assert found == {"/spec", "/spec/template/spec", "/spec/template/spec/volumes/0"}
    assert load(text)["metadata"] is None
