"""Which nodes the labels and taints of a pod's wishes admit."""

import pytest

from pipeline.manifests.kyaml import load
from pipeline.model.node import Node
from pipeline.scheduling.nodes import HOSTNAME, domain, kept_off, wanted

NODE = Node("n1", {"rack": "r1", "slots": "8", "empty": ""})
AFFINITY = "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: %s}}}"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{}", True),
        ("nodeSelector: {rack: r1}", True),
        ("nodeSelector: {rack: r1, disk: ssd}", False),
        (f"nodeSelector: {{{HOSTNAME}: n1}}", True),
        (f"nodeSelector: {{{HOSTNAME}: n2}}", False),
        (AFFINITY % "[]", False),
        (AFFINITY % "[{}]", False),
        (AFFINITY % "[{}, {matchExpressions: [{key: rack, operator: Exists}]}]", True),
        (AFFINITY % "[{matchExpressions: [{key: rack, operator: In, values: [r2]}]}]", False),
        (AFFINITY % "[{matchExpressions: [{key: disk, operator: NotIn, values: [ssd]}]}]", True),
        (AFFINITY % "[{matchExpressions: [{key: disk, operator: DoesNotExist}, {key: rack, operator: Exists}]}]", True),
        (AFFINITY % "[{matchExpressions: [{key: slots, operator: Gt, values: ['7']}]}]", True),
        (AFFINITY % "[{matchExpressions: [{key: slots, operator: Gt, values: ['8']}]}]", False),
        (AFFINITY % "[{matchExpressions: [{key: slots, operator: Lt, values: ['9']}]}]", True),
        (AFFINITY % "[{matchExpressions: [{key: rack, operator: Lt, values: ['9']}]}]", False),
        (AFFINITY % "[{matchExpressions: [{key: slots, operator: Like, values: ['8']}]}]", False),
        (AFFINITY % "[{matchFields: [{key: metadata.name, operator: In, values: [n1]}]}]", True),
        (AFFINITY % "[{matchFields: [{key: metadata.name, operator: NotIn, values: [n1]}]}]", False),
    ],
)
def test_labels(spec: str, expected: bool) -> None:
    assert wanted(load(spec), NODE) is expected


@pytest.mark.parametrize(
    ("tolerations", "taints", "expected"),
    [
        ("", "[]", False),
        ("", "[{key: a, effect: PreferNoSchedule}]", False),
        ("", "[{key: a, effect: NoSchedule}]", True),
        ("", "[{key: a, effect: NoExecute}]", True),
        ("{key: a, operator: Exists}", "[{key: a, value: b, effect: NoSchedule}]", False),
        ("{key: a, operator: Exists, effect: NoExecute}", "[{key: a, effect: NoSchedule}]", True),
        ("{key: a}", "[{key: a, effect: NoSchedule}]", False),
        ("{key: a, value: ''}", "[{key: a, effect: NoSchedule}]", False),
        ("{key: a, value: c}", "[{key: a, value: b, effect: NoSchedule}]", True),
        ("{operator: Exists}", "[{key: a, effect: NoSchedule}, {key: b, effect: NoExecute}]", False),
        ("{operator: Equal}", "[{key: a, effect: NoSchedule}]", True),
        ("{key: a}", "[{key: a, effect: NoSchedule}, {key: b, effect: NoExecute}]", True),
    ],
)
def test_taints(tolerations: str, taints: str, expected: bool) -> None:
    spec = load(f"tolerations: [{tolerations}]")
    assert kept_off(spec, Node("n", {}, tuple(load(taints)))) is expected


def test_a_node_without_a_label_is_in_no_domain_and_its_name_is_its_host() -> None:
    assert domain(NODE, "zone") is None
    assert domain(NODE, HOSTNAME) == "n1"
    assert domain(Node("n", {HOSTNAME: "host", "zone": 1}), HOSTNAME) == "host"
    assert domain(Node("n", {"zone": 1}), "zone") == "1"
