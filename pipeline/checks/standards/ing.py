"""ING: the way in from outside, as it is rendered."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.references.needs import ACTION
from pipeline.checks.rule import ERROR, INFO, MAY, SHOULD, WARNING, objects, release
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.serving import ports_of
from pipeline.manifests.reading import at, listing, mapping, text

_NAMED: Final = 5


@release("ING001", SHOULD, WARNING, "reason")
def one_ingress(release: Release) -> Iterator[Hit]:
    """At most one Ingress per chart."""
    by_chart: dict[str, list[Manifest]] = defaultdict(list)
    for one in release.of("Ingress"):
        by_chart[one.source.rpartition("/templates/")[0] if one.chart else ""].append(one)
    for first, *others in by_chart.values():
        for one in others:
            yield one.hit("", f"the chart has Ingress {first.name!r} and, beside it, {one.name!r}")


@objects("ING003", MAY, INFO, "reason", "Ingress")
def one_host(one: Manifest, release: Release) -> Iterator[Hit]:
    """Several hosts suggest several charts."""
    rules = [mapping(rule) for rule in listing(one.spec.get("rules"))]
    hosts = dict.fromkeys(text(rule.get("host")) for rule in rules)
    if len(hosts) > 1:
        shown = ", ".join(repr(host) if host else "every host" for host in list(hosts)[:_NAMED])
        message = f"Ingress {one.name!r} serves {len(hosts)} hosts ({shown}): each may be a chart of its own"
        yield one.hit("/spec/rules", message, key="hosts")
    first: dict[tuple[str, str, str], Any] = {}
    for path, host, entry in _entries(one):
        way = (host, text(entry.get("path")), text(entry.get("pathType")))
        if first.setdefault(way, entry.get("backend")) != entry.get("backend"):
            message = f"Ingress {one.name!r} sends {host + (way[1] or '/')!r} to two backends"
            yield one.hit(path, message, ERROR)


@release("ING006", MAY, WARNING, "reason")
def known_backends(release: Release) -> Iterator[Hit]:
    """Ingress backends exist."""
    for one in release.of("Ingress"):
        for path, backend in _backends(one):
            name, port = _asked(backend)
            if name and port != ACTION:
                yield from _wrong(one, path, release.beside(one, "Service", name), name, port)
            elif not name and not backend.get("resource"):
                yield one.hit(path, f"a backend of Ingress {one.name!r} names no Service")


def _wrong(one: Manifest, path: str, service: Manifest | None, name: str, port: Any) -> Iterator[Hit]:
    """What is wrong with the Service and the port that a backend asks for."""
    if service is None:
        yield one.hit(path, f"Service {name!r} of Ingress {one.name!r} is not rendered with it", INFO)
    elif service.spec.get("type") != "ExternalName" and not _has(service, port):
        said = "no port" if port is None else f"port {port!r}, which the Service does not have"
        yield one.hit(path, f"Ingress {one.name!r} asks Service {name!r} at {said}")


def _entries(one: Manifest) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(pointer, host, path with its backend) of each path of an Ingress."""
    for index, rule in enumerate(listing(one.spec.get("rules"))):
        for position, entry in enumerate(listing(at(rule, "http", "paths"))):
            yield f"/spec/rules/{index}/http/paths/{position}", text(mapping(rule).get("host")), mapping(entry)


def _backends(one: Manifest) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key in ("backend", "defaultBackend"):
        if one.spec.get(key):
            yield f"/spec/{key}", mapping(one.spec[key])
    yield from ((f"{path}/backend", mapping(entry.get("backend"))) for path, _, entry in _entries(one))


def _asked(backend: Mapping[str, Any]) -> tuple[str, Any]:
    """Service and port of a backend, as they are written since networking.k8s.io/v1 or as before."""
    if "serviceName" in backend:
        return text(backend["serviceName"]), backend.get("servicePort")
    service = mapping(backend.get("service"))
    port = mapping(service.get("port"))
    return text(service.get("name")), port.get("name") or port.get("number")


def _has(service: Manifest, port: Any) -> bool:
    key = "name" if isinstance(port, str) else "port"
    return port is not None and any(one.get(key) == port for _, one in ports_of(service))
