"""RES: quantities, missing, wrong way round, and of devices."""

import pytest

from tests.checks.standards.asking import alone, severities

POD = "kind: Pod\nmetadata: {name: web%s}\nspec: {containers: [{name: web, resources: %s}]}"
FULL = "{requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 1, memory: 1e9}}"


@pytest.mark.parametrize(
    ("resources", "requests", "limits"),
    [
        (FULL, [], []),
        ("null", ["cpu", "memory"], ["cpu", "memory"]),
        ("[]", ["cpu", "memory"], ["cpu", "memory"]),
        ("{requests: {cpu: 0, memory: '0'}, limits: {cpu: 0.0, memory: 0Mi}}", ["cpu", "memory"], ["cpu", "memory"]),
        ("{requests: {cpu: much, memory: null}, limits: cpu}", ["cpu", "memory"], ["cpu", "memory"]),
        ("{requests: {cpu: 0.1}, limits: {memory: 64Mi}}", ["memory"], ["cpu"]),
    ],
)
def test_each_missing_quantity_is_one_hit(resources: str, requests: list[str], limits: list[str]) -> None:
    assert [hit.key for hit in alone("RES001", POD % ("", resources))] == requests
    assert [hit.key for hit in alone("RES002", POD % ("", resources))] == limits


def test_initcontainers_count_and_tests_only_a_little() -> None:
    assert len(alone("RES001", "kind: Pod\nspec: {containers: [{name: a}], initContainers: [{name: b}, null]}")) == 6
    hook = ", annotations: {helm.sh/hook: test}"
    assert severities(alone("RES001", POD % (hook, "{}"))) == ["info", "info"]
    assert severities(alone("RES001", POD % (hook.replace("test", "pre-install"), "{}"))) == ["", ""]


@pytest.mark.parametrize(
    ("resources", "paths"),
    [
        (FULL, []),
        ("{requests: {cpu: '2'}, limits: {cpu: 500m}}", ["cpu"]),
        ("{requests: {memory: 1Gi}, limits: {memory: 1G}}", ["memory"]),
        ("{requests: {memory: 1e3}, limits: {memory: 1k}}", []),
        ("{requests: {a.org/b: 2}, limits: {a.org/b: 1}}", ["a.org~1b"]),
        ("{requests: {cpu: many}, limits: {cpu: 1}}", []),
        ("{requests: {cpu: 1}, limits: {cpu: many, memory: [1]}}", ["cpu", "memory"]),
        ("{requests: {cpu: 1}, limits: {cpu: null}}", []),
        ("{requests: {cpu: 1}}", []),
        ("{requests: [cpu], limits: 1}", []),
    ],
)
def test_limits_are_quantities_and_not_below_requests(resources: str, paths: list[str]) -> None:
    top = "/spec/containers/0/resources/limits/"
    assert [hit.path.removeprefix(top) for hit in alone("RES004", POD % ("", resources))] == paths


@pytest.mark.parametrize(
    ("resources", "count"),
    [
        ("{requests: {example.org/widget: 3}}", 1),
        ("{requests: {example.org/widget: 3}, limits: {example.org/widget: null}}", 1),
        ("{requests: {example.org/widget: 3}, limits: {example.org/widget: 4}}", 1),
        ("{requests: {example.org/widget: 3}, limits: {example.org/widget: '3'}}", 0),
        ("{limits: {example.org/widget: 3}}", 0),
        ("{requests: {cpu: 1, hugepages-2Mi: 1, hugepages-a/b: 1, kubernetes.io/x: 1, attachable-volumes-aws-ebs: 1, 7: 1}}", 0),
    ],
)  # fmt: skip
def test_extended_resources(resources: str, count: int) -> None:
    assert len(alone("RES005", POD % ("", resources))) == count
