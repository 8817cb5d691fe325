"""FIT001 and FIT002: the pods of all releases of an environment together."""

import pytest

from pipeline.checks.references.entries import Index
from pipeline.checks.references.index import index_of
from pipeline.checks.references.judging import judge
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, release_of
from pipeline.manifests.kyaml import load_all
from pipeline.model.node import Node
from tests.checks.references.releases import pod

ONE = (Node("a", {}, allocatable={"cpu": "1", "pods": "9"}),)
TWO = (*ONE, Node("b", {}, allocatable={"cpu": "1", "pods": "9"}))
CORDONED = (Node("a", {}, cordoned=True),)


def indexed(text: str, nodes: tuple[Node, ...]) -> Index:
    objects = tuple(manifest(index, body, "shop/templates/all.yaml") for index, body in enumerate(load_all(text)))
    return index_of(release_of(objects, "1.34.2", DEFAULTS, Context("test", "shop", "shop", "1.0.0", nodes=nodes)))


def found(nodes: tuple[Node, ...], **releases: str) -> list[tuple[str, str, str, str]]:
    broken, crashes = judge({label: indexed(text, nodes) for label, text in releases.items()}, nodes)
    assert not crashes
    return [(one.rule, one.release, str(one.resource), one.message) for one in broken if one.rule.startswith("FIT")]


def asks(cpu: str, name: str = "web", kind: str = "Deployment", more: str = "") -> str:
    return pod(
        f"{{containers: [{{name: c, resources: {{requests: {{cpu: {cpu}}}}}}}]{more}}}", kind, name, f"{{app: {name}}}"
    )


def test_pods_of_one_release_stand_in_the_way_of_anothers() -> None:
    one, other = asks("600m"), asks("600m", "db")
    assert found(ONE, a=one) == []
    assert found(TWO, a=one, b=other) == []
    assert found(ONE, a=one, b=other) == [
        ("FIT001", "b", "Deployment shop/db",
         "its pod waits for a node even in the best of cases: 0/1 nodes are available: 1 Insufficient cpu."),
        ("FIT002", "a", "Deployment shop/web",
         "its pod may wait for a node, by where kube-scheduler puts other pods: 0/1 nodes are available: 1 Insufficient cpu."),
    ]  # fmt: skip


def test_what_waits_only_where_others_stand_in_the_way_is_a_warning() -> None:
    small = asks("500m").replace("spec: {template", "spec: {replicas: 2, template")
    large = asks("900m", "db", more=", nodeName: b")
    assert found(TWO, a=asks("500m"), b=asks("600m", "db")) == []
    assert found(TWO, a=small, b=asks("900m", "db")) == [
        ("FIT002", "b", "Deployment shop/db",
         "its pod may wait for a node, by where kube-scheduler puts other pods: 0/2 nodes are available: 2 Insufficient cpu."),
    ]  # fmt: skip
    assert "FIT001" not in {rule for rule, *_ in found(TWO, a=small, b=large)}


def test_how_many_wait_is_said() -> None:
    many = asks("400m").replace("spec: {template", "spec: {replicas: 5, template")
    ((rule, _, _, message),) = found(ONE, a=many)
    assert (rule, message.split(":")[0]) == ("FIT001", "3 of 5 pods wait for a node even in the best of cases")


@pytest.mark.parametrize(
    ("text", "nodes", "rules"),
    [
        (asks("9"), (), []),
        (asks("9", kind="Job"), ONE, ["FIT001"]),
        (asks("1", kind="Job", name="one") + asks("1", kind="Job", name="two"), ONE, []),
        (asks("1m"), CORDONED, ["FIT001"]),
        (asks("1m").replace("spec: {template", "spec: {replicas: 0, template"), CORDONED, []),
        (asks("1m").replace("spec: {template", "spec: {replicas: 5000, template"), (Node("a", {}),), []),
        (asks("9"), (*ONE, Node("g-1", {}, allocatable={"cpu": "16"}, group="g")), []),
    ],
    ids=["no inventory", "a job too large", "one job after the other", "cordoned", "none wanted", "very many", "a group grows"],
)  # fmt: skip
def test_when_it_is_said(text: str, nodes: tuple[Node, ...], rules: list[str]) -> None:
    assert [rule for rule, *_ in found(nodes, a=text)] == rules
