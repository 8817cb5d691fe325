"""STO: volumes and claims."""

from collections.abc import Iterator
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, MUST, SHOULD, WARNING, bound, objects, pods, release
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.storage import (
    CLAIMING,
    MODES,
    ONE_POD_SINCE,
    STORING,
    VOLUME,
    candidates,
    pairs,
    storages,
)
from pipeline.manifests.quantities import quantity
from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.schemas.bundles import version_of

_VOLUME_MODES: Final = ("Filesystem", "Block")


@objects("STO003", SHOULD, WARNING, "env", VOLUME)
def deleted_on_release(one: Manifest, release: Release) -> Iterator[Hit]:
    """Persistent volumes are deleted on release."""
    policy = text(one.spec.get("persistentVolumeReclaimPolicy"))
    if policy != "Delete":
        said = f"the reclaim policy is {policy!r}" if policy else "no reclaim policy is named, which keeps the volume"
        yield one.hit("/spec/persistentVolumeReclaimPolicy", said)


@release("STO004", SHOULD, WARNING, "reason")
def volume_mode(release: Release) -> Iterator[Hit]:
    """PersistentVolume states its volume mode."""
    for one in release.of(VOLUME):
        mode = text(one.spec.get("volumeMode"))
        if mode not in _VOLUME_MODES:
            said = f"{mode!r} is no volume mode" if mode else "the volume does not say what it is, Filesystem or Block"
            yield one.hit("/spec/volumeMode", said)
    for claim, volume in pairs(release):
        wanted, offered = text(claim.spec.get("volumeMode")), text(volume.spec.get("volumeMode")) or "Filesystem"
        if wanted and wanted != offered:
            yield claim.hit("/volumeMode", f"the claim wants {wanted!r}, its volume is {offered!r}", INFO)


@objects("STO005", SHOULD, ERROR, "none", *STORING)
def access_modes(one: Manifest, release: Release) -> Iterator[Hit]:
    """PersistentVolume states its access modes."""
    known = MODES if version_of(release.kube_version).asked >= ONE_POD_SINCE else MODES[:-1]
    for storage in storages(one):
        if not storage.modes:
            yield storage.hit("/accessModes", "no access mode is named", None if one.kind == VOLUME else INFO)
        for index, mode in enumerate(storage.modes):
            if mode not in known:
                yield storage.hit(f"/accessModes/{index}", f"access mode {text(mode)!r} is none of {', '.join(known)}")


@objects("STO006", MUST, ERROR, "none", VOLUME)
def class_of_volume(one: Manifest, release: Release) -> Iterator[Hit]:
    """PersistentVolume names a storage class."""
    return _without_class(one)


@objects("STO008", MUST, ERROR, "none", *CLAIMING)
def class_of_claim(one: Manifest, release: Release) -> Iterator[Hit]:
    """PersistentVolumeClaim names a storage class."""
    return _without_class(one)


@release("STO009", MUST, ERROR, "none")
def claim_and_volume_agree(release: Release) -> Iterator[Hit]:
    """Claim and volume agree."""
    for claim, volume in pairs(release):
        name = volume.owner.name
        if claim.storage_class and volume.storage_class and claim.storage_class != volume.storage_class:
            message = f"the claim is of class {claim.storage_class!r}, its volume {name!r} of {volume.storage_class!r}"
            yield claim.hit("/storageClassName", message)
        for mode in claim.modes:
            if mode in MODES and volume.modes and mode not in volume.modes:
                yield claim.hit(
                    "/accessModes", f"the claim wants {mode}, its volume {name!r} does not offer it", key=mode
                )
        wanted, offered = at(claim.spec, "resources", "requests", "storage"), at(volume.spec, "capacity", "storage")
        if _is_more(wanted, offered):
            message = f"the claim wants {wanted!r}, its volume {name!r} has {offered!r}"
            yield claim.hit("/resources/requests/storage", message)


@release("STO010", SHOULD, WARNING, "env")
def claim_names_its_volume(release: Release) -> Iterator[Hit]:
    """Claim names its volume."""
    for claim, volumes in candidates(release):
        wanted = text(claim.spec.get("volumeName"))
        if volumes and wanted not in volumes:
            said = f"it names {wanted!r}" if wanted else "it does not say so"
            yield claim.hit("/volumeName", f"the chart makes the volume {volumes[0]!r} for this claim and {said}")
        elif not volumes and not wanted:
            yield claim.hit("/volumeName", "the claim names no volume and is left to dynamic provisioning", INFO)


@bound
@objects("STO014", MAY, WARNING, "ops", VOLUME)
def no_host_paths_in_production(one: Manifest, release: Release) -> Iterator[Hit]:
    """hostPath volumes stay on developer environments."""
    if release.role == "production":
        for source in ("hostPath", "local"):
            if one.spec.get(source) is not None:
                yield one.hit(f"/spec/{source}", f"the volume is a {source} of one node of a production cluster")


@pods("STO015", SHOULD, INFO, "reason", "StatefulSet")
def state_on_volumes(pod: Pod, release: Release) -> Iterator[Hit]:
    """State is written to mounted volumes."""
    kept = {text(volume.get("name")) for _, volume in pod.volumes if volume.get("persistentVolumeClaim") is not None}
    claims = listing(pod.owner.spec.get("volumeClaimTemplates"))
    kept |= {text(mapping(mapping(claim).get("metadata")).get("name")) for claim in claims}
    used = (
        text(mount.get("name"))
        for container in pod.containers
        for key in ("volumeMounts", "volumeDevices")
        for _, mount in container.entries(key)
    )
    if not any(name in kept for name in used if name):
        yield pod.hit("/containers", "no container mounts a volume that is kept")


def _without_class(one: Manifest) -> Iterator[Hit]:
    for storage in storages(one):
        if not storage.storage_class:
            said = "is empty" if storage.spec.get("storageClassName") == "" else "is missing"
            yield storage.hit("/storageClassName", f"the storage class {said}")


def _is_more(wanted: Any, offered: Any) -> bool:
    least, most = quantity(wanted), quantity(offered)
    return least is not None and most is not None and least > most
