"""ING: the way in from outside, as it is rendered."""

import pytest

from pipeline.checks.judging import judge_release
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import ChartName, manifest
from pipeline.checks.subjects.release import release_of
from tests.checks.examples import said
from tests.checks.standards.asking import alone, plain, severities

INGRESS = "kind: Ingress\nmetadata: {name: %s, annotations: {%s}}\nspec: {%s}\n---\n"
PATH = "{path: %s, pathType: %s, backend: {service: {name: %s}}}"


def test_every_ingress_but_the_first_is_too_many() -> None:
    three = "".join(INGRESS % (name, note, "") for name, note in (("a", ""), ("b", "helm.sh/hook: test"), ("c", "")))
    for ask in (alone, plain):
        assert [hit.resource for hit in ask("ING001", three)] == [1, 2]
        assert not ask("ING001", INGRESS % ("a", "", ""))


def test_subcharts_count_for_themselves() -> None:
    sources = ("shop/templates/a.yaml", "shop/charts/db/templates/a.yaml", "shop/charts/db/templates/tests/b.yaml")
    objects = tuple(
        manifest(index, {"kind": "Ingress", "metadata": {"name": "a"}}, source, 0, ChartName("shop", "1.0.0"))
        for index, source in enumerate(sources)
    )
    assert [hit.resource for hit in said(judge_release(release_of(objects, "1.34.2", DEFAULTS)), "ING001")] == [2]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("[{host: a.org}]", []),
        ("[{host: a.org}, {host: a.org}]", []),
        ("[{host: a.org}, {host: b.org}]", [""]),
        ("[{host: a.org}, {}]", [""]),
        ("[{}, null, {host: ''}, {host: [a]}]", []),
        (f"[{{host: a.org, http: {{paths: [{PATH % ('/', 'Prefix', 'a')}, {PATH % ('/', 'Prefix', 'b')}]}}}}]", ["error"]),
        (f"[{{host: a.org, http: {{paths: [{PATH % ('/', 'Prefix', 'a')}, {PATH % ('/', 'Prefix', 'a')}]}}}}]", []),
        (f"[{{host: a.org, http: {{paths: [{PATH % ('/', 'Prefix', 'a')}, {PATH % ('/', 'Exact', 'b')}]}}}}]", []),
        (f"[{{host: a.org, http: {{paths: [{PATH % ('/a', 'Prefix', 'a')}, {PATH % ('/b', 'Prefix', 'b')}]}}}}]", []),
        (f"[{{http: {{paths: [{PATH % ('/', 'Prefix', 'a')}]}}}}, {{http: {{paths: [{PATH % ('/', 'Prefix', 'b')}]}}}}]", ["error"]),
        ("{host: a.org}", []),
    ],
)  # fmt: skip
def test_an_ingress_has_one_host_and_one_backend_a_path(rules: str, expected: list[str]) -> None:
    assert severities(alone("ING003", INGRESS % ("a", "", f"rules: {rules}"))) == expected


SERVICE = "kind: Service\nmetadata: {name: web, namespace: %s}\nspec: {type: %s, ports: [{name: http, port: 80}, null]}\n---\n"


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        ("{service: {name: web, port: {name: http}}}", []),
        ("{service: {name: web, port: {number: 80}}}", []),
        ("{service: {name: web, port: {number: 8080}}}", [""]),
        ("{service: {name: web, port: {name: https}}}", [""]),
        ("{service: {name: web}}", [""]),
        ("{service: {name: other, port: {number: 80}}}", ["info"]),
        ("{serviceName: web, servicePort: 80}", []),
        ("{serviceName: web, servicePort: http}", []),
        ("{serviceName: web, servicePort: 8080}", [""]),
        ("{serviceName: web, servicePort: '80'}", [""]),
        ("{resource: {kind: Bucket, name: a}}", []),
        ("{}", [""]),
        ("null", [""]),
        ("{service: web}", [""]),
        ("{service: {name: [web], port: [80]}}", [""]),
    ],
)
def test_backends_are_there(backend: str, expected: list[str]) -> None:
    ways = [f"rules: [{{http: {{paths: [{{backend: {backend}}}]}}}}]"]
    if backend not in ("null", "{}"):
        ways += [f"backend: {backend}", f"defaultBackend: {backend}"]
    for spec in ways:
        assert severities(alone("ING006", SERVICE % ("null", "null") + INGRESS % ("a", "", spec))) == expected


def test_an_action_of_a_controller_is_no_service() -> None:
    spec = "rules: [{http: {paths: [{backend: {service: {name: ssl-redirect, port: {name: use-annotation}}}}]}}]"
    assert alone("ING006", INGRESS % ("a", "", spec)) == []


@pytest.mark.parametrize(
    ("namespace", "kind", "expected"),
    [("other", "null", ["info"]), ("shop", "null", [""]), ("null", "ExternalName", [])],
)
def test_services_of_other_namespaces_are_others(namespace: str, kind: str, expected: list[str]) -> None:
    ingress = INGRESS % ("a", "", "backend: {serviceName: web, servicePort: 81}")
    assert severities(alone("ING006", SERVICE % (namespace, kind) + ingress)) == expected
