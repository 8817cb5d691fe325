"""MET: metrics of what runs, read by a person or by a test."""

import pytest

from tests.checks.standards.asking import laid

TEST = "kind: Pod\nmetadata: {name: web-shop-test-connection-test}\n%s"
JUDGED = TEST % "spec: {containers: [{args: [promtool check metrics]}]}"


@pytest.mark.parametrize(
    ("objects", "recorded", "count"),
    [
        ("", "kind: Pod", 1),
        (JUDGED, "kind: Pod", 0),
        (JUDGED, TEST % "status: {phase: Failed}", 0),
        ("kind: Deployment\nspec: {template: {metadata: {annotations: null}}}", "kind: Pod", 0),
        ("kind: Deployment\nspec: {replicas: 0}", "kind: Node", 0),
    ],
)
def test_who_reads_metrics(objects: str, recorded: str, count: int) -> None:
    assert len(laid("MET003", objects, recorded=recorded)) == count


def test_the_command_asks_one_running_pod() -> None:
    objects = "kind: Deployment\nspec: {template: {metadata: {annotations: {prometheus.io/path: /m, prometheus.io/port: '81'}}}}"
    (hit,) = laid("MET003", objects, recorded="kind: Pod\nstatus: {phase: Pending}")
    assert hit.message.endswith(
        "kubectl --namespace shop get --raw /api/v1/namespaces/shop/pods/web-shop-test-5d8f9-1:81/proxy/m"
    )
