"""PSP: what pods may have of their host."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, SHOULD, WARNING, pods
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Plea, Release
from pipeline.manifests.reading import at, text

# Whoever may write to one of these sockets is root on the node.
_SOCKETS: Final = frozenset(
    ("docker.sock", "containerd.sock", "crio.sock", "cri-dockerd.sock", "dockershim.sock", "podman.sock")
)
# Words of reasons that are about the network.
_NETWORK: Final = re.compile(
    r"network|(?:multi|broad|any)cast|netfilter|(?:ip|nf)tables|firewall|ethernet|wireguard|packet|routing"
    r"|\b(?:v?x?lan|vpn|nic|dhcp|arp|bgp|igmp|udp|tcp|ipvs|ptp|dpdk|sr-?iov|(?:raw )?sockets?|routes?|host ?ports?)s?\b",
    re.IGNORECASE,
)
_HOST_NETWORK: Final = re.compile(r"host[ -]?network|network of (?:the|its|a) (?:node|host)", re.IGNORECASE)


@pods("PSP001", SHOULD, ERROR, "system")
def not_privileged(pod: Pod, release: Release) -> Iterator[Hit]:
    """No privileged containers."""
    for container in pod.every:
        if container.get("securityContext", "privileged") is True:
            yield container.hit("/securityContext/privileged", f"container {container.name!r} is privileged")


@pods("PSP003", SHOULD, ERROR, "ops")
def no_host_network(pod: Pod, release: Release) -> Iterator[Hit]:
    """Host network needs agreement."""
    if pod.spec.get("hostNetwork") is True:
        yield pod.hit("/hostNetwork", "its pods use the network of their node")
    if at(pod.spec, "securityContext", "hostNetwork") is True:
        message = "hostNetwork has no effect in a securityContext; what it means is the network of the node"
        yield pod.hit("/securityContext/hostNetwork", message, INFO)
    for container in pod.every:
        if container.get("securityContext", "hostNetwork") is True:
            message = (
                f"hostNetwork has no effect in container {container.name!r}; what it means is the network of the node"
            )
            yield container.hit("/securityContext/hostNetwork", message, INFO)


@pods("PSP004", SHOULD, ERROR, "system")
def no_host_ipc(pod: Pod, release: Release) -> Iterator[Hit]:
    """No host IPC."""
    if pod.spec.get("hostIPC") is True:
        yield pod.hit("/hostIPC", "its pods share memory and semaphores with their node")


@pods("PSP005", SHOULD, ERROR, "system")
def no_host_pid(pod: Pod, release: Release) -> Iterator[Hit]:
    """No host PID."""
    if pod.spec.get("hostPID") is True:
        yield pod.hit("/hostPID", "its pods see the processes of their node")


@pods("PSP007", SHOULD, ERROR, "ops")
def no_host_ports(pod: Pod, release: Release) -> Iterator[Hit]:
    """No host ports."""
    if pod.spec.get("hostNetwork") is True:
        return
    for container in pod.every:
        for path, port in container.entries("ports"):
            if port.get("hostPort"):
                yield container.hit(
                    f"{path}/hostPort", f"container {container.name!r} takes port {port['hostPort']!r} of its node"
                )


@pods("PSP008", SHOULD, ERROR, "ops; system")
def no_host_paths(pod: Pod, release: Release) -> Iterator[Hit]:
    """No hostPath mounts."""
    for path, volume in pod.volumes if "volumes" in pod.spec else ():
        if volume.get("hostPath") is not None:
            place, name = text(at(volume, "hostPath", "path")), volume.get("name")
            socket = place.rpartition("/")[2] in _SOCKETS
            what = "the socket of the node's container runtime, and so its root" if socket else "a path of the node"
            yield pod.hit(f"{path}/hostPath", f"volume {name!r} is {what}: {place!r}")


@pods("PSP013", SHOULD, WARNING, "system")
def lesser_means_first(pod: Pod, release: Release) -> Iterator[Hit]:
    """Lesser means come before privileged."""
    for container in pod.every:
        if container.get("securityContext", "privileged") is True:
            yield from _pleaded(container, _pleas(pod, release))
            if pod.spec.get("hostNetwork") is True and not (release.context and release.context.system):
                message = f"container {container.name!r} is privileged although its pod has the host's network"
                yield container.hit("/securityContext/privileged", message)


def _pleas(pod: Pod, release: Release) -> Sequence[Plea]:
    """What waivers say of the privileges of a pod, where that is about the network."""
    label = f"{pod.owner.kind}/{pod.owner.name}"
    pleas = release.context.pleas if release.context else ()
    return [one for one in pleas if fnmatchcase(label, one.resource) and _NETWORK.search(one.reason)]


def _pleaded(container: Container, pleas: Sequence[Plea]) -> Iterator[Hit]:
    named, place = f"the waiver of PSP001 for container {container.name!r}", "/securityContext/privileged"
    if any(not one.agreed for one in pleas):
        yield container.hit(place, f"{named} names no agreement about the network (`agreed:`)", key="agreed")
    if not all(_HOST_NETWORK.search(one.reason) for one in pleas):
        yield container.hit(place, f"{named} does not say why hostNetwork is not enough", key="reason")
