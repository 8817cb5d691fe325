"""RBAC: what rights a release hands out, and to whom."""

from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MUST, SHOULD, WARNING, objects, release
from pipeline.checks.subjects.accounts import AUTOMOUNT, BINDINGS, DEFAULT, Accounts, account_of, accounts_of, subjects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import at, text

_GROUP: Final = "rbac.authorization.k8s.io"
_ALL_ACCOUNTS: Final = "system:serviceaccounts"
_HARMLESS: Final = ("view", "edit")


@objects("RBAC001", MUST, ERROR, "system", "ClusterRole")
def no_cluster_role(one: Manifest, release: Release) -> Iterator[Hit]:
    """No ClusterRole."""
    if one.group == _GROUP:
        yield one.hit("/kind", f"ClusterRole {one.name!r} holds rights for the whole cluster")


@objects("RBAC002", MUST, ERROR, "system", "ClusterRoleBinding")
def no_cluster_role_binding(one: Manifest, release: Release) -> Iterator[Hit]:
    """No ClusterRoleBinding."""
    yield one.hit("/kind", f"ClusterRoleBinding {one.name!r} gives rights in the whole cluster")


@objects("RBAC003", MUST, ERROR, "system", *BINDINGS)
def no_cluster_rights(one: Manifest, release: Release) -> Iterator[Hit]:
    """ServiceAccounts get no cluster roles."""
    role = at(one.body, "roleRef", "name")
    if at(one.body, "roleRef", "kind") != "ClusterRole":
        return
    severity = WARNING if one.kind == "RoleBinding" and role in _HARMLESS else None
    for path, subject in subjects(one):
        kind, name = subject.get("kind"), text(subject.get("name"))
        if kind == "ServiceAccount" or (kind == "Group" and name.startswith(_ALL_ACCOUNTS)):
            yield one.hit(path, f"ClusterRole {role!r} is bound to {kind} {name!r}", severity)


@release("RBAC004", SHOULD, WARNING, "reason; system")
def no_accounts(release: Release) -> Iterator[Hit]:
    """Avoid own ServiceAccounts."""
    accounts = accounts_of(release)
    for one in release.of("ServiceAccount"):
        harmless = not accounts.is_bound(one.name, one) and one.body.get(AUTOMOUNT) is False
        yield one.hit("/kind", f"ServiceAccount {one.name!r} is created", INFO if harmless else None)
    for pod in release.pods:
        if "serviceAccountName" in pod.spec or "serviceAccount" in pod.spec:
            yield from _own_account(pod, accounts)


@objects("RBAC005", SHOULD, WARNING, "system", "Role", "RoleBinding")
def within_namespace(one: Manifest, release: Release) -> Iterator[Hit]:
    """Rights stay within the namespace."""
    home = release.context.namespace if release.context else one.namespace
    if home and one.namespace not in ("", home):
        message = f"{one.kind} {one.name!r} is in namespace {one.namespace!r}, the release in {home!r}"
        yield one.hit("/metadata/namespace", message)
    kind = at(one.body, "roleRef", "kind")
    if one.kind == "RoleBinding" and kind != "Role":
        yield one.hit("/roleRef/kind", f"what is bound is a {kind!r} and no Role of the namespace")
    for path, subject in subjects(one):
        theirs = text(subject.get("namespace"))
        if home and theirs not in ("", home):
            yield one.hit(
                f"{path}/namespace", f"{text(subject.get('name'))!r} of namespace {theirs!r} gets rights in {home!r}"
            )


def _own_account(pod: Pod, accounts: Accounts) -> Iterator[Hit]:
    name = account_of(pod)
    if name != DEFAULT:
        key = "serviceAccountName" if pod.spec.get("serviceAccountName") else "serviceAccount"
        harmless = not accounts.is_bound(name, pod.owner) and accounts.token(pod) is False
        yield pod.hit(f"/{key}", f"its pods run as ServiceAccount {name!r}", INFO if harmless else None)
