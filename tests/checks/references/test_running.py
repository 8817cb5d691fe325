"""What renderings ask of the nodes of their environment."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.references.entries import Asking
from pipeline.checks.references.index import from_json, index_of, to_json
from pipeline.checks.references.running import asking_of_resources, needs_of
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, release_of
from pipeline.manifests.identity import identify
from pipeline.manifests.kyaml import load_all
from pipeline.model.node import Node
from pipeline.model.resource import Resource
from pipeline.scheduling.workloads import Claim, Importance, Volume
from tests.checks.references.releases import made, pod
from tests.scheduling.junk import BODIES

NODES = (Node("a", {}),)


def asking(*texts: str) -> Asking:
    bodies = [body for body in load_all("".join(texts)) if body]
    return asking_of_resources(
        [Resource(name, body) for name, body in zip(identify(bodies, "shop"), bodies, strict=True)]
    )


def indexed(text: str, nodes: tuple[Node, ...] = NODES) -> Asking:
    objects = tuple(manifest(index, body, "shop/templates/all.yaml") for index, body in enumerate(load_all(text)))
    about = Context("test", "shop", "shop", "1.0.0", nodes=nodes)
    return from_json(to_json(index_of(release_of(objects, "1.34.2", DEFAULTS, about)))).asking


def test_workloads_come_with_their_place_in_the_rendering() -> None:
    found = asking(made("ConfigMap", "c"), pod("{}"), made("Service", "s"), pod("{}", "Job", "once"))
    assert [(at, one.kind, one.namespace, one.name, one.passing) for at, one in found.workloads] == [
        (1, "Deployment", "shop", "web", False), (3, "Job", "shop", "once", True),
    ]  # fmt: skip


def test_claims_volumes_and_classes() -> None:
    found = asking(
        made("PersistentVolumeClaim", "data", "spec: {accessModes: [ReadWriteOncePod], volumeName: disk, storageClassName: fast}"),
        made("PersistentVolume", "disk", "spec: {claimRef: {namespace: shop, name: data}}"),
        made("PriorityClass", "high", "value: 5\nglobalDefault: true", "scheduling.k8s.io/v1"),
    )  # fmt: skip
    assert found == Asking(
        (), (Claim("shop", "data", "disk", "fast", True),), (Volume("disk", claim=("shop", "data")),), (Importance("high", 5, True),)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("target", "count"),
    [
        ("{kind: Deployment, name: web}", 3),
        ("{kind: StatefulSet, name: web}", 1),
        ("{kind: Deployment, name: other}", 1),
        ("[]", 1),
    ],
)
def test_an_autoscaler_counts_its_own_target(target: str, count: int) -> None:
    scaler = made(
        "HorizontalPodAutoscaler",
        "h",
        f"spec: {{minReplicas: 3, maxReplicas: 9, scaleTargetRef: {target}}}",
        "autoscaling/v2",
    )
    ((_, one),) = asking(pod("{}"), scaler).workloads
    assert one.count == count


def test_priorities_are_those_of_all_releases_together() -> None:
    high = made("PriorityClass", "high", "value: 5", "scheduling.k8s.io/v1")
    usual = made("PriorityClass", "usual", "value: 2\nglobalDefault: true", "scheduling.k8s.io/v1")
    found = needs_of((("a", asking(pod("{priorityClassName: high}"), pod("{}", name="b"))), ("b", asking(high, usual))))
    assert [(one.name, one.priority) for one in found.workloads] == [("web", 5), ("b", 2)]
    assert found.labels == ("a", "a")


def test_an_index_keeps_it_where_nodes_are_listed_and_only_there() -> None:
    text = pod("{priorityClassName: high}") + made("PriorityClass", "high", "value: 5", "scheduling.k8s.io/v1")
    assert indexed(text) == asking(text)
    assert indexed(text, ()) == Asking()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("Pod", "Deployment", "HorizontalPodAutoscaler", "PriorityClass", "PersistentVolume")),
            BODIES,
        )
    )
)
def test_nothing_a_chart_prints_breaks_it(given_: list[tuple[str, dict[str, Any]]]) -> None:
    bodies = [{**body, "apiVersion": "v1", "kind": kind} for kind, body in given_]
    names = identify(bodies, "shop")
    found = asking_of_resources([Resource(name, body) for name, body in zip(names, bodies, strict=True)])
    assert len(needs_of((("a", found),)).workloads) == sum(kind in ("Pod", "Deployment") for kind, _ in given_)
