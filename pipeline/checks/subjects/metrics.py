"""Where a pod offers metrics, as far as anything says it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.serving import serving
from pipeline.manifests.reading import at, mapping, text

_NAMES: Final = ("metrics", "prometheus")
_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_SCRAPE: Final = "prometheus.io/scrape"
_PORT: Final = "prometheus.io/port"
_PATH: Final = "prometheus.io/path"
PATH: Final = "/metrics"


@dataclass(frozen=True, slots=True)
class Handler:
    """One place that offers metrics. container: None where nothing tells which one; port: its number, its name where the
    number is not declared, None where nothing tells; path: of the URL."""

    container: Container | None
    port: int | str | None
    path: str = PATH


def handlers(pod: Pod, services: Sequence[Manifest], declared: Sequence[str]) -> Iterator[Handler]:
    """The places where a pod offers metrics. services: that send to it; declared: `workload:port` of the settings."""
    for entry in declared:
        workload, _, port = entry.rpartition(":")
        if workload == pod.owner.name:
            yield _at(pod, int(port) if port.isdecimal() else port)
    annotations = (pod.annotations, *(service.annotations for service in services))
    yield from (_scraped(pod, said) for said in annotations if said.get(_SCRAPE) in ("true", True))
    for container in serving(pod):
        yield from _in(container)


def number(container: Container, port: Any) -> int | str | None:
    """A port of a container as a number, as its name where it declares none of that name; None for what is none."""
    if isinstance(port, str) and not port.isdecimal():
        found = (entry.get("containerPort") for _, entry in container.entries("ports") if entry.get("name") == port)
        return next((one for one in found if isinstance(one, int)), port)
    return int(port) if isinstance(port, int | str) and len(str(port)) < 6 else None


def _in(container: Container) -> Iterator[Handler]:
    """What a container itself tells: by its ports, its name, its probes."""
    ports = [entry for _, entry in container.entries("ports")]
    named = [entry for entry in ports if _is_metrics(text(entry.get("name")))]
    yield from (Handler(container, number(container, entry.get("containerPort"))) for entry in named)
    if not named and any(word in container.name for word in ("exporter", "metrics")):
        yield Handler(container, number(container, ports[0].get("containerPort")) if len(ports) == 1 else None)
    for name in _PROBES:
        asked = mapping(at(container.body, name, "httpGet"))
        if "metrics" in (path := text(asked.get("path"))):
            yield Handler(container, number(container, asked.get("port")), path)


def _is_metrics(name: str) -> bool:
    return name in _NAMES or name.endswith("-metrics")


def _scraped(pod: Pod, said: Mapping[str, Any]) -> Handler:
    """What annotations tell; where they name no port, it is the only one that the pod declares."""
    port, path = said.get(_PORT), text(said.get(_PATH)) or PATH
    if port is not None:
        found = _at(pod, int(port) if str(port).isdecimal() and len(str(port)) < 6 else str(port))
        return Handler(found.container, found.port, path)
    declared = [(container, entry) for container in serving(pod) for _, entry in container.entries("ports")]
    if len(declared) != 1:
        return Handler(None, None, path)
    container, entry = declared[0]
    return Handler(container, number(container, entry.get("containerPort")), path)


def _at(pod: Pod, port: int | str) -> Handler:
    for container in serving(pod):
        for _, entry in container.entries("ports"):
            if port in (entry.get("containerPort"), entry.get("name")):
                return Handler(container, number(container, entry.get("containerPort")))
    return Handler(None, port)
