"""The seven scenarios of the guidelines on their four nodes, as data."""

from typing import Any

from pipeline.model.node import Node
from pipeline.scheduling.workloads import Given, Workload, workload

HARD, SOFT = "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
MASTER, MINION_0, MINION_1, MINION_2 = "k8s-master-0", "k8s-minion-0", "k8s-minion-1", "k8s-minion-2"
TAINT = {"key": "key1", "value": "value1", "effect": "NoSchedule"}
_ROLE = "node-role.kubernetes.io"
_LABELS = {
    MASTER: {"rack": "rack01", f"{_ROLE}/master": "", f"{_ROLE}/headnode": ""},
    MINION_0: {"rack": "rack01"}, MINION_1: {"rack": "rack02"}, MINION_2: {"rack": "rack02"},
}  # fmt: skip


def _beside(kind: str, app: str) -> dict[str, Any]:
    term = {
        "topologyKey": "kubernetes.io/hostname",
        "labelSelector": {"matchExpressions": [{"key": "app", "operator": "In", "values": [app]}]},
    }
    return {kind: {HARD: [term]}}


def _not(role: str) -> list[dict[str, Any]]:
    return [{"key": f"{_ROLE}/{role}", "operator": "NotIn", "values": [""]}]


_RACK01, _RACK02 = {"nodeSelector": {"rack": "rack01"}}, {"nodeSelector": {"rack": "rack02"}}
_OFF_MASTER = {"nodeAffinity": {HARD: {"nodeSelectorTerms": [{"matchExpressions": _not("master")}]}}}
_OFF_HEAD = {"nodeAffinity": {SOFT: [{"weight": 100, "preference": {"matchExpressions": _not("headnode")}}]}}
SETS: dict[str, tuple[int, dict[str, Any]]] = {
    "obs1": (3, _RACK01),
    "obs2": (3, _RACK02),
    "obs3": (4, {"affinity": _OFF_MASTER}),
    "obs4": (5, {"affinity": {**_beside("podAffinity", "obs1"), **_OFF_HEAD}}),
    "obs5": (5, {"affinity": {**_beside("podAntiAffinity", "obs5"), **_beside("podAffinity", "obs3")}}),
    "obs6": (3, _RACK01),
    "obs7": (3, {**_RACK01, "tolerations": [{**TAINT, "operator": "Equal"}]}),
}


def nodes(tainted: bool = False, cordoned: bool = False) -> tuple[Node, ...]:
    """The four nodes; the master with the taint, or cordoned, from obs6 on."""
    return tuple(
        Node(
            name,
            {"kubernetes.io/hostname": name, **labels},
            (TAINT,) if tainted and name == MASTER else (),
            cordoned and name == MASTER,
        )
        for name, labels in _LABELS.items()
    )


def sets(*names: str) -> tuple[Workload, ...]:
    """These StatefulSets."""
    return tuple(_set(name, *SETS[name]) for name in names)


def _set(name: str, replicas: int, rules: dict[str, Any]) -> Workload:
    body = {"spec": {"replicas": replicas}}
    return workload(Given("StatefulSet", "test", name, body, {"app": name}, {**rules, "containers": [{"name": "c"}]}))
