"""PSP: what pods need of the cluster's API and of other namespaces."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, SHOULD, WARNING, release
from pipeline.checks.subjects.accounts import account_of, accounts_of
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.policies import peers
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.texts import release_texts
from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import at, listing, mapping
from pipeline.scheduling.terms import terms

Name = tuple[str, str]  # of a service and of its namespace
_LABEL: Final = r"[a-z0-9][a-z0-9-]{0,62}"
_QUALIFIED: Final = re.compile(rf"(?<![a-z0-9-])({_LABEL})\.({_LABEL})\.svc(?![a-z0-9-])")
_SHORT: Final = re.compile(rf"(?:^|//|[@=,;\s\"'(])({_LABEL})\.({_LABEL})(?![\w.-])")
# Longer texts are files: two words with a dot between them are seldom a host there.
_SHORT_TEXT: Final = 512
_NAMESPACE: Final = "kubernetes.io/metadata.name"
_SYSTEM: Final = "kube-system"
# What every cluster offers to every namespace: its API, and its DNS.
_COMMON: Final = frozenset((("kubernetes", "default"), ("kube-dns", _SYSTEM), ("coredns", _SYSTEM)))
# What stands behind the dot of a file's name, and is no namespace.
_FILES: Final = frozenset((
    "cfg", "conf", "crt", "csv", "db", "env", "html", "ini", "jar", "js", "json", "key", "log", "lua", "pem", "pid",
    "properties", "py", "sh", "sock", "sql", "toml", "tpl", "txt", "xml", "yaml", "yml",
))  # fmt: skip


@release("PSP011", SHOULD, WARNING, "reason; system")
def no_token(release: Release) -> Iterator[Hit]:
    """ServiceAccount token is not mounted."""
    accounts = accounts_of(release)
    for pod in release.pods:
        mounted, name = accounts.token(pod), account_of(pod)
        if mounted is True and not accounts.is_bound(name, pod.owner):
            message = f"the token of ServiceAccount {name!r} is mounted and no role is bound to it"
            yield pod.hit("/automountServiceAccountToken", message, ERROR)
        elif mounted is None:
            message = f"the token of ServiceAccount {name!r} is mounted, for nothing says that it is not"
            yield pod.hit("/automountServiceAccountToken", message)


@release("PSP012", SHOULD, WARNING, "reason")
def nothing_outside(release: Release) -> Iterator[Hit]:
    """No use of resources outside the namespace."""
    services = frozenset(service.name for service in release.of("Service"))
    for one, path, said in chain(release_texts(release), _annotations(release)):
        if "." in said and (home := release.namespace(one)):
            yield from _foreign(one, path, _names(said, services, release.settings.links), home, release.settings.links)
    for pod in release.pods:
        yield from _near(pod, release.namespace(pod.owner))
    for policy in release.of("NetworkPolicy"):
        yield from _peers(policy, release.namespace(policy))


def _annotations(release: Release) -> Iterator[tuple[Manifest, str, str]]:
    """(object, pointer, text) of what Ingresses tell their controller, where to ask for passwords for one."""
    for one in release.of("Ingress"):
        for key, value in one.annotations.items():
            if isinstance(value, str):
                yield one, joined("/metadata/annotations", key), value


def _foreign(one: Manifest, path: str, names: Iterable[Name], home: str, links: Sequence[str]) -> Iterator[Hit]:
    """A hit for each service of another namespace."""
    for service, namespace in dict.fromkeys(names):
        if namespace != home and (service, namespace) not in _COMMON:
            name = f"{service}.{namespace}"
            yield one.hit(path, f"{name!r} is a service of another namespace", INFO if name in links else None, name)


def _near(pod: Pod, home: str) -> Iterator[Hit]:
    for term in terms(pod.spec):
        others = [name for name in term.namespaces if home and name != home]
        if others:
            message = f"its pods are placed by pods of namespace {', '.join(map(repr, others))}"
            yield pod.hit(f"{term.path}/namespaces", message)
        elif term.anywhere:
            yield pod.hit(
                f"{term.path}/namespaceSelector", "its pods are placed by pods of namespaces with certain labels"
            )


def _names(said: str, services: frozenset[str], links: Sequence[str]) -> Iterator[Name]:
    if ".svc" in said:
        yield from _QUALIFIED.findall(said)
    if len(said) <= _SHORT_TEXT and (links or any(service in said for service in services)):
        for service, namespace in _SHORT.findall(said):
            if f"{service}.{namespace}" in links or (service in services and namespace not in _FILES):
                yield service, namespace


def _peers(policy: Manifest, home: str) -> Iterator[Hit]:
    for peer in peers(policy):
        selector = peer.body.get("namespaceSelector")
        if isinstance(selector, Mapping) and not _allowed(selector, peer.rule, peer.direction, home):
            yield policy.hit(f"{peer.path}/namespaceSelector", f"{peer.direction} is open to pods of other namespaces")


def _allowed(selector: Mapping[str, Any], rule: Mapping[str, Any], direction: str, home: str) -> bool:
    """Whether it means the own namespace, or the DNS of the cluster."""
    labels = mapping(selector.get("matchLabels"))
    if home and labels.get(_NAMESPACE) == home:
        return True
    ports = [at(port, "port") for port in listing(rule.get("ports"))]
    return direction == "egress" and (
        _SYSTEM in labels.values() or (bool(ports) and set(map(str, ports)) <= {"53", "dns"})
    )
