"""REF006, REF009, REF010: what traffic, scalers and texts are directed at is there."""

from collections.abc import Iterator
from typing import Final

from pipeline.checks.references.entries import Need
from pipeline.checks.references.view import Breach, View, breach, unprovided
from pipeline.checks.rule import ERROR, INFO, SHOULD, WARNING, references

# The Service of the API server, in the one namespace that has it.
_API: Final = ("default", "kubernetes")


@references("REF006", SHOULD, WARNING, "reason")
def backends(view: View) -> Iterator[Breach]:
    """Services that Ingresses, routes and webhooks send to are provided, with the port they are asked at."""
    for release, need in view.missing("backend", "call"):
        if need.namespace in view.namespaces and (need.namespace, need.name) != _API:
            yield unprovided(view, release, need)
    for release, need in view.needs("backend", "call"):
        ports = _ports(view, need)
        if ports and need.key and need.key not in ports:
            message = f"Service {need.name!r} has no port {need.key!r}, only {', '.join(ports)}"
            yield breach(release, need.spot, message, ERROR, f"{need.name}:{need.key}")


def _ports(view: View, need: Need) -> tuple[str, ...]:
    there = view.objects.get((need.kind, need.namespace, need.name), ())
    return tuple(port for _, one in there for port in one.keys or ())


@references("REF009", SHOULD, WARNING, "reason")
def targets(view: View) -> Iterator[Breach]:
    """What a HorizontalPodAutoscaler scales, and the Service that names the pods of a StatefulSet, are provided."""
    for release, need in view.missing("target", "name"):
        yield unprovided(view, release, need)


@references("REF010", SHOULD, WARNING, "reason")
def hosts(view: View) -> Iterator[Breach]:
    """Names of Services in variables, arguments and ConfigMaps are names of Services."""
    for release, need in view.missing("text"):
        if need.namespace in view.namespaces and (need.namespace, need.name) != _API:
            message = f"{need.name}.{need.namespace}.svc is no Service of this environment{view.like(need)}"
            yield breach(release, need.spot, message, key=f"{need.namespace}/{need.name}")
    for release, need in view.missing("variable"):
        near = view.near(need.kind, need.namespace, need.name)
        if near:
            message = f"host {need.name!r} is no Service of this namespace, but {near!r} is"
            yield breach(release, need.spot, message, INFO, f"{need.namespace}/{need.name}")
