"""Which Services send to which pods, and to which of their ports.

Facts: kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1 (ports), and pod-v1 (ports).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping


@lru_cache(maxsize=4)
def servers(release: Release) -> Mapping[int, Sequence[Manifest]]:
    """The Services that send to the pods of each object, by its index; looked for once."""
    found: dict[int, list[Manifest]] = defaultdict(list)
    for service in release.of("Service"):
        for pod in release.served(service):
            found[pod.owner.index].append(service)
    return found


def ports_of(service: Manifest) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(pointer, port) of each port of a Service."""
    for index, port in enumerate(listing(service.spec.get("ports"))):
        yield f"/spec/ports/{index}", mapping(port)


def target_of(port: Mapping[str, Any]) -> Any:
    """Where a port of a Service leads: name or number of a port of the container; its own number where none is written."""
    target = port.get("targetPort")
    return port.get("port") if target in (None, "", 0) else target


def protocol_of(port: Mapping[str, Any]) -> Any:
    """TCP where none is written."""
    return port.get("protocol") or "TCP"


def serving(pod: Pod) -> tuple[Container, ...]:
    """The containers whose ports a Service can reach: those that run as long as the pod, initContainers among them."""
    return pod.containers + tuple(one for one in pod.inits if one.body.get("restartPolicy") == "Always")


def declares(container: Container, target: Any, protocol: Any = None) -> bool:
    """Whether a container declares a port of this name or number, of this protocol where one is given."""
    key = "name" if isinstance(target, str) else "containerPort"
    return target is not None and any(
        port.get(key) == target and protocol in (None, protocol_of(port)) for _, port in container.entries("ports")
    )
