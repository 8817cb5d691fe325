"""RBAC: bindings, accounts and the namespace they belong to."""

import pytest

from tests.checks.standards.asking import alone, plain, severities

BINDING = "kind: RoleBinding\nmetadata: {{name: web{place}}}\nroleRef: {role}\nsubjects: {subjects}\n"
ACCOUNT = "{kind: ServiceAccount, name: app}"


def binding(role: str = "{kind: Role, name: web}", subjects: str = f"[{ACCOUNT}]", place: str = "", **more: str) -> str:
    return BINDING.format(role=role, subjects=subjects, place=place, **more)


def test_a_cluster_role_of_another_group_is_somebody_elses() -> None:
    body = "apiVersion: {}/v1\nkind: ClusterRole\nmetadata: {{name: web, annotations: {{helm.sh/hook: pre-install}}}}"
    assert len(alone("RBAC001", body.format("rbac.authorization.k8s.io"))) == 1
    assert alone("RBAC001", body.format("example.org")) == []


@pytest.mark.parametrize(
    ("kind", "role", "subject", "expected"),
    [
        ("RoleBinding", "cluster-admin", ACCOUNT, [""]),
        ("RoleBinding", "view", ACCOUNT, ["warning"]),
        ("RoleBinding", "edit", ACCOUNT, ["warning"]),
        ("RoleBinding", "admin", ACCOUNT, [""]),
        ("ClusterRoleBinding", "view", ACCOUNT, [""]),
        ("RoleBinding", "admin", "{kind: Group, name: 'system:serviceaccounts:shop'}", [""]),
        ("RoleBinding", "admin", "{kind: Group, name: 'system:masters'}", []),
        ("RoleBinding", "admin", "{kind: User, name: ada}", []),
        ("RoleBinding", "admin", "null", []),
        ("RoleBinding", "[]", ACCOUNT, [""]),
    ],
)
def test_cluster_roles_of_accounts(kind: str, role: str, subject: str, expected: list[str]) -> None:
    body = binding(f"{{kind: ClusterRole, name: {role}}}", f"[{subject}]").replace("RoleBinding", kind)
    assert severities(alone("RBAC003", body)) == expected
    assert alone("RBAC003", binding()) == []


POD = "---\nkind: Pod\nmetadata: {name: web}\nspec: {%s}"
OWN = "---\nkind: ServiceAccount\nmetadata: {name: app}\nautomountServiceAccountToken: %s\n"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (POD % "", []),
        (POD % "serviceAccountName: default", []),
        (POD % "serviceAccountName: null", []),
        (POD % "serviceAccountName: [app]", []),
        (POD % "serviceAccountName: app", [""]),
        (POD % "serviceAccount: app", [""]),
        (POD % "serviceAccountName: app, automountServiceAccountToken: false", ["info"]),
        (POD % "serviceAccountName: app, automountServiceAccountToken: false" + "\n---\n" + binding(), [""]),
        (OWN % "false", ["info"]),
        (OWN % "true", [""]),
        (OWN % "null", [""]),
        (OWN % "false" + "---\n" + binding(), [""]),
        (OWN % "false" + POD % "serviceAccountName: app", ["info", "info"]),
    ],
)
def test_accounts(objects: str, expected: list[str]) -> None:
    assert severities(alone("RBAC004", objects)) == expected


def test_a_hit_points_to_the_key_that_names_the_account() -> None:
    assert [hit.path for hit in alone("RBAC004", POD % "serviceAccount: app")] == ["/spec/serviceAccount"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (binding(), []),
        (binding(place=", namespace: shop"), []),
        (binding(place=", namespace: other"), ["/metadata/namespace"]),
        (binding(subjects="[{kind: User, name: ada}, {name: app, namespace: other}]"), ["/subjects/1/namespace"]),
        (binding(subjects="[{name: app, namespace: shop}, {name: app, namespace: 1}]"), []),
        (binding("{kind: ClusterRole, name: view}"), ["/roleRef/kind"]),
        (binding("null", "{}"), ["/roleRef/kind"]),
        ("kind: Role\nmetadata: {name: web, namespace: other}", ["/metadata/namespace"]),
        ("kind: Role\nmetadata: null", []),
    ],
)
def test_within_the_namespace(body: str, expected: list[str]) -> None:
    assert [hit.path for hit in alone("RBAC005", body)] == expected


def test_plain_manifests_have_the_namespace_that_they_say() -> None:
    foreign = "[{name: app, namespace: other}]"
    assert plain("RBAC005", binding(subjects=foreign)) == []
    assert len(plain("RBAC005", binding(subjects=foreign, place=", namespace: shop"))) == 1
