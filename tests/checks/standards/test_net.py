"""NET: whom policies select, and which of their ports are real."""

from time import perf_counter

import pytest

from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.manifests.kyaml import load_all
from tests.checks.standards.asking import alone, plain, severities

CORE = "app.kubernetes.io/name: web, app.kubernetes.io/instance: test"
GROUP = "apiVersion: networking.k8s.io/v1\n"
POLICY = f"---\n{GROUP}kind: NetworkPolicy\nmetadata: {{{{name: web{{place}}}}}}\nspec: {{{{{{spec}}}}}}\n"
WEB = (
    "---\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: {labels: {"
    + CORE
    + "}}, spec: {containers: [{ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}]}]}}}\n"
)
MUTE = WEB.replace("ports", "env")
SERVICE = "---\nkind: Service\nmetadata: {name: web}\nspec: {selector: {%s}}\n"


def policy(spec: str = f"podSelector: {{matchLabels: {{{CORE}}}}}", place: str = "") -> str:
    return POLICY.format(spec=spec, place=place)


@pytest.mark.parametrize(
    ("objects", "is_covered"),
    [
        (WEB, False),
        (WEB + policy(), True),
        (WEB + policy("podSelector: {}"), True),
        (WEB + policy(""), True),
        (WEB + policy("podSelector: {matchLabels: {app.kubernetes.io/name: db}}"), False),
        (WEB + policy("podSelector: {matchExpressions: [{key: app.kubernetes.io/name, operator: In, values: [web, db]}]}"), True),
        (WEB + policy(place=", namespace: shop"), True),
        (WEB + policy(place=", namespace: other"), False),
        (WEB + policy().replace("networking.k8s.io", "example.org"), False),
        (MUTE, True),
        (MUTE + SERVICE % CORE, False),
        (MUTE + SERVICE % "", True),
        (WEB.replace("Deployment", "Job"), True),
        (WEB.replace("{name: web}", "{name: web, annotations: {helm.sh/hook: test}}"), True),
    ],
)  # fmt: skip
def test_what_listens_is_covered(objects: str, is_covered: bool) -> None:
    assert (alone("NET001", objects) == []) is is_covered
    if "namespace" not in objects:
        assert (plain("NET001", objects) == []) is is_covered


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (f"podSelector: {{matchLabels: {{{CORE}}}}}", []),
        ("podSelector: {matchExpressions: [{key: app.kubernetes.io/name, operator: In, values: [web]}, {key: app.kubernetes.io/instance, operator: Exists}]}", []),
        ("podSelector: {matchLabels: {app.kubernetes.io/name: web}}", [("", "app.kubernetes.io/instance")]),
        ("podSelector: {matchLabels: {a: b}}", [("", "app.kubernetes.io/name"), ("", "app.kubernetes.io/instance"), ("", "none")]),
        ("podSelector: {}, policyTypes: [Ingress]", [("info", "")]),
        ("podSelector: {}, ingress: []", [("info", "")]),
        ("podSelector: {}, ingress: [{}]", [("", "")]),
        ("podSelector: {matchLabels: null}, egress: [{}]", [("", "")]),
        ("podSelector: [web]", [("info", "")]),
    ],
)  # fmt: skip
def test_policies_of_one_component(spec: str, expected: list[tuple[str, str]]) -> None:
    hits = alone("NET002", WEB + policy(spec))
    assert list(zip(severities(hits), [hit.key for hit in hits], strict=True)) == expected


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("policyTypes: [Ingress], ingress: [{from: [{}], ports: [{}]}]", []),
        ("ingress: [{from: [{}], ports: [{}]}]", [""]),
        ("policyTypes: [], ingress: []", [""]),
        ("policyTypes: [Ingress]", []),
        ("policyTypes: [Ingress], egress: [{}]", [""]),
        ("policyTypes: [Egress], ingress: [{from: [{}], ports: [{}]}]", [""]),
        ("policyTypes: [Ingress, Egress], egress: [{}]", []),
        ("policyTypes: [Ingress], ingress: [{}]", ["warning"]),
        ("policyTypes: [Ingress], ingress: [null]", ["warning"]),
        ("policyTypes: [Ingress], ingress: [{from: [{}]}, {ports: [{}]}, {from: [], ports: []}]", ["", "", "warning"]),
    ],
)
def test_types_peers_and_ports(spec: str, expected: list[str]) -> None:
    assert severities(alone("NET003", policy(spec))) == expected


@pytest.mark.parametrize(
    ("ports", "expected"),
    [
        ("[{port: 8080}, {port: http}, {port: dns, protocol: UDP}, {port: 53, protocol: UDP}]", []),
        ("[{port: 8081}]", [""]),
        ("[{port: dns}]", [""]),
        ("[{port: 8080, protocol: UDP}]", [""]),
        ("[{port: https}, {}, null, {port: '8080'}]", ["", ""]),
        ("[{port: 8000, endPort: 8100}]", []),
        ("[{port: 8000, endPort: 8079}]", [""]),
        ("[{port: [1]}]", [""]),
        ("{port: 1}", []),
    ],
)
def test_ports(ports: str, expected: list[str]) -> None:
    spec = f"podSelector: {{matchLabels: {{{CORE}}}}}, ingress: [{{ports: {ports}}}]"
    assert severities(alone("NET004", WEB + policy(spec))) == expected
    assert alone("NET004", policy(spec)) == []


def test_pods_that_declare_no_ports_are_looked_at_by_a_person() -> None:
    spec = f"podSelector: {{matchLabels: {{{CORE}}}}}, ingress: [{{ports: [{{port: 80}}, {{port: http}}]}}]"
    hits = alone("NET004", MUTE + policy(spec))
    assert severities(hits) == ["info", ""]
    assert hits[0].message.startswith("to review: ")


def test_the_time_grows_with_policies_and_pods() -> None:
    count = 1500
    objects = "".join((WEB + policy()).replace(": web", f": web{index}") for index in range(count))
    release = release_of(
        tuple(manifest(index, body) for index, body in enumerate(load_all(objects))), "1.34.2", Settings()
    )
    start = perf_counter()
    assert list(by_id()["NET001"].check(release)) == []
    for one in release.of("NetworkPolicy"):
        assert [*by_id()["NET002"].check(one, release), *by_id()["NET004"].check(one, release)] == []
    assert perf_counter() - start < 2


@pytest.mark.parametrize("rule", ["NET002", "NET003"])
def test_policies_of_other_groups_are_not_judged(rule: str) -> None:
    calico = policy("selector: all(), types: [Ingress], ingress: [{action: Allow}]").replace(
        "networking.k8s.io", "example.org"
    )
    assert alone(rule, MUTE + calico) == []
