"""Which Services send to which pods, and to which of their ports."""

from typing import Any

import pytest

from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Release, release_of
from pipeline.checks.subjects.serving import declares, ports_of, protocol_of, servers, serving, target_of
from pipeline.manifests.kyaml import load_all

OBJECTS = """
kind: Service
metadata: {name: one}
spec: {selector: {app: a}, ports: [{port: 80}, null, 1]}
---
kind: Service
metadata: {name: two}
spec: {selector: {app: a, tier: b}}
---
kind: Deployment
metadata: {name: a}
spec:
  template:
    metadata: {labels: {app: a, tier: b}}
    spec:
      containers: [{name: web, ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}, null]}]
      initContainers: [{name: once}, {name: beside, restartPolicy: Always}]
---
kind: Pod
metadata: {name: b, labels: {app: a}}
"""


def _release() -> Release:
    bodies = [body for body in load_all(OBJECTS) if body]
    return release_of(tuple(manifest(index, body) for index, body in enumerate(bodies)), "1.34.2", DEFAULTS)


def test_the_services_of_each_object_are_known() -> None:
    found = servers(_release())
    assert {index: [one.name for one in services] for index, services in found.items()} == {
        2: ["one", "two"],
        3: ["one"],
    }


def test_ports_are_maps_with_their_places() -> None:
    assert list(ports_of(_release().objects[0])) == [
        ("/spec/ports/0", {"port": 80}), ("/spec/ports/1", {}), ("/spec/ports/2", {}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("port", "target"),
    [
        ({"port": 80, "targetPort": "http"}, "http"),
        ({"port": 80, "targetPort": 8080}, 8080),
        ({"port": 80, "targetPort": None}, 80),
        ({"port": 80, "targetPort": ""}, 80),
        ({"port": 80, "targetPort": 0}, 80),
        ({}, None),
    ],
)
def test_a_port_leads_to_its_own_number_where_nothing_else_is_written(port: dict[str, Any], target: Any) -> None:
    assert target_of(port) == target
    assert protocol_of(port) == "TCP"


def test_sidecars_serve_too() -> None:
    assert [one.name for one in serving(_release().pods[0])] == ["web", "beside"]


@pytest.mark.parametrize(
    ("target", "protocol", "expected"),
    [
        ("http", None, True),
        ("http", "TCP", True),
        ("http", "UDP", False),
        (8080, None, True),
        (53, "UDP", True),
        (53, "TCP", False),
        ("8080", None, False),
        ("other", None, False),
        (None, None, False),
    ],
)
def test_declared_ports_have_a_name_or_a_number(target: Any, protocol: Any, expected: bool) -> None:
    assert declares(_release().pods[0].containers[0], target, protocol) is expected
