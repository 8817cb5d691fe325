"""Claims, volumes and classes of storage (kubernetes: pkg/apis/core/validation and pkg/apis/storage/validation)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import entries, native
from pipeline.checks.kubernetes.forms import LABEL, LABEL_KEY, SUBDOMAIN, shown
from pipeline.checks.kubernetes.scheduling import node_selector_faults
from pipeline.checks.rule import ERROR, MUST, objects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.quantities import quantity
from pipeline.manifests.reading import at, listing, mapping, text

_ALONE: Final = "ReadWriteOncePod"
# Fields of a PersistentVolume that are no source.
_OTHERS: Final = frozenset((
    "accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity", "persistentVolumeReclaimPolicy",
    "storageClassName", "volumeAttributesClassName", "volumeMode",
))  # fmt: skip
Fault = tuple[str, str]


@objects("K8S160", MUST, ERROR, "none", "PersistentVolumeClaim", "StatefulSet")
def claims(one: Manifest, release: Release) -> Iterator[Hit]:
    """Claims say how they are accessed and how much they ask for."""
    if not native(one):
        return
    if one.kind == "PersistentVolumeClaim":
        # The server drops a dataSource of a claim that it does not understand.
        yield from (one.hit(f"/spec{place}", message) for place, message in claim_faults(one.spec, "dataSourceRef"))
        return
    for path, claim in entries(one.spec.get("volumeClaimTemplates"), "/spec/volumeClaimTemplates"):
        name = at(claim, "metadata", "name")
        if not name:
            yield one.hit(f"{path}/metadata/name", "claim has no name")
        elif isinstance(name, str) and not LABEL.fits(name):
            yield one.hit(f"{path}/metadata/name", f"name of claim {LABEL.complaint(name)}")
        yield from (
            one.hit(f"{path}/spec{place}", message) for place, message in claim_faults(mapping(claim.get("spec")))
        )


def claim_faults(spec: Mapping[str, Any], *sources: str) -> Iterator[Fault]:
    """(pointer within the spec, what is wrong) of the spec of a claim. sources: the fields for one to look at, () for all."""
    yield from _modes(spec)
    given = at(spec, "resources", "requests", "storage")
    storage = quantity(given)
    if given is None:
        yield "/resources/requests/storage", "the claim does not say how much storage it asks for"
    elif storage is not None and storage <= 0:
        yield "/resources/requests/storage", f"storage {given!r} must be more than nothing"
    yield from _class(spec)
    for field in sources or ("dataSource", "dataSourceRef"):
        source = mapping(spec.get(field))
        if source.get("name") == "":
            yield f"/{field}/name", f"{field} has no name"
        if source and not source.get("apiGroup") and source.get("kind") != "PersistentVolumeClaim":
            yield f"/{field}/apiGroup", f"{field} of kind {source.get('kind')!r} needs an apiGroup"


@objects("K8S161", MUST, ERROR, "none", "PersistentVolume")
def persistent_volumes(one: Manifest, release: Release) -> Iterator[Hit]:
    """Volumes have one source, a capacity, and access modes."""
    if native(one):
        yield from (one.hit(f"/spec{place}", message) for place, message in _volume(one.spec))


def _volume(spec: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _modes(spec)
    yield from _capacity(mapping(spec.get("capacity")))
    yield from _class(spec)
    given = [key for key, value in spec.items() if key not in _OTHERS and value is not None]
    if len(given) != 1:
        yield "", f"a PersistentVolume must have one source, not {len(given)}{': ' if given else ''}{', '.join(given)}"
    if "local" in given and not at(spec, "nodeAffinity", "required"):
        yield "/nodeAffinity", "a local volume needs a nodeAffinity"
    if isinstance(affinity := spec.get("nodeAffinity"), Mapping):
        if affinity.get("required") is None:
            yield "/nodeAffinity/required", "nodeAffinity of a volume must have required"
        yield from node_selector_faults(mapping(affinity.get("required")), "/nodeAffinity/required")
    root = text(at(spec, "hostPath", "path")).rstrip("/") == "" and "hostPath" in given
    if root and spec.get("persistentVolumeReclaimPolicy") == "Recycle":
        yield "/persistentVolumeReclaimPolicy", "the root of a node must not be recycled"
    for field, way in (("nfs", at(spec, "nfs", "path")), ("hostPath", at(spec, "hostPath", "path"))):
        if isinstance(way, str) and (".." in way.split("/") or not way or (field == "nfs" and way[0] != "/")):
            yield f"/{field}/path", f"path {shown(way)} of {field} must be an absolute path without '..'"


def _capacity(capacity: Mapping[str, Any]) -> Iterator[Fault]:
    storage = quantity(capacity.get("storage") or 0)
    if "storage" not in capacity or len(capacity) > 1:
        yield "/capacity", "capacity must have storage, and nothing else"
    elif storage is not None and storage <= 0:
        yield "/capacity/storage", f"storage {capacity['storage']!r} must be more than nothing"


def _modes(spec: Mapping[str, Any]) -> Iterator[Fault]:
    modes = listing(spec.get("accessModes"))
    if not modes:
        yield "/accessModes", "there is no access mode"
    elif _ALONE in modes and any(mode != _ALONE for mode in modes):
        yield "/accessModes", f"{_ALONE} excludes other access modes"


def _class(spec: Mapping[str, Any]) -> Iterator[Fault]:
    name = text(spec.get("storageClassName"))
    if name and not SUBDOMAIN.fits(name):
        yield "/storageClassName", f"storageClassName {SUBDOMAIN.complaint(name)}"


@objects("K8S162", MUST, ERROR, "none", "StorageClass")
def storage_classes(one: Manifest, release: Release) -> Iterator[Hit]:
    """Classes name a provisioner, and topologies without repetition."""
    if not native(one):
        return
    provisioner = one.body.get("provisioner")
    if isinstance(provisioner, str) and not LABEL_KEY.fits(provisioner.lower()):
        yield one.hit("/provisioner", f"provisioner {LABEL_KEY.complaint(provisioner)}")
    for path, term in entries(one.body.get("allowedTopologies"), "/allowedTopologies"):
        for place, wanted in entries(term.get("matchLabelExpressions"), f"{path}/matchLabelExpressions"):
            key = wanted.get("key")
            if isinstance(key, str) and not LABEL_KEY.fits(key):
                yield one.hit(f"{place}/key", f"label key {LABEL_KEY.complaint(key)}")
            values = [value for value in listing(wanted.get("values")) if isinstance(value, str)]
            if not values or len(set(values)) < len(values):
                yield one.hit(f"{place}/values", "values of a topology must be there, and each only once")
