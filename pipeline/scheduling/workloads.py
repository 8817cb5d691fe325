"""What makes pods, reduced to what the scheduler looks at: small enough to be kept in the index of a rendering."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.scheduling.amounts import Amounts, requests

_KEPT: Final = ("nodeName", "nodeSelector", "affinity", "tolerations", "topologySpreadConstraints")
_COUNTED: Final = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")
ZONES: Final = (
    "topology.kubernetes.io/zone", "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
)  # fmt: skip
# The classes that every cluster has (kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption).
_CRITICAL: Final = {"system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000}
_LAST_PORT: Final = 65535
_MOST: Final = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Workload:
    """One object that makes pods.

    count: pods at one time, of a DaemonSet at most: one on each node that takes it. spec: what of the pod's spec the scheduler
    reads; asked: of each pod; ports: (hostIP, protocol, hostPort); claims: names of PersistentVolumeClaims, with "*" in those
    that are made for each pod. ordered: one pod after the other; passing: pods that come, work and end. important: the
    PriorityClass that is named; priority: its value, as `ranked` finds it.
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
    important: str = ""
    priority: int = 0

    @property
    def daemon(self) -> bool:
        return self.kind == "DaemonSet"


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of an object that makes pods. spec, labels: of the pods; hook: Helm runs it and waits for it; scaled: the
    HorizontalPodAutoscaler that counts its pods, {} where none does."""

    kind: str
    namespace: str
    name: str
    body: Mapping[str, Any]
    labels: Mapping[str, Any]
    spec: Mapping[str, Any]
    hook: bool = False
    scaled: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Importance:
    """A PriorityClass. usual: it is that of pods that name none."""

    name: str
    value: int
    usual: bool = False


def importance(name: str, body: Mapping[str, Any]) -> Importance:
    """A PriorityClass as it is written."""
    value = body.get("value")
    known = value if isinstance(value, int) and not isinstance(value, bool) else 0
    return Importance(name, max(-_MOST, min(known, _MOST)), body.get("globalDefault") is True)


def ranked(workloads: Iterable[Workload], classes: Iterable[Importance]) -> tuple[Workload, ...]:
    """The workloads with their priorities. classes: PriorityClasses of the environment; of several usual ones the lowest counts."""
    every = tuple(classes)
    values = {**{one.name: one.value for one in every}, **_CRITICAL}
    values[""] = min((one.value for one in every if one.usual), default=0)
    return tuple(replace(one, priority=values.get(one.important, 0)) for one in workloads)


def workload(given: Given) -> Workload:
    """An object as the scheduler sees its pods."""
    body, spec = given.body, given.spec
    parallel = at(body, "spec", "podManagementPolicy") != "Parallel"
    return Workload(
        given.kind, given.namespace, given.name, _count(given), given.labels,
        {key: spec[key] for key in _KEPT if spec.get(key) not in (None, "", {}, [])}, requests(spec), _ports(spec),
        _claims(given.kind, given.name, body, spec), given.kind == "StatefulSet" and parallel,
        given.hook or given.kind in ("Job", "CronJob"), text(spec.get("priorityClassName")),
    )  # fmt: skip


def _count(given: Given) -> int:
    own = mapping(given.body.get("spec"))
    if given.kind in _COUNTED:
        return _scaled(_number(own.get("replicas")), given.scaled)
    if given.kind == "CronJob" and own.get("suspend") is True:
        return 0
    if given.kind in ("Job", "CronJob"):
        return _at_once(own if given.kind == "Job" else mapping(at(own, "jobTemplate", "spec")))
    return _MOST if given.kind == "DaemonSet" else 1


def _scaled(replicas: int, scaler: Mapping[str, Any]) -> int:
    """Pods that an autoscaler leaves or adds; it lets alone what somebody has set to 0."""
    if not scaler or not replicas:
        return replicas
    least = _number(scaler.get("minReplicas"))
    return min(max(replicas, least), max(least, _number(scaler.get("maxReplicas"))))


def _at_once(job: Mapping[str, Any]) -> int:
    """Pods of a Job that run side by side; one without completions is a queue, worked off by as many as may run."""
    if job.get("suspend") is True:
        return 0
    parallel, whole = _number(job.get("parallelism")), job.get("completions")
    return parallel if whole is None else min(parallel, _number(whole))


def _number(value: Any) -> int:
    """A count that is 1 where nothing is said."""
    if value is None:
        return 1
    return min(max(0, value), _MOST) if isinstance(value, int) and not isinstance(value, bool) else 1


def _ports(spec: Mapping[str, Any]) -> tuple[tuple[str, str, int], ...]:
    found = set()
    for container in (*listing(spec.get("containers")), *_sidecars(spec)):
        for port in map(mapping, listing(at(container, "ports"))):
            number = port.get("containerPort") if spec.get("hostNetwork") is True else port.get("hostPort")
            if isinstance(number, int) and not isinstance(number, bool) and 0 < number <= _LAST_PORT:
                found.add((text(port.get("hostIP")) or "0.0.0.0", text(port.get("protocol")) or "TCP", number))  # noqa: S104 - a word
    return tuple(sorted(found))


def _sidecars(spec: Mapping[str, Any]) -> Sequence[Any]:
    return [one for one in listing(spec.get("initContainers")) if at(one, "restartPolicy") == "Always"]


def _claims(kind: str, name: str, body: Mapping[str, Any], spec: Mapping[str, Any]) -> tuple[str, ...]:
    volumes, made = listing(spec.get("volumes")), listing(at(body, "spec", "volumeClaimTemplates"))
    own = [text(at(one, "persistentVolumeClaim", "claimName")) for one in volumes]
    brief = [text(at(one, "name")) for one in volumes if at(one, "ephemeral")]
    templates = [text(at(one, "metadata", "name")) for one in made] if kind == "StatefulSet" else []
    every = [*own, *(f"{name}-*-{one}" for one in brief if one), *(f"{one}-{name}-*" for one in templates if one)]
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
