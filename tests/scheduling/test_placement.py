"""The scenarios of the standards on four nodes in two racks, and what they leave open."""

from collections.abc import Sequence
from typing import Any

import pytest

from pipeline.manifests.kyaml import load
from pipeline.model.node import Node
from pipeline.scheduling.placement import Placed, Wish, alone, beside, domains, fits, pleased, wish_of

MASTER, MINION0, MINION1, MINION2 = "k8s-master-0", "k8s-minion-0", "k8s-minion-1", "k8s-minion-2"
ROLES = {"node-role.kubernetes.io/master": "", "node-role.kubernetes.io/headnode": ""}
REST = (
    Node(MINION0, {"rack": "rack01"}),
    Node(MINION1, {"rack": "rack02"}),
    Node(MINION2, {"rack": "rack02"}),
)
NODES = (Node(MASTER, {"rack": "rack01", **ROLES}), *REST)
TAINT = {"key": "key1", "value": "value1", "effect": "NoSchedule"}
TAINTED = (Node(MASTER, {"rack": "rack01", **ROLES}, (TAINT,)), *REST)
CORDONED = (Node(MASTER, {"rack": "rack01", **ROLES}, cordoned=True), *REST)


def eligible(wish: Wish, nodes: Sequence[Node], placed: Sequence[Placed] = ()) -> tuple[Node, ...]:
    """The nodes where a pod can be put, beside pods that are there."""
    return beside(wish, [node for node in nodes if fits(wish, node)], nodes, placed)


OBS = {
    "obs1": "nodeSelector: {rack: rack01}",
    "obs2": "nodeSelector: {rack: rack02}",
    "obs3": """
        affinity:
          nodeAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              nodeSelectorTerms:
                - matchExpressions: [{key: node-role.kubernetes.io/master, operator: NotIn, values: [""]}]
        """,
    "obs4": """
        affinity:
          podAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              - topologyKey: kubernetes.io/hostname
                labelSelector: {matchExpressions: [{key: app, operator: In, values: [obs1]}]}
          nodeAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
              - weight: 100
                preference:
                  matchExpressions: [{key: node-role.kubernetes.io/headnode, operator: NotIn, values: [""]}]
        """,
    "obs5": """
        affinity:
          podAntiAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              - topologyKey: kubernetes.io/hostname
                labelSelector: {matchExpressions: [{key: app, operator: In, values: [obs5]}]}
          podAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              - topologyKey: kubernetes.io/hostname
                labelSelector: {matchExpressions: [{key: app, operator: In, values: [obs3]}]}
        """,
    "obs6": "nodeSelector: {rack: rack01}",
    "obs7": """
        nodeSelector: {rack: rack01}
        tolerations: [{key: key1, operator: Equal, value: value1, effect: NoSchedule}]
        """,
}
OBSERVED = {
    "obs1": (MASTER, MINION0, MASTER),
    "obs2": (MINION2, MINION1, MINION2),
    "obs3": (MINION1, MINION0, MINION1, MINION0),
    "obs4": (MINION0, MINION0, MINION0, MASTER, MINION0),
}


def wish(name: str, spec: str = "", daemon: bool = False) -> Wish:
    return wish_of({"app": name, "group": "scheduling-examples"}, "test", load(spec or OBS[name]), daemon)


def running(*names: str) -> list[Placed]:
    return [Placed(wish(name), (node,)) for name in names for node in OBSERVED[name]]


def names(nodes: tuple[Node, ...]) -> list[str]:
    return [node.name for node in nodes]


@pytest.mark.parametrize(
    ("name", "nodes", "there", "expected"),
    [
        ("obs1", NODES, (), [MASTER, MINION0]),
        ("obs2", NODES, ("obs1",), [MINION1, MINION2]),
        ("obs3", NODES, ("obs1", "obs2"), [MINION0, MINION1, MINION2]),
        ("obs4", NODES, ("obs1", "obs2", "obs3"), [MASTER, MINION0]),
        ("obs5", NODES, ("obs1", "obs2", "obs3", "obs4"), [MINION0, MINION1]),
        ("obs6", TAINTED, ("obs1", "obs2", "obs3", "obs4"), [MINION0]),
        ("obs6", CORDONED, (), [MINION0]),
        ("obs7", TAINTED, ("obs1", "obs2", "obs3", "obs4"), [MASTER, MINION0]),
        ("obs7", CORDONED, (), [MINION0]),
        ("obs1", TAINTED, (), [MINION0]),
        ("obs3", TAINTED, (), [MINION0, MINION1, MINION2]),
        ("obs4", NODES, (), []),
        ("obs5", NODES, ("obs1",), []),
    ],
)
def test_scenarios(name: str, nodes: tuple[Node, ...], there: tuple[str, ...], expected: list[str]) -> None:
    assert names(eligible(wish(name), nodes, running(*there))) == expected


def test_one_per_node_ends_where_the_nodes_end() -> None:
    there = running("obs3")
    for count in (2, 1, 0):
        left = eligible(wish("obs5"), NODES, there)
        assert len(left) == count
        there += [Placed(wish("obs5"), (node.name,)) for node in left[:1]]


