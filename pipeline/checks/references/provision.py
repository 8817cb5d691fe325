"""REF001 to REF005, REF012: what objects name is there."""

from collections.abc import Iterator
from typing import Final

from pipeline.checks.references.view import Breach, View, breach, unprovided
from pipeline.checks.rule import ERROR, INFO, MUST, SHOULD, WARNING, references

_PODS: Final = ("env", "volume", "pod", "pull")
# What every namespace has, or the platform below it puts there.
_CONFIGS: Final = frozenset(("kube-root-ca.crt", "openshift-service-ca.crt", "istio-ca-root-cert"))
_GIVEN: Final = "default-token-"
_ACCOUNT: Final = "default"
# What every cluster has (kubernetes.io/docs/reference/access-authn-authz/rbac, user-facing roles).
_ROLES: Final = frozenset(("cluster-admin", "admin", "edit", "view"))
_SYSTEM: Final = "system:"


@references("REF001", SHOULD, WARNING, "reason")
def configs(view: View) -> Iterator[Breach]:
    """ConfigMaps that pods use are provided."""
    for release, need in view.missing(*_PODS, kind="ConfigMap"):
        if need.name not in _CONFIGS:
            yield unprovided(view, release, need)


@references("REF002", SHOULD, WARNING, "reason")
def secrets(view: View) -> Iterator[Breach]:
    """Secrets that pods and Ingresses use are provided."""
    for release, need in view.missing(*_PODS, "tls", kind="Secret"):
        if not need.name.startswith(_GIVEN):
            yield unprovided(view, release, need, INFO if need.use == "pull" else None)


@references("REF003", MUST, ERROR, "reason")
def keys(view: View) -> Iterator[Breach]:
    """Keys that pods use stand in the ConfigMaps and Secrets that are rendered."""
    for release, need in view.needs("env", "volume"):
        there = view.objects.get((need.kind, need.namespace, need.name), ()) if need.key else ()
        known = [one.keys for _, one in there]
        if not there or None in known or any(need.key in keys for keys in known if keys):
            continue
        if not view.is_made(need.kind, need.namespace, need.name):
            message = f"{need.kind} {need.name!r} is rendered without the key {need.key!r}"
            yield breach(release, need.spot, message, key=f"{need.kind}/{need.name}/{need.key}")


@references("REF004", SHOULD, WARNING, "reason")
def claims(view: View) -> Iterator[Breach]:
    """PersistentVolumeClaims that pods use are provided."""
    for release, need in view.missing("volume", kind="PersistentVolumeClaim"):
        yield unprovided(view, release, need)


@references("REF005", SHOULD, WARNING, "reason")
def accounts(view: View) -> Iterator[Breach]:
    """ServiceAccounts that pods and bindings use are provided."""
    for release, need in view.missing("pod", "subject", kind="ServiceAccount"):
        if need.name == _ACCOUNT:
            continue
        if need.use == "pod":
            yield unprovided(view, release, need)
        elif need.namespace in view.namespaces:
            yield unprovided(view, release, need, INFO)


@references("REF012", SHOULD, WARNING, "reason")
def roles(view: View) -> Iterator[Breach]:
    """Roles that are bound are provided."""
    for release, need in view.missing("role"):
        if need.kind == "Role":
            if need.namespace in view.namespaces:
                yield unprovided(view, release, need)
        elif need.name not in _ROLES and not need.name.startswith(_SYSTEM):
            yield unprovided(view, release, need, INFO)
