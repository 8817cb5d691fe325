"""DNS: how components find each other."""

import pytest

from tests.checks.standards.asking import alone, plain, severities

POD = "kind: Pod\nmetadata: {name: a, labels: {app: a}}\nspec: {containers: [{%s}]}\n"
MAP = "kind: ConfigMap\nmetadata: {name: a}\ndata: %s\n"


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("10.96.3.7:3306", ["10.96.3.7"]),
        ("http://10.0.0.1/1path", ["10.0.0.1"]),
        ("--host=10.0.0.1", ["10.0.0.1"]),
        ("10.0.0.1,10.0.0.2,10.0.0.1", ["10.0.0.1", "10.0.0.2"]),
        ("see 10.0.0.1.", ["10.0.0.1"]),
        ("http://[fd00::1]:80", ["fd00::1"]),
        ("[::1]:80 [::]:80 127.0.0.1 127.0.0.53 0.0.0.0:80", []),
        ("10.0.0.0/8 10.1.1.1/32", []),
        ("255.255.255.0 255.255.255.255", []),
        ("255.255.1.0", ["255.255.1.0"]),
        ("v10.0.0.1 1.2.3.4-alpine 1.2.3.4rc1 1.2.3.4.5 release-1.2.3.4", []),
        ("version: 1.2.3.4", []),
        ("Firefox/10.1.1.1", []),
        ("10.0.0.1.nip.io", []),
        ("300.1.1.1 01.2.3.4", []),
        ("a[1::2] [12:30] []", []),
        ("", []),
    ],
)
def test_addresses_are_told_from_what_looks_like_them(said: str, keys: list[str]) -> None:
    for body in (POD % f"args: ['{said}']", POD % f"env: [{{name: A, value: '{said}'}}]", MAP % f"{{a: '{said}'}}"):
        assert [hit.key for hit in alone("DNS001", body)] == keys


def test_remarks_and_versions_are_no_addresses_in_use() -> None:
    assert not alone("DNS001", POD % "env: [{name: APP_VERSION, value: 1.2.3.4}]")
    (hit,) = alone("DNS001", MAP % '{nginx.conf: "# was 10.0.0.1\\n  ; 10.0.0.2\\nserver 10.0.0.3;"}')
    assert (hit.path, hit.key) == ("/data/nginx.conf", "10.0.0.3")


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("kind: Service\nspec: {externalIPs: [1.2.3.4, null], loadBalancerIP: 1.2.3.5}", ["/spec/externalIPs/0", "/spec/externalIPs/1", "/spec/loadBalancerIP"]),
        ("kind: Service\nspec: {externalIPs: 1.2.3.4, clusterIP: 1.2.3.5}", []),
        ("kind: NetworkPolicy\nspec: {egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: 0.0.0.0/0}}, null]}], ingress: [1]}", ["/spec/egress/0/to/0/ipBlock/cidr"]),
        ("kind: Pod\nspec: {hostAliases: [{ip: 127.0.0.1}, {ip: 10.0.0.1}, null]}", ["/spec/hostAliases/1/ip"]),
    ],
)  # fmt: skip
def test_addresses_in_their_own_fields_are_hints(body: str, paths: list[str]) -> None:
    hits = alone("DNS001", body)
    assert [hit.path for hit in hits] == paths
    assert set(severities(hits)) <= {"info"}


def service(name: str, app: str = "z") -> str:
    return f"kind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: {{app: {app}}}}}\n"


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([POD % "", service("a", "a")], [("a", "")]),
        ([POD % "", service("a", "a"), service("b", "a")], [("b", "")]),
        ([service("a", "a"), POD % ""], []),
        ([POD % "", service("b")], []),
        ([POD % "args: ['http://b-c/d']", service("b-c")], [("b-c", "")]),
        ([POD % "args: ['http://b-c-d/e']", service("b-c")], []),
        ([POD % "env: [{name: A, value: b-c.test}]", service("b-c")], [("b-c", "")]),
        ([service("b-c"), POD % "env: [{name: A, value: b-c.test}]"], []),
        ([POD % "env: [{name: A, value: '$(B_C_SERVICE_HOST)'}]", service("b-c")], [("b-c", "error")]),
        ([POD % "args: ['$B_C_SERVICE_PORT_HTTP', b-c]", service("b-c")], [("b-c", "error")]),
        ([POD % "args: ['$B_C_SERVICE_NAME']", service("b-c")], []),
        ([POD % "env: [{name: B_C_SERVICE_HOST, value: x}]", service("b-c")], []),
        ([POD.replace("labels", "annotations: {helm.sh/hook: test}, labels") % "", service("a", "a")], []),
        ([POD % "args: [b]", service("b").replace("{name: b}", "{name: b, namespace: other}")], []),
        ([POD % "args: [null, 1], env: b", service("b"), "kind: Service\nmetadata: null\nspec: {selector: [a]}"], []),
    ],
)  # fmt: skip
def test_services_come_before_the_pods_that_use_them(documents: list[str], expected: list[tuple[str, str]]) -> None:
    for ask in (plain, alone):
        hits = ask("DNS002", "---\n".join(documents))
        assert list(zip([hit.key for hit in hits], severities(hits), strict=True)) == expected


def test_a_word_of_a_hundred_thousand_letters_is_one_word() -> None:
    assert not alone("DNS002", POD % f"args: [{'A' * 100_000}, {'a.' * 50_000}]" + "---\n" + service("b"))
    assert not alone("DNS001", MAP % f"{{a: {'1.' * 100_000}}}")