def test_what_may_run_anywhere_draws_and_does_not_keep_away() -> None:
    anywhere = Placed(wish("obs3"), (MINION0, MINION1, MINION2))
    assert names(eligible(wish("obs5"), NODES, [anywhere])) == [MINION0, MINION1, MINION2]
    apart = "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: rack, labelSelector: {matchLabels: {app: obs2}}}]}}"
    assert names(eligible(wish("x", apart), NODES, [Placed(wish("obs2"), (MINION0, MINION1))])) == names(NODES)
    assert names(eligible(wish("x", apart), NODES, [Placed(wish("obs2"), (MINION1, MINION2))])) == [MASTER, MINION0]


def test_the_pods_that_are_there_keep_others_away() -> None:
    apart = "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: rack, labelSelector: {matchLabels: {app: obs1}}}]}}"
    assert names(eligible(wish("obs1"), NODES, [Placed(wish("x", apart), (MINION0,))])) == []


NEAR = "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: rack, labelSelector: {matchLabels: {app: %s}}%s}]}}"


def test_the_first_of_a_kind_may_be_near_itself_and_the_others_near_it() -> None:
    pod = wish("x", NEAR % ("x", ""))
    assert names(eligible(pod, (*NODES, Node("stray", {})))) == names(NODES)
    assert names(eligible(pod, NODES, [Placed(pod, (MINION2,))])) == [MINION1, MINION2]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", []),
        (", namespaces: [elsewhere]", [MASTER, MINION0]),
        (", namespaces: [test]", []),
        (", namespaceSelector: {}", [MASTER, MINION0]),
        (", namespaceSelector: null", []),
    ],
)
def test_a_term_means_pods_of_its_own_namespace_unless_it_names_others(more: str, expected: list[str]) -> None:
    there = [Placed(wish_of({"app": "near"}, "elsewhere", {}), (MINION0,))]
    assert names(eligible(wish("x", NEAR % ("near", more)), NODES, there)) == expected


def test_near_means_one_pod_that_all_terms_mean() -> None:
    spec = (
        "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: ["
        "{topologyKey: rack, labelSelector: {matchLabels: {a: '1'}}}, {topologyKey: rack, labelSelector: {matchLabels: {b: '1'}}}]}}"
    )
    one, two = Placed(wish_of({"a": "1"}, "test", {}), (MINION0,)), Placed(wish_of({"b": "1"}, "test", {}), (MINION0,))
    both = Placed(wish_of({"a": "1", "b": "1"}, "test", {}), (MINION2,))
    assert names(eligible(wish("x", spec), NODES, [one, two])) == []
    assert names(eligible(wish("x", spec), NODES, [one, two, both])) == [MINION1, MINION2]


def test_copies_apart_from_one_another() -> None:
    assert [term.key for term in alone(wish("obs5"))] == ["kubernetes.io/hostname"]
    assert alone(wish("obs4")) == ()
    assert domains(NODES, "rack") == {"rack01", "rack02"}
    assert domains(NODES, "room") == frozenset()


@pytest.mark.parametrize(
    ("spec", "node", "daemon", "expected"),
    [
        ("{}", Node("n1", {}, cordoned=True), False, False),
        ("{}", Node("n1", {}, cordoned=True), True, True),
        ("nodeName: n1", Node("n1", {}, cordoned=True), False, True),
        ("nodeName: other", Node("n1", {}), False, False),
        ("nodeName: n1", Node("n1", {}, ({"key": "a", "effect": "NoExecute"},)), False, False),
    ],
)  # fmt: skip
def test_who_is_asked_and_who_is_not(spec: str, node: Node, daemon: bool, expected: bool) -> None:
    assert fits(wish("x", spec, daemon), node) is expected


@pytest.mark.parametrize("spec", [{"affinity": None}, {"affinity": []}, {"affinity": {"podAffinity": 1}}, {
    "affinity": {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [None, 1, {"labelSelector": 1, "topologyKey": [], "namespaces": {}}]}},
}, {"nodeSelector": [], "tolerations": {"a": 1}}, {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
    "nodeSelectorTerms": [None, {"matchExpressions": [None, {"key": ["x"], "operator": "Gt", "values": "1"}], "matchFields": [1]}],
}}}}])  # fmt: skip
def test_nonsense_does_no_harm(spec: dict[str, Any]) -> None:
    pod = wish_of({"a": None}, "", spec)
    assert set(names(eligible(pod, NODES, [Placed(pod, ("nowhere",))]))) <= set(names(NODES))


SOFT = "affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: rack, labelSelector: {matchLabels: {app: obs1}}}}]}}"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{}", [MASTER, MINION0, MINION1, MINION2]),
        (OBS["obs4"], [MINION0, MINION1, MINION2]),
        (SOFT, [MASTER, MINION0]),
        (SOFT.replace("podAffinity:", "podAntiAffinity:"), [MINION1, MINION2]),
        ("affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [null, {preference: {}}, 1]}}", [MASTER, MINION0, MINION1, MINION2]),
    ],
)  # fmt: skip
def test_soft_rules_only_prefer(spec: str, expected: list[str]) -> None:
    pod, there = wish("x", spec), running("obs1")
    assert [node.name for node in NODES if pleased(pod, node, NODES, there)] == expected
