"""nodes.yaml: both forms, and a sentence for each mistake."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manifests.emitting import dump
from pipeline.model.node import Node
from pipeline.model.problem import Problem
from pipeline.repository.nodes import nodes_of
from pipeline.repository.tree import Entry, Tree

FILE = "environments/ci/nodes.yaml"


def read(text: str) -> tuple[tuple[Node, ...], list[str]]:
    data = text.encode("utf-8", "surrogateescape")
    tree = Tree({FILE: Entry("", "100644")}, lambda paths: dict.fromkeys(paths, data))
    problems: list[Problem] = []
    found = nodes_of(tree, "ci", problems)
    assert {one.environment for one in problems} <= {"ci"}
    return found, [str(one) for one in problems]


def node(text: str) -> Node:
    (found,), problems = read(text)
    assert problems == []
    return found


def test_without_the_file_there_are_no_nodes() -> None:
    problems: list[Problem] = []
    assert nodes_of(Tree({}, lambda paths: {}), "ci", problems) == ()
    assert problems == []


def test_a_node_with_everything() -> None:
    assert node("""
        reserved: {cpu: 200m, memory: 512Mi}
        nodes:
          - name: k8s-minion-0
            labels: {rack: rack01, "node-role.kubernetes.io/master": ""}
            taints: [{key: key1, value: value1, effect: NoSchedule}, {key: gpu, effect: NoExecute}]
            cordoned: true
            allocatable: {cpu: "8", memory: 32Gi, pods: 110}
            reserved: {cpu: 1}
            volumes: 12
    """) == Node(
        "k8s-minion-0", {"rack": "rack01", "node-role.kubernetes.io/master": ""},
        ({"key": "key1", "value": "value1", "effect": "NoSchedule"}, {"key": "gpu", "effect": "NoExecute"}), True,
        {"cpu": "8", "memory": "32Gi", "pods": 110}, {"cpu": 1, "memory": "512Mi"}, volumes=12,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["nodes: [{name: a}]", "[{name: a}]", "nodes: [{name: a, labels: null, taints: null, volumes: null}]"]
)
def test_a_name_is_enough(text: str) -> None:
    assert node(text) == Node("a", {})


def test_a_group_is_each_of_the_nodes_that_it_may_add() -> None:
    found, problems = read(
        "autoscaled: [{name: burst, max: 2, labels: {rack: cloud}, reserved: {cpu: 1}}]\nreserved: {memory: 1Gi}"
    )
    reserved = {"cpu": 1, "memory": "1Gi"}
    assert problems == []
    assert found == tuple(
        Node(f"burst-{number}", {"rack": "cloud"}, reserved=reserved, group="burst") for number in (1, 2)
    )


LISTED = """
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Node
    metadata: {name: b, labels: {rack: r1}, annotations: {any: thing}}
    spec: {unschedulable: true, taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}
    status: {allocatable: {cpu: "4", attachable-volumes-csi-one: "3"}, capacity: {cpu: "5"}, nodeInfo: {}}
  - {apiVersion: v1, kind: Node, metadata: {name: a}, status: {allocatable: {attachable-volumes-x: "1", attachable-volumes-y: "2"}}}
