"""Ingresses (kubernetes: pkg/apis/networking/validation, ValidateIngressCreate)."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import entries, is_port, minor, whole
from pipeline.checks.kubernetes.forms import (
    INITIAL,
    LABEL,
    PORT_NAME,
    SEGMENT,
    SUBDOMAIN,
    WILDCARD,
    Form,
    port_complaint,
    shown,
)
from pipeline.checks.rule import ERROR, MUST, objects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import at, listing, mapping, text

_RELAXED_SERVICES: Final = 36
_CLASS: Final = "kubernetes.io/ingress.class"
_FORBIDDEN: Final = ("//", "/./", "/../", "%2f", "%2F")
_FORBIDDEN_ENDS: Final = ("/..", "/.")
Fault = tuple[str, str]


@objects("K8S154", MUST, ERROR, "none", "Ingress")
def hosts(one: Manifest, release: Release) -> Iterator[Hit]:
    """Hosts of Ingresses are DNS names, with at most the first part open."""
    if one.api_version != "networking.k8s.io/v1":
        return
    for path, rule in entries(one.spec.get("rules"), "/spec/rules"):
        host = text(rule.get("host"))
        if host and (message := _host(host)):
            yield one.hit(f"{path}/host", message)
    for path, secured in entries(one.spec.get("tls"), "/spec/tls"):
        for index, host in enumerate(listing(secured.get("hosts"))):
            form = WILDCARD if isinstance(host, str) and "*" in host else SUBDOMAIN
            if isinstance(host, str) and not form.fits(host):
                yield one.hit(f"{path}/hosts/{index}", f"host {form.complaint(host)}")
        name = text(secured.get("secretName"))
        if name and not SUBDOMAIN.fits(name):
            yield one.hit(f"{path}/secretName", f"secretName {SUBDOMAIN.complaint(name)}")


@objects("K8S155", MUST, ERROR, "none", "Ingress")
def paths(one: Manifest, release: Release) -> Iterator[Hit]:
    """Ingresses have absolute paths that lead to one backend each."""
    if one.api_version != "networking.k8s.io/v1":
        return
    form = LABEL if minor(release) >= _RELAXED_SERVICES else INITIAL
    for path, message in (*_top(one, form), *_rules(one.spec, form)):
        yield one.hit(path, message)


def _host(host: str) -> str:
    try:
        ip_address(host)
    except ValueError:
        form = WILDCARD if "*" in host else SUBDOMAIN
        return "" if form.fits(host) else f"host {form.complaint(host)}"
    return f"host {host!r} must be a DNS name, not an IP address"


def _top(one: Manifest, form: Form) -> Iterator[Fault]:
    backend, name = one.spec.get("defaultBackend"), one.spec.get("ingressClassName")
    if backend is None and not listing(one.spec.get("rules")):
        yield "/spec", "an Ingress must have rules or a defaultBackend"
    if backend is not None:
        yield from _backend(mapping(backend), "/spec/defaultBackend", form)
    if isinstance(name, str) and not SUBDOMAIN.fits(name):
        yield "/spec/ingressClassName", f"ingressClassName {SUBDOMAIN.complaint(name)}"
    if isinstance(name, str) and one.annotations.get(_CLASS) not in (None, name):
        yield "/spec/ingressClassName", f"ingressClassName {shown(name)} is not what the annotation {_CLASS} says"


def _rules(spec: Mapping[str, Any], form: Form) -> Iterator[Fault]:
    for path, rule in entries(spec.get("rules"), "/spec/rules"):
        if at(rule, "http", "paths") == []:
            yield f"{path}/http/paths", "there must be at least one path"
        for place, one in entries(at(rule, "http", "paths"), f"{path}/http/paths"):
            kind, way = one.get("pathType"), text(one.get("path"))
            strict = kind in ("Exact", "Prefix")
            if not way.startswith("/") and (way or strict):
                yield f"{place}/path", f"path {shown(way)} must begin with '/'"
            elif strict and (any(part in way for part in _FORBIDDEN) or way.endswith(_FORBIDDEN_ENDS)):
                yield (
                    f"{place}/path",
                    f"path {shown(way)} must not contain '//', '.' or '..' as a part, or an encoded '/'",
                )
            yield from _backend(mapping(one.get("backend")), f"{place}/backend", form)


def _backend(backend: Mapping[str, Any], path: str, form: Form) -> Iterator[Fault]:
    service, resource = backend.get("service"), backend.get("resource")
    if (service is None) == (resource is None):
        yield path, "a backend must have one of service and resource"
    elif service is not None:
        name, port = mapping(service).get("name"), mapping(mapping(service).get("port"))
        if isinstance(name, str) and not form.fits(name):
            yield f"{path}/service/name", f"name of service {form.complaint(name)}"
        yield from ((f"{path}/service/port{place}", message) for place, message in _port(port))
    else:
        yield from ((f"{path}/resource{place}", message) for place, message in _resource(mapping(resource)))


def _resource(resource: Mapping[str, Any]) -> Iterator[Fault]:
    for field, form in (("apiGroup", SUBDOMAIN), ("kind", SEGMENT), ("name", SEGMENT)):
        value = resource.get(field)
        if isinstance(value, str) and not form.fits(value):
            yield f"/{field}", f"{field} {form.complaint(value)}"


def _port(port: Mapping[str, Any]) -> Iterator[Fault]:
    name, number = text(port.get("name")), whole(port.get("number"))
    if bool(name) == bool(number):
        yield "", "the port of a service must have one of name and number"
    elif number and not is_port(number):
        yield "/number", f"port {number} must be between 1 and 65535"
    elif name and not PORT_NAME.fits(name):
        yield "/name", port_complaint(name)
