"""Security contexts (kubernetes: pkg/apis/core/validation, ValidateSecurityContext and validatePodSpecSecurityContext)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import entries, whole
from pipeline.checks.kubernetes.forms import shown
from pipeline.checks.rule import ERROR, MUST, WARNING, pods
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping, text

_MOST: Final = 2**31 - 1
_SEGMENT: Final = r"[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?"
_SYSCTL: Final = re.compile(rf"{_SEGMENT}(?:[./]{_SEGMENT})*")
_LONGEST: Final = 253
Fault = tuple[str, str]


@pods("K8S138", MUST, ERROR, "none")
def security(pod: Pod, release: Release) -> Iterator[Hit]:
    """Security contexts do not contradict themselves."""
    given = mapping(pod.spec.get("securityContext"))
    if given:
        for place, message in (*_identity(given), *_profiles(given), *_sysctls(given, pod.spec)):
            yield pod.hit(f"/securityContext{place}", message)
    for container in pod.every:
        own = mapping(container.body.get("securityContext"))
        if own:
            for place, message in (*_identity(own), *_profiles(own), *_privileges(own, pod.spec)):
                yield container.hit(f"/securityContext{place}", f"container {container.name!r}: {message}")
        if own or given:
            yield from _root(container, given, own)


def _identity(given: Mapping[str, Any]) -> Iterator[Fault]:
    numbers = [(f"/{field}", given.get(field)) for field in ("runAsUser", "runAsGroup", "fsGroup")]
    groups = enumerate(listing(given.get("supplementalGroups")))
    for place, value in (*numbers, *((f"/supplementalGroups/{index}", group) for index, group in groups)):
        number = whole(value)
        if number is not None and not 0 <= number <= _MOST:
            yield place, f"{place.split('/')[1]} {number} must be between 0 and {_MOST}"


def _profiles(given: Mapping[str, Any]) -> Iterator[Fault]:
    for field in ("seccompProfile", "appArmorProfile"):
        if not isinstance(profile := given.get(field), Mapping):
            continue
        kind, way = profile.get("type"), profile.get("localhostProfile")
        if kind == "Localhost" and (way is None or (way == "" and field == "appArmorProfile")):
            yield f"/{field}/localhostProfile", f"{field} of type Localhost needs a localhostProfile"
        elif isinstance(kind, str) and kind != "Localhost" and way is not None:
            yield f"/{field}/localhostProfile", f"{field} of type {shown(kind)} takes no localhostProfile"
        elif field == "seccompProfile" and (text(way).startswith("/") or ".." in text(way).split("/")):
            yield (
                f"/{field}/localhostProfile",
                f"localhostProfile {shown(text(way))} must be a relative path without '..'",
            )


def _privileges(given: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Fault]:
    if given.get("allowPrivilegeEscalation") is False:
        if given.get("privileged") is True:
            yield "/allowPrivilegeEscalation", "privileged: true excludes allowPrivilegeEscalation: false"
        if "CAP_SYS_ADMIN" in listing(mapping(given.get("capabilities")).get("add")):
            yield "/allowPrivilegeEscalation", "CAP_SYS_ADMIN excludes allowPrivilegeEscalation: false"
    if given.get("procMount") == "Unmasked" and spec.get("hostUsers") is not False:
        yield "/procMount", "procMount: Unmasked needs hostUsers: false"


def _sysctls(given: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, sysctl in entries(given.get("sysctls"), "/sysctls"):
        name = text(sysctl.get("name"))
        if len(name) > _LONGEST or not _SYSCTL.fullmatch(name):
            yield f"{path}/name", f"{shown(name)} is no name of a sysctl"
        elif name in seen:
            yield f"{path}/name", f"sysctl {shown(name)} stands twice"
        dotted = name.replace("/", ".")
        if spec.get("hostNetwork") is True and dotted.startswith("net."):
            yield f"{path}/name", f"sysctl {shown(name)} is the node's, because the pod has the network of the node"
        if spec.get("hostIPC") is True and dotted.startswith(("kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue.")):
            yield f"{path}/name", f"sysctl {shown(name)} is the node's, because the pod has the IPC of the node"
        seen.add(name)


def _root(container: Container, given: Mapping[str, Any], own: Mapping[str, Any]) -> Iterator[Hit]:
    """What the API server lets pass and the kubelet does not."""
    context = {**given, **{key: value for key, value in own.items() if value is not None}}
    if context.get("runAsNonRoot") is True and whole(context.get("runAsUser")) == 0:
        path = "/securityContext" if own else ""
        yield container.hit(
            path, f"container {container.name!r} never starts: runAsNonRoot excludes runAsUser: 0", WARNING
        )