"""


def test_nodes_as_kubectl_prints_them() -> None:
    found, problems = read(LISTED)
    assert problems == []
    assert found == (
        Node("a", {}, allocatable={"attachable-volumes-x": "1", "attachable-volumes-y": "2"}),
        Node("b", {"rack": "r1"}, ({"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"},), True,
             {"cpu": "4", "attachable-volumes-csi-one": "3"}, volumes=3),
    )  # fmt: skip
    one, other = (
        "apiVersion: v1\nkind: Node\nmetadata: {name: a}\n",
        "apiVersion: v1\nkind: Node\nmetadata: {name: b}\n",
    )
    assert [each.name for each in read(f"{one}---\n{other}---\n")[0]] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nodes: [{name: a, label: {}}]", ["1: nodes[0].label: is no key that is known here; did you mean 'labels'?"]),
        ("nods: [{name: a}]", ["1: nods: is no key that is known here; did you mean 'nodes'?"]),
        ("nodes:\n  - {labels: {}}\n  - {name: a}", ["2: nodes[0]: needs `name`"]),
        ("nodes:\n  - {name: a}\n  - {name: b}\n  - {name: a}", ["4: nodes[2]: names the node 'a' a second time"]),
        ("nodes: [{name: 1}]", ["1: nodes[0].name: must be a text, not a number; put it in quotes", "1: nodes[0]: needs `name`"]),
        ("nodes:\n  - name: a\n    cordoned: yes please", ["3: nodes[0].cordoned: must be true or false, not a text"]),
        ("nodes: [{name: a, labels: {slots: 8}}]", ["1: nodes[0].labels.slots: must be a text, not a number; put it in quotes"]),
        ("nodes: [{name: a, labels: [x]}]", ["1: nodes[0].labels: must be a map, not a list"]),
        ("nodes: [{name: a, volumes: many}]", ["1: nodes[0].volumes: must be a whole number, not 'many'"]),
        ("nodes: [{name: a, volumes: -1}]", ["1: nodes[0].volumes: must be a whole number, not -1"]),
        (
            "nodes: [{name: a, allocatable: {cpu: lots}}]",
            ["1: nodes[0].allocatable.cpu: must be a quantity such as 500m or 16Gi, not 'lots'"],
        ),
        ("nodes: [{name: a}]\nreserved: {cpu: []}", ["2: reserved.cpu: must be a quantity such as 500m or 16Gi, not []"]),
        (
            "nodes: [{name: a, taints: [{key: k, effect: NoWay}]}]",
            ["1: nodes[0].taints[0]: needs `key` and `effect`, one of NoSchedule, PreferNoSchedule, NoExecute"],
        ),
        (
            "nodes: [{name: a, taints: [{key: k, value: 1, effect: NoSchedule}]}]",
            ["1: nodes[0].taints[0].value: must be a text, not a number; put it in quotes"],
        ),
        ("nodes: {a: {}}", ["1: nodes: must be a list, not a map"]),
        ("nodes: [a]", ["1: nodes[0]: must be a map, not a text", "1: nodes[0]: needs `name`"]),
        ("autoscaled: [{name: g}]", ["1: autoscaled[0].max: must be the number of nodes that the group may have, up to 1000"]),
        ("autoscaled: [{name: g, max: 1001}]", ["1: autoscaled[0].max: must be the number of nodes that the group may have, up to 1000"]),
        ("autoscaled: [{name: g, max: 1, cordoned: true}]", ["1: autoscaled[0].cordoned: is no key that is known here"]),
        ("nodes: [{name: g-1}]\nautoscaled: [{name: g, max: 3}]", ["2: autoscaled[0]: names the node 'g-1' a second time"]),
        ("autoscaled: [{name: g, max: 3}, {name: g, max: 3}]", ["1: autoscaled[1]: names the node 'g-1' a second time"]),
        ("nodes: [{name: a}]\nnodes: [{name: b}]", ["2: nodes: stands here a second time; the first is lost"]),
        ("", ["1: lists no nodes"]),
        ("nodes: []", ["1: lists no nodes"]),
        ("apiVersion: v1\nkind: List\nitems: []", ["1: lists no nodes"]),
        ("nodes: [", ["2: is no valid YAML: did not find expected node content"]),
        ("a: \udcff", ["is not UTF-8"]),
        ("word", ["1: must be a map, not a text"]),
        (
            "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Node, metadata: {name: a}}\n  - {kind: Pod}\n  - 1",
            ["5: items[1]: is no Node with a name", "6: items[2]: is no Node with a name"],
        ),
        ("apiVersion: v1\nkind: Node\nmetadata: {}", ["1: is no Node with a name"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_key(text: str, said: list[str]) -> None:
    assert read(text)[1] == [f"{FILE}:{one}" if one[0].isdigit() else f"{FILE}: {one}" for one in said]


_LEAF = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10**12)
    | st.sampled_from(("", "a", "1", "100m", "NoSchedule", "Node", "v1"))
)
_WORDS = st.sampled_from((
    "nodes", "autoscaled", "reserved", "name", "labels", "taints", "cordoned", "allocatable", "volumes", "max", "key", "effect",
    "apiVersion", "kind", "items", "metadata", "spec", "status", "cpu", "attachable-volumes-a",
))  # fmt: skip
_ANY = st.recursive(
    _LEAF, lambda some: st.lists(some, max_size=3) | st.dictionaries(_WORDS, some, max_size=4), max_leaves=20
)


@given(_ANY)
def test_anything_is_read_or_refused_with_a_place(value: Any) -> None:
    found, problems = read(dump(value))
    assert found or problems
    assert all(problem.startswith(FILE) for problem in problems)
