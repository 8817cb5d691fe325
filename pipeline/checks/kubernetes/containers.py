"""Containers and their ports as the API server accepts them (kubernetes: pkg/apis/core/validation, validateContainers)."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import is_port, whole
from pipeline.checks.kubernetes.forms import LABEL, PORT_NAME
from pipeline.checks.rule import ERROR, MUST, WARNING, pods
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import steps
from pipeline.manifests.reading import at, text

_FOR_SIDECARS: Final = ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")


@pods("K8S120", MUST, ERROR, "none")
def named_containers(pod: Pod, release: Release) -> Iterator[Hit]:
    """Containers have well-formed names of their own, and images."""
    if pod.spec.get("containers") == [] or (not pod.spec and pod.owner.get(*steps(pod.path)) is None):
        yield pod.hit("/containers", "pod has no container")
    seen: set[str] = set()
    for container in pod.every:
        name = container.body.get("name")
        if name == "":
            yield container.hit("/name", "container has no name")
        elif container.name and not LABEL.fits(container.name):
            yield container.hit("/name", f"name of container {LABEL.complaint(container.name)}")
        elif container.name in seen:
            yield container.hit("/name", f"there is another container {container.name!r}")
        seen.add(container.name)
        yield from _image(container, pod.kind)


def _image(container: Container, kind: str) -> Iterator[Hit]:
    if container.body.get("image") in (None, ""):
        yield container.hit("/image", f"container {container.name!r} has no image")
    elif container.image != container.image.strip():
        message = f"image {container.image!r} of container {container.name!r} has blanks around it"
        # The templates of controllers pass, their pods do not.
        yield container.hit("/image", message, ERROR if kind == "Pod" else WARNING)


@pods("K8S121", MUST, ERROR, "none")
def container_ports(pod: Pod, release: Release) -> Iterator[Hit]:
    """Ports of containers are well-formed, and none is declared twice."""
    for container in pod.every:
        if container.body.get("ports"):
            yield from _port_names(container)
            yield from _port_numbers(container)
    yield from _host_ports(pod, pod.containers)
    for container in pod.inits:  # run one after another
        yield from _host_ports(pod, (container,))


def _port_names(container: Container) -> Iterator[Hit]:
    names: set[str] = set()
    for path, port in container.entries("ports"):
        name = text(port.get("name"))
        if name and not PORT_NAME.fits(name):
            yield container.hit(f"{path}/name", f"name of port {PORT_NAME.complaint(name)}")
        elif name in names:
            yield container.hit(f"{path}/name", f"container {container.name!r} has another port {name!r}")
        names.update((name,) if name else ())


def _port_numbers(container: Container) -> Iterator[Hit]:
    seen: set[tuple[Any, str]] = set()
    for path, port in container.entries("ports"):
        for field in ("containerPort", "hostPort"):
            number = whole(port.get(field))
            if number is not None and not is_port(number) and (number or field == "containerPort"):
                yield container.hit(f"{path}/{field}", f"{field} {number} must be between 1 and 65535")
        key = whole(port.get("containerPort")), text(port.get("protocol")) or "TCP"
        if key in seen:
            message = (
                f"port {key[0]}/{key[1]} of container {container.name!r} stands twice, which server-side apply refuses"
            )
            yield container.hit(f"{path}/containerPort", message, WARNING)
        seen.add(key)


def _host_ports(pod: Pod, containers: Sequence[Container]) -> Iterator[Hit]:
    """What is wrong with ports of the node. On its network a port is the node's even where a Pod does not say so."""
    on_host = pod.spec.get("hostNetwork") is True
    taken: set[tuple[str, str, int]] = set()
    for container in containers:
        for path, port in container.entries("ports"):
            own, host = whole(port.get("containerPort")), whole(port.get("hostPort")) or 0
            if on_host and host and host != own and not container.init:
                message = f"hostPort {host} must be containerPort {own}, because the pod has the network of the node"
                yield container.hit(f"{path}/hostPort", message)
            used = host or (own or 0 if on_host else 0)
            key = text(port.get("protocol")) or "TCP", text(port.get("hostIP")), used
            if used and key in taken:
                severity = ERROR if host or pod.kind == "Pod" else WARNING
                yield container.hit(f"{path}/hostPort", f"port {used}/{key[0]} of the node is taken twice", severity)
            taken.add(key)


@pods("K8S125", MUST, ERROR, "none")
def fields_of_init_containers(pod: Pod, release: Release) -> Iterator[Hit]:
    """Probes and lifecycle hooks are for containers that keep running."""
    for container in pod.inits:
        if container.body.get("restartPolicy") != "Always":
            for field in _FOR_SIDECARS:
                if container.body.get(field) is not None:
                    message = f"init container {container.name!r} must not have a {field} without restartPolicy: Always"
                    yield container.hit(f"/{field}", message)
    if at(pod.spec, "ephemeralContainers"):
        yield pod.hit("/ephemeralContainers", "ephemeralContainers can only be added to a pod that runs")
