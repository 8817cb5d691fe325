"""Our filters and kube-scheduler's own say the same of the same pods and nodes, reason for reason."""

from collections.abc import Mapping
from typing import Any

import pytest

from pipeline.model.node import Node
from pipeline.scheduling.cluster import Cluster, Unit, wishes
from pipeline.scheduling.filters import message, refusals
from pipeline.scheduling.kinship import kinship
from pipeline.scheduling.workloads import Given, workload
from tests.scheduler.oracle import answers
from tests.scheduling.questions import question

SEEDS = range(1500)


def test_the_filters_are_those_of_kube_scheduler() -> None:
    questions = [question(seed) for seed in SEEDS]
    found = answers([one.asked() for one in questions])
    wrong = {
        seed: (ours, theirs)
        for seed, one, theirs in zip(SEEDS, questions, found, strict=True)
        if (ours := {name: sorted(reasons) for name, reasons in one.answered().items()})
        != {name: sorted(reasons) for name, reasons in theirs.items()}
    }
    assert wrong == {}
    said = {reason for one in found for reasons in one.values() for reason in reasons}
    assert len(said) >= 20, said


def test_a_sentence_counts_reasons_and_sorts_them_as_text() -> None:
    reasons = {"a": ("Insufficient cpu", "Insufficient memory"), "b": ("Insufficient cpu",), "c": ("Too many pods",)}
    assert message(reasons) == "0/3 nodes are available: 1 Insufficient memory, 1 Too many pods, 2 Insufficient cpu."


def test_what_is_said_of_the_pod_is_not_counted() -> None:
    said = ("pod affinity terms conflict",)
    assert message({"a": said, "b": said}) == "0/2 nodes are available: pod affinity terms conflict."
    assert message({}) == "no nodes available to schedule pods"


def alone(spec: Mapping[str, Any], node: Node) -> tuple[str, ...]:
    made = workload(Given("Pod", "test", "one", {}, {}, spec))
    unit = Unit(made, wishes((made,))[0], 0)
    return refusals(unit, Cluster([node], kinship((unit.wish,))))[node.name]


@pytest.mark.parametrize(
    ("spec", "node", "expected"),
    [
        ({"nodeName": "a"}, Node("a", {}, cordoned=True), ()),
        ({"nodeName": "a"}, Node("a", {}, ({"key": "k", "effect": "NoSchedule"},)), ()),
        ({"nodeName": "a"}, Node("a", {}, ({"key": "k", "effect": "NoExecute"},)), ("node(s) had untolerated taint(s)",)),
        ({"nodeName": "a", "topologySpreadConstraints": [{"topologyKey": "zone", "maxSkew": 1}]}, Node("a", {}), ()),
        ({"nodeName": "b"}, Node("a", {}), ("node(s) didn't match the requested node name",)),
        ({"containers": [{"resources": {"requests": {"cpu": "2"}}}]}, Node("a", {}), ()),
        ({"containers": [{"resources": {"requests": {"example.org/gpu": 1}}}]}, Node("a", {}), ()),
        ({"containers": [{"resources": {"requests": {"ephemeral-storage": "1Gi"}}}]}, Node("a", {}, allocatable={"cpu": 1}), ()),
        (
            {"containers": [{"resources": {"requests": {"hugepages-2Mi": "2Mi", "example.org/gpu": 1}}}]},
            Node("a", {}, allocatable={"cpu": 1}), ("Insufficient example.org/gpu", "Insufficient hugepages-2Mi"),
        ),
    ],
    ids=[
        "cordon of the named node", "taint of the named node", "evicted from the named node", "the kubelet spreads nothing",
        "another node", "nothing known of the node", "no device known", "storage not listed", "not listed is none",
    ],
)  # fmt: skip
def test_what_kube_scheduler_is_not_asked_or_not_told(
    spec: dict[str, Any], node: Node, expected: tuple[str, ...]
) -> None:
    assert alone(spec, node) == expected
