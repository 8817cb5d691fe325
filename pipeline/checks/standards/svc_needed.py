"""SVC: which ports of Services somebody uses, as far as the objects of the release tell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MUST, WARNING, release
from pipeline.checks.subjects.calling import Port, at_home, called
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.policies import chosen
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.serving import declares, ports_of, serving, target_of
from pipeline.manifests.reading import at, listing, mapping
from pipeline.manifests.selectors import selects

_SCRAPED: Final = "prometheus.io/port"
_RULES: Final = (("ingress", "from"), ("egress", "to"))


@release("SVC011", MUST, INFO, "reason")
def needed_ports(release: Release) -> Iterator[Hit]:
    """Only needed ports are exposed."""
    services = [one for one in release.of("Service") if listing(one.spec.get("ports"))]
    calls = called(release, {one.name for one in services}) if services else {}
    policed = _policed(release) if services else {}
    ports_there = {pod.owner.index: _by_either(pod) for pod in release.pods} if services else {}
    for service in services:
        pods, ports = release.served(service), tuple(ports_of(service))
        asked = calls.get(service.name, set()) | _watched(service, pods, release)
        asked |= {port for pod in pods for port in policed.get(pod.owner.index, ())}
        for path, port in ports if not (len(ports) == 1 and None in asked) else ():
            own, inner = (
                _known(port.get("port"), port.get("name")),
                _inner(port, (ports_there[pod.owner.index] for pod in pods)),
            )
            if asked.isdisjoint(own | inner) and not _is_listed(service, pods, own | inner, release):
                yield _unused(service, path, port, pods, inner)


def _unused(service: Manifest, path: str, port: Mapping[str, Any], pods: Sequence[Pod], inner: frozenset[Port]) -> Hit:
    said = f"port {port.get('name') or port.get('port')!r} of Service {service.name!r}"
    # The only port of a Service is for people, whoever else asks it.
    for pod in pods if len(listing(service.spec.get("ports"))) > 1 else ():
        for container in pod.containers:
            if not inner.isdisjoint(at_home(container)) and not any(declares(container, one) for one in inner):
                message = f"{said} is used inside of its pod alone, by container {container.name!r} over localhost"
                return service.hit(path, message, WARNING)
    return service.hit(path, f"nothing in the release uses {said}")


def _known(*given: Any) -> frozenset[Port]:
    return frozenset(one for one in given if isinstance(one, int | str) and one)


def _inner(port: Mapping[str, Any], there: Iterable[Mapping[Port, set[Port]]]) -> frozenset[Port]:
    """Name and number of the port of the containers that a port of a Service leads to. there: `_by_either` of its pods."""
    own = _known(target_of(port))
    return own.union(*(ports[one] for one in own for ports in there if one in ports))


def _by_either(pod: Pod) -> Mapping[Port, set[Port]]:
    """Name and number of the ports of a pod, by either."""
    found: dict[Port, set[Port]] = defaultdict(set)
    for container in serving(pod):
        for _, entry in container.entries("ports"):
            both = _known(entry.get("name"), entry.get("containerPort"))
            for one in both:
                found[one] |= both
    return found


def _policed(release: Release) -> Mapping[int, set[Port]]:
    """The ports that policies open to the pods of each object, by its index."""
    found: dict[int, set[Port]] = defaultdict(set)
    for policy in release.of("NetworkPolicy"):
        for direction, side in _RULES:
            for rule in map(mapping, listing(policy.spec.get(direction))):
                ports = _known(*(at(port, "port") for port in listing(rule.get("ports"))))
                selectors = [policy.spec.get("podSelector")] if side == "from" else [
                    at(peer, "podSelector") for peer in listing(rule.get(side))
                ]  # fmt: skip
                for pod in (pod for one in selectors for pod in chosen(policy, one, release)) if ports else ():
                    found[pod.owner.index] |= ports
    return found


def _watched(service: Manifest, pods: Sequence[Pod], release: Release) -> set[Port]:
    """The ports at which metrics are asked for."""
    found: set[Port] = set()
    for annotations in (service.annotations, *(pod.annotations for pod in pods)):
        said = str(annotations.get(_SCRAPED, ""))
        found |= {int(said)} if said.isdecimal() and len(said) < 6 else set()
    for kind, ends, labels in (
        ("ServiceMonitor", "endpoints", [service.labels]),
        ("PodMonitor", "podMetricsEndpoints", [pod.labels for pod in pods]),
    ):
        for monitor in release.of(kind):
            if any(selects(monitor.spec.get("selector"), one) for one in labels):
                for end in map(mapping, listing(monitor.spec.get(ends))):
                    found |= _known(end.get("port"), end.get("targetPort"))
    return found


def _is_listed(service: Manifest, pods: Sequence[Pod], ports: frozenset[Port], release: Release) -> bool:
    """Whether the settings name a port as one that is used from outside, or for metrics."""
    settings = release.settings
    outside = any(f"{service.name}:{port}" in settings.external_ports for port in ports)
    return outside or any(f"{pod.owner.name}:{port}" in settings.metrics for pod in pods for port in ports)
