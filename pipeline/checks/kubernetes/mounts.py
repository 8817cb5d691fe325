"""Volume mounts and devices of containers (kubernetes: pkg/apis/core/validation, ValidateVolumeMounts)."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import entries
from pipeline.checks.kubernetes.forms import shown
from pipeline.checks.rule import ERROR, MUST, pods
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import at, text


@pods("K8S123", MUST, ERROR, "none")
def mounts(pod: Pod, release: Release) -> Iterator[Hit]:
    """Containers mount volumes that the pod has, each at a path of its own."""
    volumes: Mapping[str, Mapping[str, Any]] | None = None
    for container in pod.every:
        if container.body.get("volumeMounts") or container.body.get("volumeDevices"):
            volumes = _volumes(pod) if volumes is None else volumes
            yield from _mounts(container, volumes)
            yield from _devices(container, volumes)


def _volumes(pod: Pod) -> dict[str, Mapping[str, Any]]:
    """The volumes of a pod by name, with those that a StatefulSet makes claims for."""
    named = {text(volume.get("name")): volume for _, volume in pod.volumes}
    if pod.kind == "StatefulSet":
        for _, claim in entries(pod.owner.spec.get("volumeClaimTemplates"), ""):
            named[text(at(claim, "metadata", "name"))] = {"persistentVolumeClaim": {}}
    return named


def _mounts(container: Container, volumes: Mapping[str, Any]) -> Iterator[Hit]:
    paths: set[str] = set()
    for path, mount in container.entries("volumeMounts"):
        name, place = mount.get("name"), mount.get("mountPath")
        if isinstance(name, str) and name not in volumes:
            yield container.hit(
                f"{path}/name", f"container {container.name!r} mounts {shown(name)}, which is no volume of the pod"
            )
        if place == "":
            yield container.hit(f"{path}/mountPath", f"container {container.name!r} mounts {shown(text(name))} nowhere")
        elif isinstance(place, str) and place in paths:
            yield container.hit(f"{path}/mountPath", f"container {container.name!r} has two mounts at {shown(place)}")
        paths.add(text(place))
        yield from (container.hit(f"{path}{step}", message) for step, message in _way(mount))
        if (
            mount.get("mountPropagation") == "Bidirectional"
            and container.get("securityContext", "privileged") is not True
        ):
            message = (
                f"only a privileged container may have mountPropagation: Bidirectional, {container.name!r} is none"
            )
            yield container.hit(f"{path}/mountPropagation", message)


def _way(mount: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the place within the volume."""
    for field in ("subPath", "subPathExpr"):
        value = text(mount.get(field))
        if value.startswith("/"):
            yield f"/{field}", f"{field} {shown(value)} must be a relative path"
        if ".." in value.split("/"):
            yield f"/{field}", f"{field} {shown(value)} must not contain '..'"
    if mount.get("subPath") and mount.get("subPathExpr"):
        yield "/subPathExpr", "subPath and subPathExpr exclude each other"
    if mount.get("recursiveReadOnly") not in (None, "Disabled"):
        if mount.get("readOnly") is not True:
            yield "/recursiveReadOnly", "recursiveReadOnly needs readOnly: true"
        if mount.get("mountPropagation") not in (None, "None"):
            yield "/recursiveReadOnly", "recursiveReadOnly allows no mountPropagation but None"


def _devices(container: Container, volumes: Mapping[str, Any]) -> Iterator[Hit]:
    mounted = {text(mount.get("name")): text(mount.get("mountPath")) for _, mount in container.entries("volumeMounts")}
    names, paths = set(mounted), set(mounted.values())
    for path, device in container.entries("volumeDevices"):
        name, place = text(device.get("name")), text(device.get("devicePath"))
        if name not in volumes:
            yield container.hit(
                f"{path}/name", f"container {container.name!r} uses {shown(name)}, which is no volume of the pod"
            )
        elif not volumes[name].keys() & {"persistentVolumeClaim", "ephemeral"}:
            yield container.hit(f"{path}/name", f"volume {shown(name)} is no claim, so it cannot be used as a device")
        if name in names:
            yield container.hit(f"{path}/name", f"container {container.name!r} uses volume {shown(name)} twice")
        if place in paths or ".." in place.split("/"):
            yield container.hit(
                f"{path}/devicePath", f"devicePath {shown(place)} must be the only one, and without '..'"
            )
        names.add(name)
        paths.add(place)
