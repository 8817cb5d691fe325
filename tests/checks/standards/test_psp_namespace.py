"""PSP: tokens, and names of other namespaces."""

from time import perf_counter

import pytest

from tests.checks.standards.asking import alone, plain, severities

POD = "---\nkind: Pod\nmetadata: {name: web}\nspec: {%s}\n"
ACCOUNT = "---\nkind: ServiceAccount\nmetadata: {name: app}\nautomountServiceAccountToken: %s\n"
BINDING = "---\nkind: %s\nmetadata: {name: app}\nsubjects: [{kind: ServiceAccount, name: %s}]\n"
TRUE, FALSE = "automountServiceAccountToken: true", "automountServiceAccountToken: false"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (POD % FALSE, []),
        (POD % "", [""]),
        (POD % "automountServiceAccountToken: null", [""]),
        (POD % TRUE, ["error"]),
        (POD % TRUE + BINDING % ("RoleBinding", "default"), []),
        (POD % TRUE + BINDING % ("RoleBinding", "app"), ["error"]),
        (POD % f"{TRUE}, serviceAccountName: app" + BINDING % ("ClusterRoleBinding", "app"), []),
        (POD % "serviceAccountName: app" + ACCOUNT % "false", []),
        (POD % "serviceAccountName: app" + ACCOUNT % "true", ["error"]),
        (POD % "serviceAccountName: app" + ACCOUNT % "null", [""]),
        (POD % f"serviceAccountName: app, {TRUE}" + ACCOUNT % "false", ["error"]),
        (POD % "" + ACCOUNT % "false", [""]),
        (POD % "spec: null", [""]),
    ],
)
def test_tokens(objects: str, expected: list[str]) -> None:
    assert severities(alone("PSP011", objects)) == expected


def env(value: str) -> str:
    return POD % f"containers: [{{env: [{{name: DB, value: {value!r}}}]}}]"


SERVICE = "---\nkind: Service\nmetadata: {name: db}\n"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("tangodb.qa.svc", ["tangodb.qa"]),
        ("mysql://root@tangodb.qa.svc.cluster.local:3306/x", ["tangodb.qa"]),
        ("tangodb-0.tangodb.qa.svc.cluster.local", ["tangodb.qa"]),
        ("tangodb.shop.svc.cluster.local", []),
        ("a.qa.svc b.ci.svc a.qa.svc", ["a.qa", "b.ci"]),
        ("https://kubernetes.default.svc/api", []),
        ("kube-dns.kube-system.svc.cluster.local", []),
        ("metrics.kube-system.svc", ["metrics.kube-system"]),
        ("x.svc.example.org", []),
        ("$(NAME).$(NAMESPACE).svc", []),
        ("tangodb.qa.svcs", []),
        ("db.qa", ["db.qa"]),
        ("http://db.qa:80/x", ["db.qa"]),
        ("ada@db.qa", ["db.qa"]),
        ("db.shop:3306", []),
        ("db.conf", []),
        ("/etc/db.qa", []),
        ("db.example.org", []),
        ("other.qa", []),
        ("shop.example", []),
        ("1.2", []),
    ],
)
def test_names_of_services(value: str, expected: list[str]) -> None:
    assert [hit.key for hit in alone("PSP012", env(value) + SERVICE)] == expected
    words = POD % f"containers: [{{args: [1, {value!r}]}}]" + SERVICE
    assert [(hit.key, hit.path) for hit in alone("PSP012", words)] == [
        (key, "/spec/containers/0/args/1") for key in expected
    ]


def test_links_that_are_declared_are_only_noted() -> None:
    assert severities(alone("PSP012", env("tangodb.qa.svc a.qa.svc"), links=("tangodb.qa",))) == ["info", ""]
    assert severities(alone("PSP012", env("tangodb.qa:10000"), links=("tangodb.qa",))) == ["info"]


def test_plain_manifests_are_judged_where_they_say_their_namespace() -> None:
    assert plain("PSP012", env("tangodb.qa.svc")) == []
    assert len(plain("PSP012", env("tangodb.qa.svc").replace("{name: web}", "{name: web, namespace: shop}"))) == 1


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        ("kind: ConfigMap\ndata: {a/b: 'x: http://a.qa.svc/'}", ["/data/a~1b"]),
        ("kind: ConfigMap\ndata: [a.qa.svc]", []),
        ("kind: ConfigMap\ndata: {a: 1, b: null, c: [a.qa.svc]}", []),
        ("kind: Ingress\nmetadata: {annotations: {auth: 'http://a.qa.svc'}}", ["/metadata/annotations/auth"]),
        ("kind: Secret\ndata: {a: a.qa.svc}", []),
        (POD % "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{namespaces: [shop, qa]}]}}", ["/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/0/namespaces"]),
        (POD % "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{namespaceSelector: {}}]}}", ["/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/0/namespaceSelector"]),
        (POD % "affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {namespaces: [shop]}}]}}", []),
    ],
)  # fmt: skip
def test_where_names_are_looked_for(objects: str, expected: list[str]) -> None:
    assert [hit.path for hit in alone("PSP012", objects)] == expected


SYSTEM = "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}"


@pytest.mark.parametrize(
    ("spec", "count"),
    [
        ("ingress: [{from: [{podSelector: {}}, {namespaceSelector: {}}]}]", 1),
        (f"ingress: [{{from: [{{{SYSTEM}}}]}}]", 1),
        (f"egress: [{{to: [{{{SYSTEM}}}]}}]", 0),
        ("egress: [{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: UDP}, {port: 53}]}]", 0),
        ("egress: [{to: [{namespaceSelector: {}}], ports: [{port: 53}, {port: 80}]}]", 1),
        ("egress: [{to: [{namespaceSelector: {}}]}]", 1),
        ("egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}]", 0),
        ("egress: [{to: [null, {namespaceSelector: null}], ports: 1}], ingress: {from: []}", 0),
    ],
)
def test_peers_of_policies(spec: str, count: int) -> None:
    assert len(alone("PSP012", f"kind: NetworkPolicy\nmetadata: {{name: web}}\nspec: {{{spec}}}")) == count


def test_a_long_text_is_read_in_time_that_grows_with_it() -> None:
    start = perf_counter()
    for text in ("a" * 500_000, "a." * 250_000, "a-" * 250_000 + ".svc", ".svc" * 100_000):
        alone("PSP012", f"kind: ConfigMap\ndata: {{a: '{text}'}}")
    assert perf_counter() - start < 5
