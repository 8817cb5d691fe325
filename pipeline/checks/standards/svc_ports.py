"""SVC: how the ports of a Service are written, and whether they lead anywhere."""

from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, SHOULD, WARNING, objects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.serving import declares, ports_of, protocol_of, serving

_PARTS: Final = ("name", "port", "protocol", "targetPort")
_LONGEST: Final = 15  # characters of the name of a port, RFC 6335
_OUTSIDE: Final = "ExternalName"


@objects("SVC006", SHOULD, WARNING, "reason", "Service")
def described_ports(one: Manifest, release: Release) -> Iterator[Hit]:
    """Ports are fully described."""
    if one.spec.get("type") == _OUTSIDE:
        return
    for path, port in ports_of(one):
        for part in _PARTS:
            if port.get(part) in (None, ""):
                said = port.get("name") or port.get("port")
                yield one.hit(f"{path}/{part}", f"port {said!r} of Service {one.name!r} has no {part}")


@objects("SVC007", SHOULD, INFO, "reason", "Service")
def same_names(one: Manifest, release: Release) -> Iterator[Hit]:
    """targetPort is a name equal to the port's name."""
    if one.spec.get("type") == _OUTSIDE:
        return
    for path, port in ports_of(one):
        name, target = port.get("name"), port.get("targetPort")
        if target in (None, "") or (isinstance(target, str) and name in (None, "", target)):
            continue
        message = f"port {name or port.get('port')!r} of Service {one.name!r} leads to {target!r}, not to a port of its own name"
        yield one.hit(f"{path}/targetPort", message)


@objects("SVC008", MAY, ERROR, "none", "Service")
def known_targets(one: Manifest, release: Release) -> Iterator[Hit]:
    """Named targetPort exists in the selected Pods."""
    pods = [pod for pod in release.served(one) if not pod.owner.is_hook]
    for path, port in ports_of(one):
        target, place = port.get("targetPort"), f"{path}/targetPort"
        if isinstance(target, bool) or not isinstance(target, str | int) or not target:
            continue
        if isinstance(target, str) and len(target) > _LONGEST:
            yield one.hit(place, f"targetPort {target!r} has more than {_LONGEST} characters", key="long")
        for pod in pods:
            if not any(declares(container, target, protocol_of(port)) for container in serving(pod)):
                severity = None if isinstance(target, str) else INFO
                message = f"targetPort {target!r} is no {protocol_of(port)} port of {pod.kind} {pod.owner.name!r}"
                yield one.hit(place, message, severity, pod.owner.name)
