"""SCHED: single nodes, pods of others, hard rules and topologies."""

from typing import Any

import pytest

from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, release_of
from pipeline.manifests.kyaml import load_all
from pipeline.model.node import Node

NODES = (Node("n-1", {"rack": "one", "disk": "ssd"}), Node("n-2", {"rack": "two"}), Node("n-3", {"rack": "two"}))
POD = "---\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {%s}\n"
HARD = "requiredDuringSchedulingIgnoredDuringExecution"
SOFT = "preferredDuringSchedulingIgnoredDuringExecution"
NODE = "affinity: {nodeAffinity: {%s: {nodeSelectorTerms: [%s]}}}"


def hits(rule: str, objects: str, nodes: tuple[Node, ...] = NODES, **settings: Any) -> list[str]:
    found = tuple(manifest(index, body) for index, body in enumerate(load_all(objects)))
    context = Context("test", "shop", "shop", "1.0.0", nodes=nodes)
    release = release_of(found, "1.34.2", Settings(**settings), context)
    return [hit.path.removeprefix("/spec/") for hit in by_id()[rule].check(release)]


def expressions(*given: str, kind: str = "matchExpressions") -> str:
    return f"{{{kind}: [{', '.join(f'{{{one}}}' for one in given)}]}}"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("nodeName: n-1", ["nodeName"]),
        ("nodeName: ''", []),
        ("nodeSelector: {kubernetes.io/hostname: x}", ["nodeSelector/kubernetes.io~1hostname"]),
        ("nodeSelector: {example.org/place: n-2}", ["nodeSelector/example.org~1place"]),
        ("nodeSelector: {rack: two, kubernetes.io/os: linux}", []),
        ("nodeSelector: [n-1]", []),
        (NODE % (HARD, expressions("key: kubernetes.io/hostname, operator: In, values: [a, b]")), [f"affinity/nodeAffinity/{HARD}/nodeSelectorTerms/0/matchExpressions/0"]),
        (NODE % (HARD, expressions("key: rack, operator: Exists", "key: place, operator: NotIn, values: [n-3]")), [f"affinity/nodeAffinity/{HARD}/nodeSelectorTerms/0/matchExpressions/1"]),
        (NODE % (HARD, expressions("key: metadata.name, operator: In, values: [a]", kind="matchFields")), [f"affinity/nodeAffinity/{HARD}/nodeSelectorTerms/0/matchFields/0"]),
        (NODE % (HARD, expressions("key: kubernetes.io/hostname, operator: Exists")), []),
        (f"affinity: {{nodeAffinity: {{{SOFT}: [null, {{preference: {expressions('key: kubernetes.io/hostname, values: [a]')}}}]}}}}", [f"affinity/nodeAffinity/{SOFT}/1/preference/matchExpressions/0"]),
        (f"affinity: {{podAntiAffinity: {{{HARD}: [{{topologyKey: kubernetes.io/hostname}}]}}}}", []),
        (f"affinity: {{nodeAffinity: {{{HARD}: [1]}}}}", []),
    ],
)  # fmt: skip
def test_single_nodes(spec: str, expected: list[str]) -> None:
    assert hits("SCHED002", POD % spec) == expected


TERM = "affinity: {podAffinity: {%s: [%s]}}"
OTHER = "---\nkind: Pod\nmetadata: {name: db, labels: {app: db, tier: store}}\n"


@pytest.mark.parametrize(
    ("term", "count"),
    [
        ("{labelSelector: {matchLabels: {app: web}}}", 0),
        ("{labelSelector: {matchLabels: {app: db}}}", 0),
        ("{labelSelector: {matchLabels: {app: else}}}", 1),
        ("{labelSelector: {matchLabels: {app: db}, matchExpressions: [{key: tier, operator: DoesNotExist}]}}", 1),
        ("{labelSelector: {matchExpressions: [{key: tier, operator: Exists}]}}", 0),
        ("{labelSelector: {}}", 0),
        ("{labelSelector: null}", 1),
        ("{labelSelector: {matchLabels: {app: [x]}}}", 1),
        ("{labelSelector: {matchLabels: {app: else}}, namespaces: [other]}", 0),
        ("{labelSelector: {matchLabels: {app: else}}, namespaces: [shop]}", 1),
        ("{labelSelector: {matchLabels: {app: else}}, namespaceSelector: {}}", 0),
    ],
)
def test_pods_of_others(term: str, count: int) -> None:
    assert len(hits("SCHED003", POD % (TERM % (HARD, term)) + OTHER)) == count
    soft = TERM % (SOFT, f"{{weight: 1, podAffinityTerm: {term}}}")
    assert len(hits("SCHED003", POD % soft + OTHER)) == count


SELF = f"podAntiAffinity: {{{HARD}: [{{topologyKey: rack, labelSelector: {{matchLabels: {{app: web}}}}}}]}}"
IN = "key: {}, operator: In, values: [{}]"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("nodeSelector: {rack: one}", []),
        ("nodeSelector: {rack: one, kubernetes.io/os: linux, kubernetes.io/arch: amd64}", []),
        ("nodeSelector: {rack: one, disk: ssd}", ["nodeSelector"]),
        (f"nodeSelector: {{rack: two}}, affinity: {{{SELF}}}", []),
        (f"nodeSelector: {{rack: two}}, affinity: {{podAffinity: {{{HARD}: [{{topologyKey: rack}}]}}}}", ["affinity"]),
        ("nodeSelector: {rack: two}, " + NODE % (HARD, expressions(IN.format("rack", "two"))), [f"affinity/nodeAffinity/{HARD}"]),
        (NODE % (HARD, expressions(IN.format("rack", "two"))), []),
        (NODE % (HARD, expressions(IN.format("rack", "one"))), [f"affinity/nodeAffinity/{HARD}/nodeSelectorTerms/0/matchExpressions/0"]),
        (NODE % (HARD, expressions(IN.format("rack", "one, two"))), []),
        (NODE % (HARD, expressions(IN.format("rack", "two"), "key: a, operator: Exists")), ["affinity"]),
        (NODE % (HARD, expressions(IN.format("rack", "two"), "key: a, operator: Exists") + ", " + expressions("key: b, operator: Exists")), []),
        (f"affinity: {{nodeAffinity: {{{SOFT}: [{{preference: {expressions(IN.format('rack', 'one'))}}}]}}}}", []),
    ],
)  # fmt: skip
def test_hard_rules(spec: str, expected: list[str]) -> None:
    assert hits("SCHED005", POD % spec) == expected


def test_how_many_hard_rules_there_may_be_is_set() -> None:
    assert hits("SCHED005", POD % "nodeSelector: {rack: one, disk: ssd}", hard_rules=2) == []


@pytest.mark.parametrize(
    ("key", "nodes", "count"),
    [
        ("rack", NODES, 0),
        ("room", NODES, 1),
        ("room", (), 0),
        ("kubernetes.io/hostname", NODES, 0),
        ("''", (), 1),
        ("null", NODES, 1),
        ("[rack]", NODES, 1),
    ],
)
def test_topologies(key: str, nodes: tuple[Node, ...], count: int) -> None:
    for kind in ("podAffinity", "podAntiAffinity"):
        hard = f"affinity: {{{kind}: {{{HARD}: [{{topologyKey: {key}}}]}}}}"
        soft = f"affinity: {{{kind}: {{{SOFT}: [{{podAffinityTerm: {{topologyKey: {key}}}}}]}}}}"
        assert [len(hits("SCHED007", POD % spec, nodes)) for spec in (hard, soft)] == [count, count]
