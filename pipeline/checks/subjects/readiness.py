"""What the status of a recorded object says: whether it is as it should be, and how it ended.

Facts: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, and the status of each kind in the API reference.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from pipeline.checks.subjects.manifest import Manifest
from pipeline.manifests.reading import at, listing, mapping, text

_STARTING: Final = ("ContainerCreating", "PodInitializing")


def condition(one: Manifest, kind: str) -> bool:
    """Whether a condition of an object is true."""
    conditions = (mapping(entry) for entry in listing(one.get("status", "conditions")))
    return any(entry.get("type") == kind and entry.get("status") == "True" for entry in conditions)


def is_ready(pod: Manifest) -> bool:
    """Whether a Pod runs and can serve."""
    return one_of(pod, "Running") and condition(pod, "Ready")


def one_of(one: Manifest, *phases: str) -> bool:
    """Whether an object is in one of these phases."""
    return one.get("status", "phase") in phases


def ended(one: Manifest) -> str:
    """How a Pod or a Job ended, "Succeeded" or "Failed"; "" while it has not."""
    if one.kind == "Job":
        return "Succeeded" if condition(one, "Complete") else "Failed" if condition(one, "Failed") else ""
    return text(one.get("status", "phase")) if one_of(one, "Succeeded", "Failed") else ""


def trouble(one: Manifest) -> str:
    """Why a recorded object is not as it should be, "" where it is, or where its kind has no such thing."""
    judge = _JUDGES.get(one.kind)
    return judge(one) if judge else ""


def containers(pod: Manifest) -> Iterator[Mapping[str, Any]]:
    """The status of each container of a Pod, of initContainers too."""
    for key in ("containerStatuses", "initContainerStatuses"):
        yield from map(mapping, listing(pod.get("status", key)))


def waiting(pods: Iterable[Manifest]) -> str:
    """What the first container that waits is waiting for, "" where none does, or only until it is made."""
    reasons = (text(at(status, "state", "waiting", "reason")) for pod in pods for status in containers(pod))
    return next((reason for reason in reasons if reason and reason not in _STARTING), "")


def _counted(one: Manifest) -> str:
    wanted = one.spec.get("replicas")
    wanted = 1 if wanted is None else wanted
    return _ready(one.get("status", "readyReplicas"), wanted)


def _daemons(one: Manifest) -> str:
    wanted = one.get("status", "desiredNumberScheduled")
    return "no pod is scheduled yet" if wanted is None else _ready(one.get("status", "numberReady"), wanted)


def _ready(count: Any, wanted: Any) -> str:
    count = count or 0
    enough = isinstance(count, int) and isinstance(wanted, int) and count >= wanted
    return "" if enough else f"{count} of {wanted} pods are ready"


def _job(one: Manifest) -> str:
    if one.spec.get("suspend") is True or condition(one, "Complete"):
        return ""
    return "it has failed" if condition(one, "Failed") else "it has not completed"


def _pod(one: Manifest) -> str:
    if is_ready(one) or (one_of(one, "Succeeded") and one.spec.get("restartPolicy") in ("Never", "OnFailure")):
        return ""
    return (
        "it runs and is not ready" if one_of(one, "Running") else f"it is {one.get('status', 'phase') or 'of no phase'}"
    )


def _claim(one: Manifest) -> str:
    return "" if one_of(one, "Bound") else f"it is {one.get('status', 'phase') or 'of no phase'}"


_JUDGES: Final[Mapping[str, Callable[[Manifest], str]]] = {
    **dict.fromkeys(("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"), _counted),
    "DaemonSet": _daemons, "Job": _job, "Pod": _pod, "PersistentVolumeClaim": _claim,
}  # fmt: skip
