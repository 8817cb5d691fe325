"""Labels and annotations as the API server accepts them (kubernetes.io/docs/concepts/overview/working-with-objects/labels)."""

from collections.abc import Iterator
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import entries, native
from pipeline.checks.kubernetes.forms import LABEL_KEY, LABEL_VALUE, shown
from pipeline.checks.rule import ERROR, MUST, WARNING, objects, pods
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import at, mapping

_ANNOTATIONS: Final = 256 * 1024  # bytes of all keys and values (apimachinery: TotalAnnotationSizeLimitB)
Fault = tuple[str, str]


@objects("K8S110", MUST, ERROR, "none")
def well_formed_labels(one: Manifest, release: Release) -> Iterator[Hit]:
    """Keys and values of labels are well-formed."""
    for path, message in label_faults(one.labels, "/metadata/labels"):
        yield one.hit(path, message)
    if one.kind in ("Service", "ReplicationController") and native(one):
        for path, message in label_faults(one.spec.get("selector"), "/spec/selector"):
            yield one.hit(path, message)


@objects("K8S111", MUST, ERROR, "none")
def well_formed_annotations(one: Manifest, release: Release) -> Iterator[Hit]:
    """Keys of annotations are well-formed, and all annotations together are not too large."""
    for path, message in annotation_faults(one.annotations, "/metadata/annotations"):
        yield one.hit(path, message)


@pods("K8S112", MUST, ERROR, "none")
def well_formed_template(pod: Pod, release: Release) -> Iterator[Hit]:
    """Labels and annotations of pod templates and node selectors are well-formed."""
    owner = pod.owner
    for path, message in label_faults(pod.spec.get("nodeSelector"), f"{pod.path}/nodeSelector"):
        yield owner.hit(path, message)
    if pod.kind != "Pod":  # whose metadata are those of the object
        yield from (owner.hit(*fault) for fault in label_faults(pod.labels, f"{pod.meta_path}/labels"))
        yield from (owner.hit(*fault) for fault in annotation_faults(pod.annotations, f"{pod.meta_path}/annotations"))
    # Not looked at by the API server until it refuses the Job or the claim that a controller makes of it.
    if pod.kind == "CronJob":
        yield from _later(owner, at(owner.spec, "jobTemplate", "metadata"), "/spec/jobTemplate/metadata", "Job")
    if pod.kind == "StatefulSet":
        for path, claim in entries(owner.spec.get("volumeClaimTemplates"), "/spec/volumeClaimTemplates"):
            yield from _later(owner, claim.get("metadata"), f"{path}/metadata", "claim")


def _later(owner: Manifest, metadata: Any, path: str, made: str) -> Iterator[Hit]:
    for place, message in label_faults(mapping(metadata).get("labels"), f"{path}/labels"):
        yield owner.hit(place, f"no {made} can be created: {message}", WARNING)


def label_faults(labels: Any, path: str) -> Iterator[Fault]:
    """(pointer, what is wrong) of each label in a map."""
    for key, value in mapping(labels).items():
        if not LABEL_KEY.fits(key):
            yield joined(path, key), f"label key {LABEL_KEY.complaint(key)}"
        if isinstance(value, str) and not LABEL_VALUE.fits(value):
            yield joined(path, key), f"value {shown(value)} of label {shown(key)} must {LABEL_VALUE.wanted}"


def annotation_faults(annotations: Any, path: str) -> Iterator[Fault]:
    """(pointer, what is wrong) of each annotation in a map; capitals are allowed in the DNS names of their keys."""
    size = 0
    for key, value in mapping(annotations).items():
        if not LABEL_KEY.fits(key.lower()):
            yield joined(path, key), f"annotation key {LABEL_KEY.complaint(key)}"
        size += len(key) + (len(value) if isinstance(value, str) else 0)
        # Characters are counted first: bytes only where they can matter.
    if size * 4 > _ANNOTATIONS and (size := _size(mapping(annotations))) > _ANNOTATIONS:
        yield path, f"annotations have {size} bytes together, at most {_ANNOTATIONS} are allowed"


def _size(texts: Any) -> int:
    return sum(len(part.encode()) for pair in texts.items() for part in pair if isinstance(part, str))
