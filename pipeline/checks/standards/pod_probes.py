"""POD: how the cluster asks containers whether they can serve and whether they live."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, SHOULD, WARNING, pods
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.serving import declares
from pipeline.manifests.reading import listing, mapping, text

_READINESS: Final = "readinessProbe"
_LIVENESS: Final = "livenessProbe"
_PROBES: Final = (_READINESS, _LIVENESS, "startupProbe")


@pods("POD010", SHOULD, WARNING, "reason")
def readiness(pod: Pod, release: Release) -> Iterator[Hit]:
    """Readiness probe."""
    yield from _missing(pod, _READINESS)


@pods("POD011", SHOULD, WARNING, "reason")
def liveness(pod: Pod, release: Release) -> Iterator[Hit]:
    """Liveness probe."""
    yield from _missing(pod, _LIVENESS)


@pods("POD012", SHOULD, INFO, "reason")
def over_http(pod: Pod, release: Release) -> Iterator[Hit]:
    """Probes use HTTP rather than commands."""
    for container, name, probe in _probes(pod):
        if probe.get("exec"):
            yield container.hit(f"/{name}", f"{name} of container {container.name!r} runs a command", key="exec")
        elif probe.get("tcpSocket"):
            message = f"{name} of container {container.name!r} only opens a connection"
            yield container.hit(f"/{name}", message, key="tcpSocket")


@pods("POD013", MAY, WARNING, "reason")
def named_ports(pod: Pod, release: Release) -> Iterator[Hit]:
    """Probes refer to declared, named ports."""
    for container, name, probe in _probes(pod):
        for way in ("httpGet", "tcpSocket"):
            asked = mapping(probe.get(way))
            if asked and not asked.get("host"):
                said = f"{name} of container {container.name!r}"
                yield from _port(container, f"/{name}/{way}/port", said, asked.get("port"))


def _missing(pod: Pod, name: str) -> Iterator[Hit]:
    if not pod.long_running or not pod.containers:
        return
    serving = [one for one in pod.containers if listing(one.body.get("ports"))]
    for container in serving or pod.containers[:1]:
        if not container.body.get(name):
            yield container.hit(f"/{name}", f"container {container.name!r} has no {name}", None if serving else INFO)


def _probes(pod: Pod) -> Iterator[tuple[Container, str, Mapping[str, Any]]]:
    """(container, name, probe) of each probe of a pod that goes on running."""
    if pod.long_running:
        for container in pod.containers:
            for name in _PROBES:
                if container.body.get(name):
                    yield container, name, mapping(container.body[name])


def _port(container: Container, path: str, said: str, port: Any) -> Iterator[Hit]:
    """said: which probe of which container."""
    if isinstance(port, str):
        if not declares(container, port):
            yield container.hit(path, f"{said} asks port {port!r}, a name that the container does not declare", ERROR)
    elif isinstance(port, int) and not isinstance(port, bool):
        if not declares(container, port):
            yield container.hit(path, f"{said} asks port {port}, which the container does not declare")
        elif name := _name(container, port):
            yield container.hit(path, f"{said} asks port {port}; its name is {name!r}", INFO)


def _name(container: Container, number: int) -> str:
    ports = (port for _, port in container.entries("ports") if port.get("containerPort") == number)
    return next((text(port["name"]) for port in ports if text(port.get("name"))), "")
