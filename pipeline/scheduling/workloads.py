"""What makes pods, reduced to what the scheduler looks at: small enough to be kept in the index of a rendering."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.scheduling.amounts import Amounts, requests

_KEPT: Final = ("nodeName", "nodeSelector", "affinity", "tolerations", "topologySpreadConstraints", "schedulerName")
_COUNTED: Final = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")
ZONES: Final = ("topology.kubernetes.io/zone", "topology.kubernetes.io/region")
# The classes that every cluster has (kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption).
_CRITICAL: Final = {"system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000}


@dataclass(frozen=True, slots=True)
class Workload:
    """One object that makes pods.

    count: pods at one time, for a DaemonSet one on each node that takes it. spec: what of the pod's spec the scheduler
    reads; asked: of each pod; ports: (hostIP, protocol, hostPort); claims: names of PersistentVolumeClaims, with "*" in those
    that are made for each pod. ordered: one pod after the other; passing: pods that come, work and end.
    """

    kind: str
    namespace: str
    name: str
    count: int
    labels: Mapping[str, Any]
    spec: Mapping[str, Any]
    asked: Amounts
    ports: tuple[tuple[str, str, int], ...] = ()
    claims: tuple[str, ...] = ()
    ordered: bool = False
    passing: bool = False
    priority: int = 0

    @property
    def daemon(self) -> bool:
        return self.kind == "DaemonSet"


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of an object that makes pods. spec, labels: of the pods; hook: Helm runs it and waits for it."""

    kind: str
    namespace: str
    name: str
    body: Mapping[str, Any]
    labels: Mapping[str, Any]
    spec: Mapping[str, Any]
    hook: bool = False


def workload(given: Given, priorities: Mapping[str, int] = MappingProxyType({})) -> Workload:
    """An object as the scheduler sees its pods. priorities: values of the PriorityClasses there are."""
    body, spec = given.body, given.spec
    parallel = at(body, "spec", "podManagementPolicy") != "Parallel"
    named = text(spec.get("priorityClassName"))
    return Workload(
        given.kind, given.namespace, given.name, _count(given.kind, body), given.labels,
        {key: spec[key] for key in _KEPT if spec.get(key) not in (None, "", {}, [])}, requests(spec), _ports(spec),
        _claims(given.kind, given.name, body, spec), given.kind == "StatefulSet" and parallel,
        given.hook or given.kind in ("Job", "CronJob"), {**_CRITICAL, **priorities}.get(named, 0),
    )  # fmt: skip


def _count(kind: str, body: Mapping[str, Any]) -> int:
    if kind in _COUNTED:
        return _number(at(body, "spec", "replicas"))
    job = mapping(at(body, "spec", "jobTemplate", "spec") if kind == "CronJob" else body.get("spec"))
    if kind in ("Job", "CronJob"):
        return min(_number(job.get("parallelism")), max(1, _number(job.get("completions"))))
    return 1


def _number(value: Any) -> int:
    """A count that is 1 where nothing is said."""
    if value is None:
        return 1
    return max(0, value) if isinstance(value, int) and not isinstance(value, bool) else 1


def _ports(spec: Mapping[str, Any]) -> tuple[tuple[str, str, int], ...]:
    found = set()
    for container in (*listing(spec.get("containers")), *_sidecars(spec)):
        for port in map(mapping, listing(at(container, "ports"))):
            number = port.get("containerPort") if spec.get("hostNetwork") is True else port.get("hostPort")
            if isinstance(number, int) and number > 0:
                found.add((text(port.get("hostIP")) or "0.0.0.0", text(port.get("protocol")) or "TCP", number))  # noqa: S104 - a word
    return tuple(sorted(found))


def _sidecars(spec: Mapping[str, Any]) -> Sequence[Any]:
    return [one for one in listing(spec.get("initContainers")) if at(one, "restartPolicy") == "Always"]


def _claims(kind: str, name: str, body: Mapping[str, Any], spec: Mapping[str, Any]) -> tuple[str, ...]:
    own = [text(at(one, "persistentVolumeClaim", "claimName")) for one in listing(spec.get("volumes"))]
    made = [text(at(one, "metadata", "name")) for one in listing(at(body, "spec", "volumeClaimTemplates"))]
    every = [*own, *(f"{one}-{name}-*" for one in made if one and kind == "StatefulSet")]
    return tuple(dict.fromkeys(one for one in every if one))


@dataclass(frozen=True, slots=True)
class Claim:
    """A PersistentVolumeClaim. once: one pod alone may use it (ReadWriteOncePod)."""

    namespace: str
    name: str
    volume: str = ""
    storage_class: str = ""
    once: bool = False


@dataclass(frozen=True, slots=True)
class Volume:
    """A PersistentVolume. terms: nodeSelectorTerms of the nodes that reach it, () for all; zones: its own topology labels;
    claim: (namespace, name) that it is kept for."""

    name: str
    storage_class: str = ""
    claim: tuple[str, str] = ("", "")
    terms: tuple[Mapping[str, Any], ...] = ()
    zones: Mapping[str, Any] = field(default_factory=dict)


def claim(namespace: str, name: str, body: Mapping[str, Any]) -> Claim:
    """A PersistentVolumeClaim as it is written."""
    spec = mapping(body.get("spec"))
    once = "ReadWriteOncePod" in listing(spec.get("accessModes"))
    return Claim(namespace, name, text(spec.get("volumeName")), text(spec.get("storageClassName")), once)


def volume(name: str, body: Mapping[str, Any]) -> Volume:
    """A PersistentVolume as it is written."""
    spec, labels = mapping(body.get("spec")), mapping(at(body, "metadata", "labels"))
    kept = (text(at(spec, "claimRef", "namespace")), text(at(spec, "claimRef", "name")))
    terms = listing(at(spec, "nodeAffinity", "required", "nodeSelectorTerms"))
    zones = {key: labels[key] for key in ZONES if key in labels}
    return Volume(name, text(spec.get("storageClassName")), kept, tuple(mapping(one) for one in terms), zones)
