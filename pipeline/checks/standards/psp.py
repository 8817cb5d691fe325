"""PSP: what pods may have of their host."""

from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, SHOULD, WARNING, pods
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import at, text

# Whoever may write to one of these sockets is root on the node.
_SOCKETS: Final = frozenset(
    ("docker.sock", "containerd.sock", "crio.sock", "cri-dockerd.sock", "dockershim.sock", "podman.sock")
)


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
        if container.get("securityContext", "privileged") is not True:
            continue
        place, name = "/securityContext/privileged", container.name
        if release.context and release.context.system:
            message = f"to review: whether the waiver of PSP001 for container {name!r} names an agreement and why hostNetwork is not enough"
            yield container.hit(place, message, INFO)
        elif pod.spec.get("hostNetwork") is True:
            yield container.hit(place, f"container {name!r} is privileged although its pod has the host's network")
