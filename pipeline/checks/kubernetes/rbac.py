"""Roles and bindings (kubernetes: pkg/apis/rbac/validation)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import entries, native
from pipeline.checks.kubernetes.forms import SEGMENT, SUBDOMAIN, shown
from pipeline.checks.rule import ERROR, MUST, objects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping, text

_GROUP: Final = "rbac.authorization.k8s.io"
_PEOPLE: Final = ("User", "Group")
Fault = tuple[str, str]


@objects("K8S170", MUST, ERROR, "none", "Role", "ClusterRole")
def role_rules(one: Manifest, release: Release) -> Iterator[Hit]:
    """Rules of roles have verbs, and resources or URLs to use them on."""
    if not native(one):
        return
    for path, rule in entries(one.body.get("rules"), "/rules"):
        for place, message in _rule(rule, one.kind == "Role"):
            yield one.hit(f"{path}{place}", message)
    aggregation = one.body.get("aggregationRule")
    if isinstance(aggregation, Mapping) and not listing(aggregation.get("clusterRoleSelectors")):
        yield one.hit("/aggregationRule/clusterRoleSelectors", "an aggregationRule needs at least one selector")


@objects("K8S171", MUST, ERROR, "none", "RoleBinding", "ClusterRoleBinding")
def bindings(one: Manifest, release: Release) -> Iterator[Hit]:
    """Bindings name a role and subjects that there can be."""
    if native(one):
        for path, message in (*_role(one), *_subjects(one)):
            yield one.hit(path, message)


def _rule(rule: Mapping[str, Any], namespaced: bool) -> Iterator[Fault]:
    if rule.get("verbs") == []:
        yield "/verbs", "a rule needs at least one verb"
    urls = listing(rule.get("nonResourceURLs"))
    if not urls:
        for field in ("apiGroups", "resources"):
            if not listing(rule.get(field)):
                core = " (the core group is '')" if field == "apiGroups" else ""
                yield f"/{field}", f"a rule about resources needs {field}{core}"
    elif namespaced:
        yield "/nonResourceURLs", "URLs belong to no namespace, so only a ClusterRole can name nonResourceURLs"
    elif any(listing(rule.get(field)) for field in ("apiGroups", "resources", "resourceNames")):
        yield "/nonResourceURLs", "a rule is about resources or about nonResourceURLs, not about both"


def _role(one: Manifest) -> Iterator[Fault]:
    role = mapping(one.body.get("roleRef"))
    kinds = ("ClusterRole",) if one.kind == "ClusterRoleBinding" else ("Role", "ClusterRole")
    group, kind, name = role.get("apiGroup"), role.get("kind"), role.get("name")
    # Without a group, or with an empty one, it is this one.
    if isinstance(group, str) and group not in ("", _GROUP):
        yield "/roleRef/apiGroup", f"apiGroup {shown(group)} must be {_GROUP}"
    if isinstance(kind, str) and kind not in kinds:
        yield "/roleRef/kind", f"kind {shown(kind)} must be {' or '.join(kinds)}"
    if isinstance(name, str) and not SEGMENT.fits(name):
        yield "/roleRef/name", f"name {SEGMENT.complaint(name)}" if name else "roleRef has no name"


def _subjects(one: Manifest) -> Iterator[Fault]:
    for path, subject in entries(one.body.get("subjects"), "/subjects"):
        kind, name, group = subject.get("kind"), text(subject.get("name")), text(subject.get("apiGroup"))
        if subject.get("name") == "":
            yield f"{path}/name", "subject has no name"
        if kind == "ServiceAccount":
            if name and not SUBDOMAIN.fits(name):
                yield f"{path}/name", f"name {SUBDOMAIN.complaint(name)}"
            if group:
                yield f"{path}/apiGroup", f"a ServiceAccount has no apiGroup, not {shown(group)}"
            if one.kind == "ClusterRoleBinding" and not subject.get("namespace"):
                yield f"{path}/namespace", f"ServiceAccount {name!r} needs a namespace in a ClusterRoleBinding"
        elif kind in _PEOPLE and group not in ("", _GROUP):
            yield f"{path}/apiGroup", f"apiGroup of a {kind} must be {_GROUP}, not {shown(group)}"
        elif isinstance(kind, str) and kind not in _PEOPLE:
            yield f"{path}/kind", f"kind {shown(kind)} must be ServiceAccount, User or Group"
