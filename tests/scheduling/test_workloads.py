"""What makes pods, as the scheduler sees it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manifests.kyaml import load
from pipeline.model.node import Node
from pipeline.scheduling.arriving import Needs
from pipeline.scheduling.outcome import outcome
from pipeline.scheduling.workloads import (
    Given,
    Importance,
    Workload,
    claim,
    importance,
    ranked,
    volume,
    workload,
)
from tests.scheduling.junk import BODIES, JUNK

EVERY = 2**31 - 1
KINDS = ("Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob")


def made(kind: str, spec: str = "{}", pod: str = "{}", scaled: str = "{}", hook: bool = False) -> Workload:
    return workload(Given(kind, "shop", "web", {"spec": load(spec)}, {}, load(pod), hook, load(scaled)))


@pytest.mark.parametrize(
    ("kind", "spec", "count"),
    [
        ("Pod", "{}", 1),
        ("Deployment", "{}", 1),
        ("Deployment", "replicas: 3", 3),
        ("StatefulSet", "replicas: 0", 0),
        ("ReplicaSet", "replicas: -3", 0),
        ("Deployment", "replicas: null", 1),
        ("Deployment", "replicas: [3]", 1),
        ("Deployment", "replicas: true", 1),
        ("Deployment", 'replicas: "3"', 1),
        ("Deployment", "replicas: 9999999999", EVERY),
        ("DaemonSet", "replicas: 3", EVERY),
        ("Job", "{}", 1),
        ("Job", "parallelism: 4", 4),
        ("Job", "{parallelism: 4, completions: 2}", 2),
        ("Job", "completions: 5", 1),
        ("Job", "{parallelism: 2, completions: 0}", 0),
        ("Job", "{parallelism: 2, suspend: true}", 0),
        ("CronJob", "jobTemplate: {spec: {parallelism: 3}}", 3),
        ("CronJob", "{suspend: true, jobTemplate: {spec: {parallelism: 3}}}", 0),
        ("CronJob", "jobTemplate: []", 1),
    ],
)
def test_pods_at_one_time(kind: str, spec: str, count: int) -> None:
    assert made(kind, spec).count == count


@pytest.mark.parametrize(
    ("spec", "scaled", "count"),
    [
        ("{}", "{minReplicas: 3, maxReplicas: 9}", 3),
        ("{}", "{maxReplicas: 9}", 1),
        ("replicas: 5", "{minReplicas: 3, maxReplicas: 9}", 5),
        ("replicas: 20", "{minReplicas: 3, maxReplicas: 9}", 9),
        ("replicas: 0", "{minReplicas: 3, maxReplicas: 9}", 0),
        ("{}", "{minReplicas: [], maxReplicas: {}}", 1),
        ("{}", "{minReplicas: 4, maxReplicas: 2}", 4),
    ],
)
def test_an_autoscaler_counts_the_pods(spec: str, scaled: str, count: int) -> None:
    assert made("Deployment", spec, scaled=scaled).count == count


@pytest.mark.parametrize(
    ("kind", "spec", "hook", "ordered", "passing"),
    [
        ("StatefulSet", "{}", False, True, False),
        ("StatefulSet", "podManagementPolicy: Parallel", False, False, False),
        ("Deployment", "{}", False, False, False),
        ("Job", "{}", False, False, True),
        ("CronJob", "{}", False, False, True),
        ("Pod", "{}", True, False, True),
    ],
)
def test_how_pods_come(kind: str, spec: str, hook: bool, ordered: bool, passing: bool) -> None:
    found = made(kind, spec, hook=hook)
    assert (found.ordered, found.passing) == (ordered, passing)


@pytest.mark.parametrize(
    ("pod", "ports"),
    [
        ("containers: [{ports: [{containerPort: 80}]}]", ()),
        ("containers: [{ports: [{containerPort: 80, hostPort: 8080}]}]", (("0.0.0.0", "TCP", 8080),)),
        ("{hostNetwork: true, containers: [{ports: [{containerPort: 53, protocol: UDP}]}]}", (("0.0.0.0", "UDP", 53),)),
        ("containers: [{ports: [{hostPort: 1, hostIP: 127.0.0.1}]}]", (("127.0.0.1", "TCP", 1),)),
        ("initContainers: [{ports: [{hostPort: 1}]}, {restartPolicy: Always, ports: [{hostPort: 2}]}]", (("0.0.0.0", "TCP", 2),)),
        ("containers: [null, {ports: [null, {hostPort: true}, {hostPort: 0}, {hostPort: 70000}, {hostPort: 1.5}]}]", ()),
    ],
)  # fmt: skip
def test_ports_of_the_node(pod: str, ports: tuple[tuple[str, str, int], ...]) -> None:
    assert made("Deployment", pod=pod).ports == ports


@pytest.mark.parametrize(
    ("kind", "spec", "pod", "claims"),
    [
        ("Deployment", "{}", "volumes: [{persistentVolumeClaim: {claimName: data}}, {persistentVolumeClaim: {claimName: data}}]", ("data",)),
        ("StatefulSet", "volumeClaimTemplates: [{metadata: {name: data}}]", "{}", ("data-web-*",)),
        ("Deployment", "volumeClaimTemplates: [{metadata: {name: data}}]", "{}", ()),
        ("Deployment", "{}", "volumes: [{name: tmp, ephemeral: {volumeClaimTemplate: {}}}]", ("web-*-tmp",)),
        ("StatefulSet", "volumeClaimTemplates: [null, {metadata: {name: 1}}]", "volumes: {a: b}", ()),
    ],
)  # fmt: skip
def test_claims(kind: str, spec: str, pod: str, claims: tuple[str, ...]) -> None:
    assert made(kind, spec, pod).claims == claims


@pytest.mark.parametrize(
    ("named", "classes", "priority"),
    [
        ("", (), 0),
        ("system-node-critical", (), 2_000_001_000),
        ("system-node-critical", (Importance("system-node-critical", 5),), 2_000_001_000),
        ("high", (Importance("high", 1000), Importance("usual", 7, usual=True)), 1000),
        ("", (Importance("high", 1000), Importance("usual", 7, usual=True)), 7),
        ("", (Importance("one", 9, usual=True), Importance("other", 7, usual=True)), 7),
        ("gone", (Importance("usual", 7, usual=True),), 0),
    ],
)
def test_priorities(named: str, classes: tuple[Importance, ...], priority: int) -> None:
    (found,) = ranked((made("Deployment", pod=f"priorityClassName: '{named}'"),), classes)
    assert found.priority == priority


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{value: 10, globalDefault: true}", Importance("a", 10, usual=True)),
        ("{value: -5, globalDefault: yes please}", Importance("a", -5)),
        ("{value: true}", Importance("a", 0)),
        ("{value: 99999999999}", Importance("a", EVERY)),
        ("{value: [1]}", Importance("a", 0)),
    ],
)
def test_importance(body: str, expected: Importance) -> None:
    assert importance("a", load(body)) == expected


@given(
    st.sampled_from(KINDS), BODIES, BODIES, JUNK, st.dictionaries(st.sampled_from(("minReplicas", "maxReplicas")), JUNK)
)
def test_whatever_a_chart_prints_can_be_put_somewhere_or_waits(
    kind: str, body: Any, pod: Any, labels: Any, scaled: Any
) -> None:
    one = workload(Given(kind, "shop", "web", body, labels if isinstance(labels, dict) else {}, pod, scaled=scaled))
    assert 0 <= one.count <= EVERY
    found = outcome(Needs((one, made("Pod")), claims=(claim("shop", "c", body),), volumes=(volume("v", body),)), NODES)
    assert 0 <= found.least <= found.most <= found.wanted


NODES = (Node("n1", {"a": "1"}, allocatable={"cpu": "4", "pods": 3}), Node("n2", {}))
