"""API: fields at their level, and selectors that fit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, MAY, pods, release
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import steps
from pipeline.manifests.reading import at, listing, mapping
from pipeline.manifests.selectors import unmet

_HOST: Final = ("hostNetwork", "hostPID", "hostIPC")
_POD: Final = ("restartPolicy", "nodeSelector", "affinity", "tolerations", "volumes", "serviceAccountName", *_HOST)
# The levels above the pod's spec, by kind; those that are not named here have spec and spec.template.
_ABOVE: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "Pod": (),
    "CronJob": (
        ("spec",), ("spec", "jobTemplate"), ("spec", "jobTemplate", "spec"), ("spec", "jobTemplate", "spec", "template"),
    ),
}  # fmt: skip
_USUAL: Final = (("spec",), ("spec", "template"))


@release("API006", MAY, ERROR, "none")
def levels(release: Release) -> Iterator[Hit]:
    """Fields sit at the level that owns them."""
    for pod in release.pods:
        for way in _ABOVE.get(pod.kind, _USUAL):
            above, path = mapping(pod.owner.get(*way)), "".join(f"/{step}" for step in way)
            yield from _misplaced(pod.owner, path, above, _POD, "the pod's spec")
            yield from _misplaced(pod.owner, path, above, ("image",), "a container")
        yield from _in_pod(pod)
    for policy in release.of("NetworkPolicy"):
        for direction in ("ingress", "egress"):
            for index, rule in enumerate(listing(policy.spec.get(direction))):
                yield from _named_ports(policy, f"/spec/{direction}/{index}/ports", listing(at(rule, "ports")))


@pods("API007", MAY, ERROR, "none", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
def own_selector(pod: Pod, release: Release) -> Iterator[Hit]:
    """Workload selectors exist and match their pod template."""
    selector = mapping(pod.owner.spec.get("selector"))
    place = "/spec/selector"
    terms = listing(selector.get("matchExpressions"))
    if not mapping(selector.get("matchLabels")) and not terms:
        if pod.owner.group == "apps":
            yield pod.owner.hit(place, f"the {pod.kind} does not say which pods are its own")
        return
    for path in unmet(selector, pod.labels):
        part, step = steps(path)
        key = step if part == "matchLabels" else at(terms[int(step)], "key")
        yield pod.owner.hit(f"{place}{path}", f"label {key!r} of its pods is not what the selector asks for")


def _in_pod(pod: Pod) -> Iterator[Hit]:
    owner = pod.owner
    context = mapping(pod.spec.get("securityContext"))
    yield from _misplaced(owner, pod.path, pod.spec, ("image",), "a container")
    yield from _misplaced(owner, f"{pod.path}/securityContext", context, _HOST, "the pod's spec")
    yield from _misplaced(owner, f"{pod.path}/securityContext", context, ("privileged", "capabilities"), "a container")
    for container in pod.every:
        yield from _misplaced(owner, container.path, container.body, _HOST, "the pod's spec")
        inner = mapping(container.get("securityContext"))
        yield from _misplaced(owner, f"{container.path}/securityContext", inner, _HOST, "the pod's spec")


def _misplaced(owner: Manifest, path: str, level: Mapping[str, Any], keys: Iterable[str], home: str) -> Iterator[Hit]:
    for key in keys:
        if level.get(key) is not None:
            yield owner.hit(f"{path}/{key}", f"{key} belongs to {home}")


def _named_ports(policy: Manifest, path: str, ports: Sequence[Any]) -> Iterator[Hit]:
    for index, port in enumerate(ports):
        if at(port, "name") is not None:
            yield policy.hit(f"{path}/{index}/name", "ports of a policy have no names; `port` takes a number or a name")
