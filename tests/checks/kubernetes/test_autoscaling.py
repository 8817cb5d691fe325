"""What is said of autoscalers."""

from typing import Any

import pytest

from pipeline.checks.kubernetes.autoscaling import bounds
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({"kind": "Deployment", "name": "a"}, "there is no 'Deployment' to scale without an apiVersion, "),
        ({"kind": "Deployment", "name": "a", "apiVersion": ""}, "there is no 'Deployment' to scale without an apiVersion, "),
        ({"kind": "Deployment", "name": "a", "apiVersion": "v1"}, "there is no 'Deployment' to scale in apiVersion 'v1', "),
        ({"name": "a", "kind": None}, "there is no 'object' to scale without an apiVersion, "),
    ],
)  # fmt: skip
def test_what_is_missing_of_a_target_is_named_readably(target: dict[str, Any], expected: str) -> None:
    body = {
        "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "spec": {"maxReplicas": 5, "scaleTargetRef": target}
    }  # fmt: skip
    one = manifest(0, body)
    assert [hit.message for hit in bounds.check(one, release_of((one,), "1.37.0", DEFAULTS))] == [
        f"{expected}which must have a group, like apps/v1"
    ]
