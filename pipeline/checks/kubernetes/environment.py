"""Environment variables of containers (kubernetes: pkg/apis/core/validation, ValidateEnv and ValidateEnvFrom)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import minor
from pipeline.checks.kubernetes.forms import CONFIG_KEY, ENV_NAME, LABEL_KEY, OLD_ENV_NAME, SUBDOMAIN, Form, shown
from pipeline.checks.rule import ERROR, MUST, WARNING, pods
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import mapping, text

_RELAXED: Final = 32  # the minor version since which names may have any printable character
_SOURCES: Final = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef")
_FIELDS: Final = frozenset((
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
    "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
))  # fmt: skip
_SUBSCRIPTED: Final = re.compile(r"metadata\.(labels|annotations)\['(.*)'\]")
_AMOUNTS: Final = frozenset(
    f"{part}.{name}" for part in ("limits", "requests") for name in ("cpu", "memory", "ephemeral-storage")
)
_HUGE: Final = ("limits.hugepages-", "requests.hugepages-")
Fault = tuple[str, str]


@pods("K8S122", MUST, ERROR, "none")
def environment(pod: Pod, release: Release) -> Iterator[Hit]:
    """Environment variables have well-formed names and one source each."""
    form = ENV_NAME if minor(release) >= _RELAXED else OLD_ENV_NAME
    for container in pod.every:
        if container.body.get("env"):
            yield from _variables(container, form)
        for path, source in container.entries("envFrom"):
            for place, message in _bulk(source, form):
                yield container.hit(f"{path}{place}", message)


def _variables(container: Container, form: Form) -> Iterator[Hit]:
    seen: set[str] = set()
    for path, entry in container.env:
        name = entry.get("name")
        if isinstance(name, str) and not form.fits(name):
            yield container.hit(f"{path}/name", f"name of environment variable {form.complaint(name)}")
        elif isinstance(name, str) and name in seen:
            message = f"environment variable {shown(name)} stands twice, which server-side apply refuses"
            yield container.hit(f"{path}/name", message, WARNING)
        seen.add(text(name))
        if isinstance(origin := entry.get("valueFrom"), Mapping):
            for place, message in _origin(origin, text(entry.get("value"))):
                yield container.hit(f"{path}{place}", f"environment variable {shown(text(name))}: {message}")


def _origin(origin: Mapping[str, Any], value: str) -> Iterator[Fault]:
    given = [source for source in _SOURCES if origin.get(source) is not None]
    if not given:
        yield "/valueFrom", f"valueFrom must have one of {', '.join(_SOURCES)}"
    elif value:
        yield "/valueFrom", "value and valueFrom exclude each other"
    elif len(given) > 1:
        yield "/valueFrom", f"valueFrom must have one source, not {len(given)}: {', '.join(given)}"
    for source in given:
        faults = _REFERENCES[source](mapping(origin[source])) if source in _REFERENCES else ()
        yield from ((f"/valueFrom/{source}{place}", message) for place, message in faults)


def _key(reference: Mapping[str, Any]) -> Iterator[Fault]:
    name, key = text(reference.get("name")), reference.get("key")
    if not SUBDOMAIN.fits(name) and isinstance(reference.get("name", ""), str | None):
        yield "/name", f"name {SUBDOMAIN.complaint(name)}"
    if isinstance(key, str) and not CONFIG_KEY.fits(key):
        yield "/key", f"key {CONFIG_KEY.complaint(key)}"


def field_faults(reference: Mapping[str, Any], fields: frozenset[str] = _FIELDS) -> Iterator[Fault]:
    """What is wrong with a fieldRef. fields: those that may be named, besides single labels and annotations."""
    path = reference.get("fieldPath")
    if not isinstance(path, str) or path in fields:
        return
    match = _SUBSCRIPTED.fullmatch(path)
    key = match[2].lower() if match and match[1] == "annotations" else match[2] if match else ""
    if not match or not LABEL_KEY.fits(key):
        yield (
            "/fieldPath",
            f"fieldPath {shown(path)} must be metadata.labels['…'], metadata.annotations['…'] or one of {_list(fields)}",
        )


def amount_faults(reference: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with a resourceFieldRef."""
    resource = reference.get("resource")
    if isinstance(resource, str) and resource not in _AMOUNTS and not resource.startswith(_HUGE):
        yield "/resource", f"resource {shown(resource)} must be one of {_list(_AMOUNTS)}"


def _list(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


_REFERENCES: Final = {
    "fieldRef": field_faults,
    "resourceFieldRef": amount_faults,
    "configMapKeyRef": _key,
    "secretKeyRef": _key,
}


def _bulk(source: Mapping[str, Any], form: Form) -> Iterator[Fault]:
    prefix = text(source.get("prefix"))
    if prefix and not form.fits(prefix):
        yield "/prefix", f"prefix {form.complaint(prefix)}"
    given = [name for name in ("configMapRef", "secretRef") if source.get(name) is not None]
    if len(given) != 1:
        yield "", f"an entry of envFrom must have one of configMapRef and secretRef, not {len(given)}"
    for name in given:
        named = mapping(source[name]).get("name")
        if isinstance(named, str | None) and not SUBDOMAIN.fits(text(named)):
            yield f"/{name}/name", f"name {SUBDOMAIN.complaint(text(named))}"
