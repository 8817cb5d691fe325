"""LIVE: whether the components of a running release find and stand one another."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MUST, SHOULD, WARNING, live
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.readiness import is_ready, one_of
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.texts import pod_texts
from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.manifests.selectors import matches

_OF_SERVICE: Final = "kubernetes.io/service-name"
_PROBE: Final = ("run", "resolve", "--rm", "--stdin", "--restart=Never", "--image=busybox:1.36", "--", "sh", "-c")
_NAME: Final = re.compile(r"[a-z0-9-]+")
_RETRY: Final = re.compile(r"\b(?:wait|until|retr(?:y|ies)|while)", re.IGNORECASE)
_FINITE: Final = ("Job", "CronJob")


@live("LIVE005", SHOULD, WARNING, "reason")
def services_answer(live: Live) -> Iterator[Hit]:
    """Services resolve by short and qualified name."""
    for service in live.rendered.of("Service"):
        selector = mapping(service.spec.get("selector"))
        if selector and live.find("Service", service.name):
            yield from _answered(live, service, _ends(live, service))
        if not live.proves(service.name):
            names = (service.name, f"{service.name}.{live.namespace}") if live.namespace else (service.name,)
            asked = live.command(*_PROBE, " && ".join(f"nslookup {name}" for name in names))
            yield live.hit(
                "Service",
                service.name,
                f"to review: whether Service {service.name!r} is found by name: {asked}",
                INFO,
                "name",
            )
        if service.spec.get("clusterIP") != "None":
            yield from _unheard(live, service)


@live("LIVE007", MUST, WARNING, "env")
def cope_without(live: Live) -> Iterator[Hit]:
    """Dependents cope with missing dependencies."""
    release = live.rendered
    services = {service.name: service for service in release.of("Service")}
    for pod in release.pods:
        if pod.owner.is_hook or pod.kind in _FINITE:
            continue
        kind, name = pod.kind, pod.owner.name
        for service in _needed(pod, services, release):
            said = f"{kind} {name!r}, which needs Service {service.name!r},"
            if any(one_of(record, "Failed") for record in live.pods(pod.owner)):
                yield live.hit(kind, name, f"{said} has failed and does not try again", key=service.name)
            elif not _patient(pod, service.name):
                message = f"{said} has no readiness probe and waits for nothing"
                yield live.hit(kind, name, message, INFO, service.name)
            elif release.settings.disruptive and (command := _taken_away(live, pod, service)):
                message = f"to review: whether {said} comes back after that was away: {command}"
                yield live.hit(kind, name, message, INFO, service.name)


def _ends(live: Live, service: Manifest) -> Sequence[bool] | None:
    """Whether each end point of a Service is ready, as slices, Endpoints or else the Pods tell it; None where nothing does."""
    slices = [one for one in live.of("EndpointSlice") if one.labels.get(_OF_SERVICE) == service.name]
    if slices:
        ends = (end for one in slices for end in listing(one.body.get("endpoints")))
        return [at(end, "conditions", "ready") is not False for end in ends]
    if points := live.find("Endpoints", service.name):
        return [True for part in listing(points.body.get("subsets")) for _ in listing(at(part, "addresses"))]
    if "Pod" not in live.kinds:
        return None
    selector = mapping(service.spec.get("selector"))
    return [is_ready(pod) for pod in live.of("Pod") if matches(selector, pod.labels)]


def _answered(live: Live, service: Manifest, ends: Sequence[bool] | None) -> Iterator[Hit]:
    if ends is None:
        asked = live.command("get", "endpointslices", "--selector", f"{_OF_SERVICE}={service.name}")
        yield live.hit(
            "Service", service.name, f"to review: whether Service {service.name!r} has an end point: {asked}", INFO
        )
    elif not any(ends):
        yield live.hit("Service", service.name, f"Service {service.name!r} has no end point that is ready")


def _unheard(live: Live, service: Manifest) -> Iterator[Hit]:
    """A hit where pods started before a Service, and so without its variables."""
    record = live.find("Service", service.name)
    made = text(record.metadata.get("creationTimestamp")) if record else ""
    for pod in live.rendered.pods if made else ():
        if not pod.long_running or pod.spec.get("enableServiceLinks") is False:
            continue
        if any("" < text(one.metadata.get("creationTimestamp")) < made for one in live.pods(pod.owner)):
            variable = f"{service.name.upper().replace('-', '_')}_SERVICE_HOST"
            message = (
                f"pods of {pod.kind} {pod.owner.name!r} are older than Service {service.name!r} and have no {variable}"
            )
            yield live.hit("Service", service.name, message, INFO, f"variables/{pod.owner.name}")


def _needed(pod: Pod, services: dict[str, Manifest], release: Release) -> Sequence[Manifest]:
    """The Services of other components that variables, commands and arguments of a pod name."""
    if not services:
        return ()
    named = dict.fromkeys(word for _, said in pod_texts(pod) for word in _NAME.findall(said) if word in services)
    return [services[name] for name in named if pod not in release.served(services[name])]


def _patient(pod: Pod, service: str) -> bool:
    """Whether a pod shows any sign that it waits until a Service answers."""
    if any(container.body.get("readinessProbe") for container in pod.containers):
        return True
    inits = f"{pod.path}/initContainers/"
    return any(_RETRY.search(said) or (path.startswith(inits) and service in said) for path, said in pod_texts(pod))


def _taken_away(live: Live, pod: Pod, service: Manifest) -> str:
    """The commands that take a dependency away and bring it back; "" where no controller keeps it."""
    behind = next(
        (one.owner for one in live.rendered.served(service) if one.kind in ("Deployment", "StatefulSet")), None
    )
    if behind is None or pod.kind not in ("Deployment", "StatefulSet", "DaemonSet"):
        return ""
    ours, theirs = f"{pod.kind.lower()}/{pod.owner.name}", f"{behind.kind.lower()}/{behind.name}"
    count = behind.spec.get("replicas")
    return " && ".join((
        live.command("scale", "--replicas=0", theirs),
        live.command("rollout", "restart", ours),
        live.command("scale", f"--replicas={count if isinstance(count, int) else 1}", theirs),
        live.command("rollout", "status", ours),
    ))  # fmt: skip
