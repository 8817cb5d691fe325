"""MET: where pods offer their metrics."""

from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, SHOULD, release
from pipeline.checks.subjects.metrics import handlers, number
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.serving import servers
from pipeline.manifests.reading import at, mapping

_PROBES: Final = ("livenessProbe", "readinessProbe")


@release("MET001", SHOULD, INFO, "reason")
def has_handler(release: Release) -> Iterator[Hit]:
    """Each Pod has a metrics handler."""
    services = servers(release)
    for pod in release.pods:
        if pod.long_running and not any(handlers(pod, services.get(pod.owner.index, ()), release.settings.metrics)):
            yield pod.owner.hit("", f"the pods of {pod.kind} {pod.owner.name!r} offer no metrics")


@release("MET002", SHOULD, INFO, "reason")
def one_handler(release: Release) -> Iterator[Hit]:
    """Metrics and health share one handler."""
    services = servers(release)
    for pod in release.pods:
        if pod.long_running:
            found = [*handlers(pod, services.get(pod.owner.index, ()), release.settings.metrics)]
            ports = {one.port for one in found if one.port is not None}
            holders = [one for one in pod.containers if any(handler.container is one for handler in found)]
            yield from _probed_elsewhere(pod, holders, ports) if ports else ()


def _probed_elsewhere(pod: Pod, holders: list[Container], ports: set[int | str]) -> Iterator[Hit]:
    """Hits for probes of other ports than those of metrics; where what offers these is not probed, for those of the others."""
    probed = [(container, *probe) for container in pod.containers for probe in _asked(container)]
    own = [one for one in probed if one[0] in holders]
    there = ", ".join(sorted(map(repr, ports)))
    for container, name, port in own or probed:
        if port not in ports:
            message = f"{name} of container {container.name!r} asks port {port!r}, metrics are on {there}"
            yield container.hit(f"/{name}/httpGet/port", message)


def _asked(container: Container) -> Iterator[tuple[str, int | str]]:
    """(name, port) of each probe over HTTP, the port as a number where that is known."""
    for name in _PROBES:
        if asked := mapping(at(container.body, name, "httpGet")):
            port = number(container, asked.get("port"))
            if port is not None:
                yield name, port
