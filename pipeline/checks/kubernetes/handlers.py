"""Probes and lifecycle hooks of containers (kubernetes: pkg/apis/core/validation, validateProbe and validateLifecycle)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import entries, is_port, whole
from pipeline.checks.kubernetes.forms import HEADER, PORT_NAME, port_complaint
from pipeline.checks.rule import ERROR, MUST, WARNING, pods
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import mapping, text

_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_HOOKS: Final = ("postStart", "preStop")
_ACTIONS: Final = ("exec", "httpGet", "tcpSocket", "grpc", "sleep")
_COUNTS: Final = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")
_GRACE: Final = 30  # seconds; the default of terminationGracePeriodSeconds
Fault = tuple[str, str]


@pods("K8S132", MUST, ERROR, "none")
def handlers(pod: Pod, release: Release) -> Iterator[Hit]:
    """Probes and hooks have one action each, and numbers that make sense."""
    grace = whole(pod.spec.get("terminationGracePeriodSeconds"))
    for container in pod.every:
        for path, handler in _handlers(container):
            for place, message in _handler(handler, _GRACE if grace is None else grace):
                yield container.hit(
                    f"{path}{place}", f"{path.rpartition('/')[2]} of container {container.name!r}: {message}"
                )
            if "Probe" in path:
                for place, message in _numbers(handler, path[1:]):
                    yield container.hit(f"{path}{place}", f"{path[1:]} of container {container.name!r}: {message}")


@pods("K8S133", MUST, WARNING, "reason")
def declared_ports(pod: Pod, release: Release) -> Iterator[Hit]:
    """Probes and hooks go to ports that their container declares."""
    for container in pod.every:
        names: set[str] | None = None
        for path, handler in _handlers(container):
            for action in ("httpGet", "tcpSocket"):
                port = mapping(handler.get(action)).get("port")
                if not isinstance(port, str) or not PORT_NAME.fits(port):
                    continue
                names = {text(one.get("name")) for _, one in container.entries("ports")} if names is None else names
                if port not in names:
                    message = f"{path.rpartition('/')[2]} goes to port {port!r}, which container {container.name!r} does not declare"
                    yield container.hit(f"{path}/{action}/port", message)


def _handlers(container: Container) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(pointer within the container, probe or hook)."""
    for name in _PROBES:
        if isinstance(probe := container.body.get(name), Mapping):
            yield f"/{name}", probe
    if isinstance(lifecycle := container.body.get("lifecycle"), Mapping):
        for name in _HOOKS:
            if isinstance(hook := lifecycle.get(name), Mapping):
                yield f"/lifecycle/{name}", hook


def _handler(handler: Mapping[str, Any], grace: int) -> Iterator[Fault]:
    given = [action for action in _ACTIONS if handler.get(action) is not None]
    if len(given) != 1:
        yield "", f"there must be one action, not {len(given)}{': ' if given else ''}{', '.join(given)}"
    for action in given:
        body = mapping(handler[action])
        if action == "exec" and not body.get("command"):
            yield "/exec/command", "the command is empty"
        elif action == "sleep":
            seconds = whole(body.get("seconds"))
            if seconds is not None and not 0 <= seconds <= grace:
                yield "/sleep/seconds", f"{seconds} seconds must be between 0 and the {grace} that the pod has to end"
        elif action != "exec":
            yield from ((f"/{action}{place}", message) for place, message in _request(body))


def _request(body: Mapping[str, Any]) -> Iterator[Fault]:
    port = body.get("port")
    number = whole(port)
    if number is not None and not is_port(number):
        yield "/port", f"port {number} must be between 1 and 65535"
    elif isinstance(port, str) and not PORT_NAME.fits(port):
        yield "/port", port_complaint(port)
    for path, header in entries(body.get("httpHeaders"), "/httpHeaders"):
        name = header.get("name")
        if isinstance(name, str) and not HEADER.fits(name):
            yield f"{path}/name", f"name of header {HEADER.complaint(name)}"


def _numbers(probe: Mapping[str, Any], kind: str) -> Iterator[Fault]:
    for field in _COUNTS:
        number = whole(probe.get(field))
        if number is not None and number < 0:
            yield f"/{field}", f"{field} {number} must not be negative"
        elif number and number != 1 and field == "successThreshold" and kind != "readinessProbe":
            yield f"/{field}", f"successThreshold must be 1, not {number}"
    grace = whole(probe.get("terminationGracePeriodSeconds"))
    if grace is not None and (grace <= 0 or kind == "readinessProbe"):
        wanted = "must not be there" if kind == "readinessProbe" else f"must be more than 0, not {grace}"
        yield "/terminationGracePeriodSeconds", f"terminationGracePeriodSeconds {wanted}"
