"""What pods ask for, added up from manifests alone: the project's own arithmetic of scheduling has no part in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tests.charts.rendered import Body, pod

# kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity
_SUFFIXES: Mapping[str, Decimal | int] = {
    "m": Decimal("0.001"),
    "Ki": 2**10,
    "Mi": 2**20,
    "Gi": 2**30,
    "k": 10**3,
    "M": 10**6,
    "G": 10**9,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Of a pod, or of many."""

    cpu: Decimal = Decimal(0)
    memory: Decimal = Decimal(0)

    def __add__(self, other: "Asked") -> "Asked":
        return Asked(self.cpu + other.cpu, self.memory + other.memory)

    def __or__(self, other: "Asked") -> "Asked":
        """The larger of both, each by itself."""
        return Asked(max(self.cpu, other.cpu), max(self.memory, other.memory))


def amount(text: str) -> Decimal:
    """A quantity as a number."""
    digits = text.rstrip("kmKMGi")
    return Decimal(digits) * _SUFFIXES.get(text.removeprefix(digits), 1)


def asked(given: Mapping[str, str]) -> Asked:
    """An entry of `requests`; without both it is no answer."""
    return Asked(amount(given["cpu"]), amount(given["memory"]))


def of_pod(spec: Body) -> Asked:
    """What a node must have for a pod: its containers at once, or the largest of those that run before them."""
    at_once = sum((asked(one["resources"]["requests"]) for one in spec["containers"]), Asked())
    for one in spec.get("initContainers", ()):
        assert "restartPolicy" not in one, "an init container that goes on counts with the others"
        at_once |= asked(one["resources"]["requests"])
    return at_once


def lasting(bodies: Iterable[Body]) -> Asked:
    """All pods that go on until somebody ends them. One node: a DaemonSet has one pod."""
    return sum((Asked() if _passes(one) else _of(one) for one in _workloads(bodies)), Asked())


def passing(bodies: Iterable[Body]) -> Asked:
    """The largest of the pods that end by themselves, which may run one after the other."""
    found = Asked()
    for one in _workloads(bodies):
        found |= _of(one) if _passes(one) else Asked()
    return found


def _workloads(bodies: Iterable[Body]) -> list[Body]:
    return [one for one in bodies if one["kind"] in ("Pod", "Deployment", "StatefulSet", "DaemonSet", "Job")]


def _of(workload: Body) -> Asked:
    each = of_pod(pod(workload))
    return sum([each] * workload["spec"].get("replicas", 1), Asked())


def _passes(workload: Body) -> bool:
    return str(pod(workload).get("restartPolicy", "Always")) != "Always"
