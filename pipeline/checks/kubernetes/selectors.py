"""Label selectors: well-formed, and in agreement with the pod template (kubernetes.io: Labels and Selectors)."""

from collections.abc import Iterator
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import entries, native
from pipeline.checks.kubernetes.forms import LABEL_KEY, LABEL_VALUE, shown
from pipeline.checks.kubernetes.labels import Fault, label_faults
from pipeline.checks.rule import ERROR, MUST, objects, pods
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.policies import peers
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import at, listing, mapping
from pipeline.manifests.selectors import matches, selects, unmet

_CONTROLLERS: Final = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
_MISMATCH: Final = "labels of the pod template do not match the selector"
_SETS: Final = ("In", "NotIn")
_PRESENCE: Final = ("Exists", "DoesNotExist")


@objects(
    "K8S113", MUST, ERROR, "none", *_CONTROLLERS, "Job", "NetworkPolicy", "PodDisruptionBudget", "PersistentVolumeClaim",
    "ClusterRole",
)  # fmt: skip
def well_formed_selector(one: Manifest, release: Release) -> Iterator[Hit]:
    """Label selectors are well-formed."""
    if native(one):
        for path, selector in _selectors(one):
            yield from (one.hit(*fault) for fault in selector_faults(selector, path))


@pods("K8S114", MUST, ERROR, "none", *_CONTROLLERS, "ReplicationController", "Job", "CronJob")
def selects_its_own(pod: Pod, release: Release) -> Iterator[Hit]:
    """Selectors of workloads select the pods of their template, and not every pod."""
    owner, selector = pod.owner, pod.owner.spec.get("selector")
    if pod.kind in ("Job", "CronJob"):
        yield from _of_job(pod)
    elif pod.kind == "ReplicationController":
        if not mapping(selector) and not pod.labels:
            yield owner.hit("/spec/selector", "selector of a ReplicationController must not be empty")
        elif not matches(mapping(selector), pod.labels):
            yield owner.hit(f"{pod.meta_path}/labels", _MISMATCH)
    elif isinstance(selector, dict):
        if not mapping(selector.get("matchLabels")) and not listing(selector.get("matchExpressions")):
            yield owner.hit("/spec/selector", f"selector of a {pod.kind} must not be empty")
        elif (path := next(unmet(selector, pod.labels), None)) is not None:
            yield owner.hit(f"/spec/selector{path}", _MISMATCH)


def _of_job(pod: Pod) -> Iterator[Hit]:
    """Selectors of Jobs are made by the server, unless they say manualSelector; those of CronJobs always."""
    path = "/spec/jobTemplate/spec" if pod.kind == "CronJob" else "/spec"
    spec = mapping(pod.owner.get(*path[1:].split("/")))
    selector, manual = spec.get("selector"), spec.get("manualSelector") is True
    if pod.kind == "CronJob" and manual:
        yield pod.owner.hit(f"{path}/manualSelector", "manualSelector must not be true in a CronJob")
    elif manual and not selects(selector, pod.labels):
        yield pod.owner.hit(f"{pod.meta_path}/labels" if selector else f"{path}/selector", _MISMATCH)
    elif not manual and any(mapping(selector).values()):
        yield pod.owner.hit(f"{path}/selector", f"selector of a {pod.kind} is made by the server and must not be given")


def _selectors(one: Manifest) -> Iterator[tuple[str, Any]]:
    """(pointer, selector) of each label selector in an object, those of its pod template left out."""
    if one.kind == "NetworkPolicy":
        yield "/spec/podSelector", one.spec.get("podSelector")
        for peer in peers(one):
            yield f"{peer.path}/podSelector", peer.body.get("podSelector")
            yield f"{peer.path}/namespaceSelector", peer.body.get("namespaceSelector")
    elif one.kind == "ClusterRole":
        path = "/aggregationRule/clusterRoleSelectors"
        yield from entries(at(one.body, "aggregationRule", "clusterRoleSelectors"), path)
    else:
        yield "/spec/selector", one.spec.get("selector")


def selector_faults(selector: Any, path: str) -> Iterator[Fault]:
    """(pointer, what is wrong) of each mistake in a LabelSelector."""
    yield from label_faults(mapping(selector).get("matchLabels"), f"{path}/matchLabels")
    for place, expression in entries(mapping(selector).get("matchExpressions"), f"{path}/matchExpressions"):
        yield from _requirement(expression, place)


def _requirement(expression: Any, path: str) -> Iterator[Fault]:
    key, operator, values = expression.get("key"), expression.get("operator"), listing(expression.get("values"))
    if operator in _SETS and not values:
        yield f"{path}/values", f"operator {operator} needs at least one value"
    elif operator in _PRESENCE and values:
        yield f"{path}/values", f"operator {operator} takes no values"
    elif isinstance(operator, str) and operator not in _SETS + _PRESENCE:
        yield f"{path}/operator", f"operator {shown(operator)} must be one of {', '.join(_SETS + _PRESENCE)}"
    if isinstance(key, str) and not LABEL_KEY.fits(key):
        yield f"{path}/key", f"label key {LABEL_KEY.complaint(key)}"
    for index, value in enumerate(values):
        if isinstance(value, str) and not LABEL_VALUE.fits(value):
            yield f"{path}/values/{index}", f"value {LABEL_VALUE.complaint(value)}"
