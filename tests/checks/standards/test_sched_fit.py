"""SCHED: pods that no node takes, and pods that are too many."""

from time import perf_counter

import pytest

from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, Release, release_of
from pipeline.manifests.kyaml import load_all
from pipeline.model.node import Node

TAINT = {"key": "key1", "value": "value1", "effect": "NoSchedule"}
NODES = (
    Node("m-0", {"rack": "one"}, (TAINT,)),
    Node("n-0", {"rack": "one"}, cordoned=True),
    Node("n-1", {"rack": "two"}),
    Node("n-2", {"rack": "two"}),
)
SET = "---\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {{replicas: {count}, template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{{spec}}}}}}}\n"
TERM = "{kind}: {{requiredDuringSchedulingIgnoredDuringExecution: [{{topologyKey: {key}, labelSelector: {{matchLabels: {{app: {app}}}}}}}]}}"


def workload(name: str, spec: str = "", kind: str = "StatefulSet", count: int | str = 1) -> str:
    return SET.format(name=name, spec=spec, kind=kind, count=count)


def near(app: str, key: str = "kubernetes.io/hostname", kind: str = "podAffinity") -> str:
    return f"affinity: {{{TERM.format(app=app, key=key, kind=kind)}}}"


def apart(app: str, key: str = "kubernetes.io/hostname") -> str:
    return near(app, key, "podAntiAffinity")


def release(objects: str, nodes: tuple[Node, ...]) -> Release:
    found = tuple(manifest(index, body) for index, body in enumerate(load_all(objects)))
    return release_of(found, "1.34.2", Settings(), Context("test", "shop", "shop", "1.0.0", nodes=nodes))


def hits(objects: str, nodes: tuple[Node, ...] = NODES) -> list[tuple[int, str]]:
    return [
        (hit.resource, hit.path.removeprefix("/spec/template/spec"))
        for hit in by_id()["SCHED006"].check(release(objects, nodes))
    ]


TOLERANT = "tolerations: [{key: key1, operator: Equal, value: value1, effect: NoSchedule}]"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (workload("web"), []),
        (workload("web", "nodeSelector: {rack: two}"), []),
        (workload("web", "nodeSelector: {rack: three}"), [(0, "/nodeSelector")]),
        (workload("web", "nodeSelector: {rack: one}"), [(0, "/tolerations")]),
        (workload("web", f"nodeSelector: {{rack: one}}, {TOLERANT}"), []),
        (workload("web", "nodeName: n-9"), [(0, "/nodeName")]),
        (workload("web", "nodeName: n-0"), []),
        (workload("web", "nodeSelector: {kubernetes.io/hostname: n-0}", "DaemonSet"), []),
        (workload("web", near("db")), [(0, "/affinity")]),
        (workload("web", near("db")) + workload("db"), []),
        (workload("web", near("db") + ", nodeSelector: {rack: two}") + workload("db", TOLERANT + ", nodeSelector: {rack: one}"), [(0, "/affinity")]),
        (workload("web", near("web")), []),
        (workload("web", apart("web"), count=2), []),
        (workload("web", apart("web"), count=3), [(0, "/spec/replicas")]),
        (workload("web", apart("web", "rack"), count=2), [(0, "/spec/replicas")]),
        (workload("web", apart("web"), "DaemonSet", 5), []),
        (workload("web", apart("web"), count="many"), []),
        (workload("web", apart("db")) + workload("db"), []),
        (workload("web", apart("db")) + workload("db", kind="DaemonSet"), [(0, "/affinity")]),
        (workload("web") + workload("db", apart("web"), kind="DaemonSet"), [(0, "/affinity"), (1, "/affinity")][:1]),
    ],
)  # fmt: skip
def test_what_the_nodes_take(objects: str, expected: list[tuple[int, str]]) -> None:
    assert hits(objects) == expected


def test_without_nodes_nothing_is_said() -> None:
    assert hits(workload("web", "nodeSelector: {rack: three}"), ()) == []


def test_the_time_grows_with_pods_and_nodes() -> None:
    nodes = tuple(Node(f"n-{index}", {"rack": str(index % 9)}) for index in range(1000))
    plain = "".join(workload(f"w{index}", f"nodeSelector: {{rack: '{index % 9}'}}") for index in range(1000))
    fussy = "".join(workload(f"w{index}", apart(f"w{index}")) for index in range(200))
    start = perf_counter()
    made = [release(objects, nodes) for objects in (plain, fussy)]
    middle = perf_counter()
    assert [list(by_id()["SCHED006"].check(one)) for one in made] == [[], []]
    assert perf_counter() - middle < 3, middle - start
