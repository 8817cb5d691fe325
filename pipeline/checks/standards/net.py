"""NET: which pods a network policy protects, and from what."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, objects, release
from pipeline.checks.subjects.labels import INSTANCE, NAME
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.policies import chosen
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.serving import servers
from pipeline.manifests.reading import at, listing, mapping, text

_POLICY: Final = "NetworkPolicy"
_GROUPS: Final = ("networking.k8s.io", "extensions")
_SECTIONS: Final = (("Ingress", "ingress"), ("Egress", "egress"))


@release("NET001", SHOULD, WARNING, "env; reason")
def covered(release: Release) -> Iterator[Hit]:
    """Workloads are covered by a NetworkPolicy."""
    found = {
        pod.owner.index for policy in release.of(_POLICY) if _is_own(policy) for pod in _protected(policy, release)
    }
    served = servers(release)
    for pod in release.pods:
        listens = pod.owner.index in served or any(container.body.get("ports") for container in pod.containers)
        if pod.long_running and listens and pod.owner.index not in found:
            yield pod.owner.hit("", f"no NetworkPolicy selects the pods of {pod.kind} {pod.owner.name!r}")


@objects("NET002", MAY, WARNING, "reason", _POLICY)
def one_component(policy: Manifest, release: Release) -> Iterator[Hit]:
    """Policy selects one component."""
    if not _is_own(policy):
        return
    selector = mapping(policy.spec.get("podSelector"))
    keys = {*mapping(selector.get("matchLabels"))}
    keys.update(text(at(one, "key")) for one in listing(selector.get("matchExpressions")))
    if not keys:
        opens = any(policy.spec.get(section) for _, section in _SECTIONS)
        message = "the policy opens" if opens else "the policy closes"
        yield policy.hit("/spec/podSelector", f"{message} every pod of the namespace", None if opens else INFO)
        return
    for key in (NAME, INSTANCE):
        if key not in keys:
            yield policy.hit("/spec/podSelector", f"the policy does not select by {key!r}", key=key)
    if not _protected(policy, release):
        yield policy.hit("/spec/podSelector", "the policy selects no pod of the release", key="none")


@objects("NET003", MAY, INFO, "reason", _POLICY)
def types_peers_ports(policy: Manifest, release: Release) -> Iterator[Hit]:
    """Policy states types, peers and ports."""
    if not _is_own(policy):
        return
    types = listing(policy.spec.get("policyTypes"))
    if not types:
        yield policy.hit("/spec/policyTypes", "policyTypes is not written out")
    for name, section in _SECTIONS:
        if types and name not in types and policy.spec.get(section) is not None:
            yield policy.hit(
                "/spec/policyTypes", f"policyTypes does not name {name}, so {section} has no effect", key=name
            )
    for index, rule in enumerate(listing(policy.spec.get("ingress"))):
        open_ends = [end for end in ("from", "ports") if not at(rule, end)]
        if open_ends:
            severity = WARNING if len(open_ends) == 2 else None
            message = f"an ingress rule has no {' and no '.join(open_ends)}"
            yield policy.hit(f"/spec/ingress/{index}", message, severity)


@objects("NET004", MAY, WARNING, "reason", _POLICY)
def ports_of_the_protected(policy: Manifest, release: Release) -> Iterator[Hit]:
    """Policy ports are ports of the protected Pods."""
    rules = listing(policy.spec.get("ingress"))
    protected = _protected(policy, release) if rules and _is_own(policy) else ()
    if not protected:
        return
    known = [port for pod in protected for port in _ports(pod)]
    for index, rule in enumerate(rules):
        for position, port in enumerate(listing(at(rule, "ports"))):
            wanted = at(port, "port")
            if wanted is None or any(_is(mapping(port), one) for one in known):
                continue
            path = f"/spec/ingress/{index}/ports/{position}/port"
            if known or isinstance(wanted, str):
                yield policy.hit(path, f"no pod that the policy selects has port {wanted!r}")
            else:
                message = (
                    f"to review: whether the pods that the policy selects listen on {wanted!r}; they declare no ports"
                )
                yield policy.hit(path, message, INFO)


def _is_own(policy: Manifest) -> bool:
    """Whether a policy is of Kubernetes' own kind: those of Calico and others select in another way."""
    return policy.group in _GROUPS


def _protected(policy: Manifest, release: Release) -> Sequence[Pod]:
    """The pods that a policy selects; one without a selector selects all of its namespace."""
    return chosen(policy, mapping(policy.spec.get("podSelector")), release)


def _ports(pod: Pod) -> Iterator[Mapping[str, Any]]:
    return (port for container in pod.every for _, port in container.entries("ports"))


def _is(wanted: Mapping[str, Any], port: Mapping[str, Any]) -> bool:
    """Whether a port of a policy, or its range, means a port of a container."""
    if (wanted.get("protocol") or "TCP") != (port.get("protocol") or "TCP"):
        return False
    first, last, number = wanted.get("port"), wanted.get("endPort"), port.get("containerPort")
    if isinstance(first, str):
        return first == port.get("name")
    if isinstance(first, int) and isinstance(last, int) and isinstance(number, int):
        return first <= number <= last
    return bool(first == number)
