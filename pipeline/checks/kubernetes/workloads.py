"""What controllers say of their pods and how they replace them (kubernetes: pkg/apis/apps/validation)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import native, whole
from pipeline.checks.kubernetes.forms import LABEL, PERCENT, shown
from pipeline.checks.rule import ERROR, MUST, objects, pods
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import at, mapping, text

_KEPT: Final = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController")
_COUNTS: Final = ("replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds")
_DEADLINE: Final = 600  # the default of progressDeadlineSeconds
Fault = tuple[str, str]


@pods("K8S140", MUST, ERROR, "none", *_KEPT, "Job", "CronJob")
def restart_policy(pod: Pod, release: Release) -> Iterator[Hit]:
    """Pods of controllers are always restarted, those of Jobs never or after a failure."""
    policy = pod.spec.get("restartPolicy") or "Always"
    if pod.kind in ("Job", "CronJob"):
        if policy == "Always":
            yield pod.hit("/restartPolicy", f"restartPolicy of a {pod.kind} must be Never or OnFailure")
        return
    if policy in ("Never", "OnFailure"):
        yield pod.hit("/restartPolicy", f"restartPolicy of a {pod.kind} must be Always, not {policy}")
    if pod.spec.get("activeDeadlineSeconds") is not None:
        yield pod.hit("/activeDeadlineSeconds", f"pods of a {pod.kind} must not have activeDeadlineSeconds")


@objects("K8S141", MUST, ERROR, "none", "Deployment", "StatefulSet", "DaemonSet")
def update_strategy(one: Manifest, release: Release) -> Iterator[Hit]:
    """Update strategies can make progress and do not contradict themselves."""
    if not native(one):
        return
    field = "strategy" if one.kind == "Deployment" else "updateStrategy"
    strategy = mapping(one.spec.get(field))
    kind = text(strategy.get("type")) or "RollingUpdate"
    rolling = strategy.get("rollingUpdate")
    if kind == "RollingUpdate":
        for place, message in _ROLLING[one.kind](mapping(rolling)):
            yield one.hit(f"/spec/{field}/rollingUpdate{place}", message)
    elif rolling is not None and one.kind != "DaemonSet":
        yield one.hit(
            f"/spec/{field}/rollingUpdate", f"rollingUpdate is for type: RollingUpdate, not for {shown(kind)}"
        )


@objects("K8S142", MUST, ERROR, "none", *_KEPT)
def counts(one: Manifest, release: Release) -> Iterator[Hit]:
    """Numbers of workloads are not negative, and a rollout has the time it needs."""
    if not native(one):
        return
    for field in _COUNTS:
        number = whole(one.spec.get(field))
        if number is not None and number < 0:
            yield one.hit(f"/spec/{field}", f"{field} {number} must not be negative")
    if one.kind == "Deployment":
        ready, deadline = whole(one.spec.get("minReadySeconds")) or 0, whole(one.spec.get("progressDeadlineSeconds"))
        limit = _DEADLINE if deadline is None else deadline
        if limit <= ready:
            message = (
                f"progressDeadlineSeconds {limit} must be more than minReadySeconds {ready}, or no rollout succeeds"
            )
            yield one.hit("/spec/progressDeadlineSeconds", message)
    elif one.kind == "StatefulSet":
        service, start = text(one.spec.get("serviceName")), whole(at(one.spec, "ordinals", "start"))
        if service and not LABEL.fits(service):
            yield one.hit("/spec/serviceName", f"serviceName {LABEL.complaint(service)}")
        if start is not None and start < 0:
            yield one.hit("/spec/ordinals/start", f"first ordinal {start} must not be negative")


def share_fault(value: Any, limited: bool = True) -> str:
    """What is wrong with a number or percentage of pods, "" if nothing. limited: it is at most 100%."""
    number = whole(value)
    if number is not None and number < 0:
        return f"{number} must not be negative"
    if isinstance(value, str):
        if not PERCENT.fullmatch(value):
            return f"{shown(value)} must be a number or a percentage, like 1 or 25%"
        if limited and len(value.lstrip("0")) > 3 and value.lstrip("0") != "100%":
            return f"{shown(value)} must not be more than 100%"
    return ""


def _none(value: Any, default: bool) -> bool:
    """Whether a number or percentage is nothing. default: what is missing is."""
    return default if value is None else whole(value) == 0 or (isinstance(value, str) and value.strip("0") == "%")


def _faults(rolling: Mapping[str, Any], *limited: str) -> Iterator[Fault]:
    for field in ("maxUnavailable", "maxSurge"):
        if message := share_fault(rolling.get(field), field in limited):
            yield f"/{field}", f"{field} {message}"


def _of_deployment(rolling: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _faults(rolling, "maxUnavailable")
    if _none(rolling.get("maxUnavailable"), False) and _none(rolling.get("maxSurge"), False):
        yield "/maxUnavailable", "maxUnavailable and maxSurge must not both be 0"


def _of_daemon_set(rolling: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _faults(rolling, "maxUnavailable", "maxSurge")
    fixed, same = _none(rolling.get("maxUnavailable"), False), _none(rolling.get("maxSurge"), True)
    if fixed and same:
        yield "/maxUnavailable", "maxUnavailable and maxSurge must not both be 0"
    elif not fixed and not same:
        yield "/maxSurge", "maxSurge needs maxUnavailable: 0, which is 1 if it is not given"


def _of_stateful_set(rolling: Mapping[str, Any]) -> Iterator[Fault]:
    partition, unavailable = whole(rolling.get("partition")), rolling.get("maxUnavailable")
    if partition is not None and partition < 0:
        yield "/partition", f"partition {partition} must not be negative"
    if message := share_fault(unavailable):
        yield "/maxUnavailable", f"maxUnavailable {message}"
    elif _none(unavailable, False):
        yield "/maxUnavailable", "maxUnavailable must not be 0"


_ROLLING: Final = {"Deployment": _of_deployment, "DaemonSet": _of_daemon_set, "StatefulSet": _of_stateful_set}
