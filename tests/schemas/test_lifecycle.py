"""The table of APIs that come and go: rebuilt from its source, and the facts of the deprecation guide."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from pipeline.schemas import bundles, lifecycle
from tests.schemas.build_lifecycle import fetched, table

TABLE = json.loads(Path(lifecycle.__file__).with_name("lifecycle.json").read_text("utf-8"))


def test_table_is_what_its_source_makes_of_it() -> None:
    try:
        modules = fetched()
    except (OSError, subprocess.CalledProcessError):
        if os.environ.get("CI"):
            raise
        pytest.skip("the Go modules cannot be fetched")
    assert table(modules) == TABLE


def test_what_is_served_has_a_schema() -> None:
    for minor in range(bundles.OLDEST, bundles.NEWEST + 1):
        served = {kind for kind in map(_named, TABLE) if (api := lifecycle.find(*kind)) and api.is_served(minor)}
        assert served <= bundles.kinds(minor)


def _named(name: str) -> tuple[str, str]:
    api_version, _, kind = name.rpartition("/")
    return api_version, kind


@pytest.mark.parametrize(
    ("api_version", "kind", "introduced", "deprecated", "removed"),
    [
        # kubernetes.io/docs/reference/using-api/deprecation-guide, from v1.32 back to v1.16
        ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", 26, 29, 32),
        ("flowcontrol.apiserver.k8s.io/v1beta2", "PriorityLevelConfiguration", 23, 26, 29),
        ("storage.k8s.io/v1beta1", "CSIStorageCapacity", 21, 24, 27),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", 0, 23, 26),
        ("batch/v1beta1", "CronJob", 0, 21, 25),
        ("discovery.k8s.io/v1beta1", "EndpointSlice", 17, 21, 25),
        ("events.k8s.io/v1beta1", "Event", 0, 22, 25),
        ("autoscaling/v2beta1", "HorizontalPodAutoscaler", 0, 22, 25),
        ("policy/v1beta1", "PodDisruptionBudget", 0, 21, 25),
        ("policy/v1beta1", "PodSecurityPolicy", 0, 21, 25),
        ("node.k8s.io/v1beta1", "RuntimeClass", 0, 22, 25),
        ("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration", 0, 16, 22),
        ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 0, 16, 22),
        ("apiregistration.k8s.io/v1beta1", "APIService", 0, 19, 22),
        ("extensions/v1beta1", "Ingress", 0, 14, 22),
        ("networking.k8s.io/v1beta1", "Ingress", 0, 19, 22),
        ("rbac.authorization.k8s.io/v1beta1", "ClusterRole", 0, 17, 22),
        ("scheduling.k8s.io/v1beta1", "PriorityClass", 0, 14, 22),
        ("storage.k8s.io/v1beta1", "StorageClass", 0, 19, 22),
        ("extensions/v1beta1", "Deployment", 0, 8, 16),
        ("apps/v1beta2", "DaemonSet", 0, 9, 16),
        ("networking.k8s.io/v1", "Ingress", 19, 0, 0),
        ("apps/v1", "Deployment", 0, 0, 0),
        ("v1", "Endpoints", 0, 33, 0),
    ],
)
def test_facts_of_the_deprecation_guide(
    api_version: str, kind: str, introduced: int, deprecated: int, removed: int
) -> None:
    api = lifecycle.find(api_version, kind)
    assert api
    assert (api.introduced, api.deprecated, api.removed) == (introduced, deprecated, removed)


@pytest.mark.parametrize(
    ("api_version", "kind", "minor", "expected"),
    [
        ("extensions/v1beta1", "Ingress", 34, "networking.k8s.io/v1/Ingress"),
        ("extensions/v1beta1", "Ingress", 16, "networking.k8s.io/v1beta1/Ingress"),
        ("extensions/v1beta1", "PodSecurityPolicy", 16, "policy/v1beta1/PodSecurityPolicy"),
        ("extensions/v1beta1", "PodSecurityPolicy", 25, ""),
        ("networking.k8s.io/v1beta1", "Ingress", 18, ""),
        ("networking.k8s.io/v1beta1", "IngressClass", 19, "networking.k8s.io/v1/IngressClass"),
        ("autoscaling/v2beta1", "HorizontalPodAutoscaler", 22, "autoscaling/v2beta2/HorizontalPodAutoscaler"),
        ("autoscaling/v2beta1", "HorizontalPodAutoscaler", 23, "autoscaling/v2/HorizontalPodAutoscaler"),
        ("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema", 26, "flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema"),
        ("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema", 32, "flowcontrol.apiserver.k8s.io/v1/FlowSchema"),
        ("events.k8s.io/v1beta1", "Event", 25, "events.k8s.io/v1/Event"),
        ("v1", "Endpoints", 34, "discovery.k8s.io/v1/EndpointSlice"),
        ("batch/v2alpha1", "CronJob", 18, "batch/v1beta1/CronJob"),
        ("policy/v1beta1", "PodSecurityPolicy", 25, ""),
    ],
)
def test_replacement_is_one_that_the_version_serves(api_version: str, kind: str, minor: int, expected: str) -> None:
    api = lifecycle.find(api_version, kind)
    assert api
    found = lifecycle.replacement(api, minor)
    assert (f"{found.api_version}/{found.kind}" if found else "") == expected


@pytest.mark.parametrize(
    ("api_version", "kind", "is_off"),
    [
        ("apps/v1", "Deployment", False), ("batch/v1beta1", "CronJob", False), ("resource.k8s.io/v1beta1", "ResourceClaim", True),
        ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", False), ("settings.k8s.io/v1alpha1", "PodPreset", True),
        ("resource.k8s.io/v1", "ResourceClaim", False), ("networking.k8s.io/v1beta1", "IPAddress", True),
    ],
)  # fmt: skip
def test_what_is_off_unless_it_is_turned_on(api_version: str, kind: str, is_off: bool) -> None:
    api = lifecycle.find(api_version, kind)
    assert api
    assert api.is_off is is_off


def test_groups_are_those_of_kubernetes() -> None:
    assert {"", "apps", "extensions", "rbac.authorization.k8s.io"} <= lifecycle.groups()
    assert "monitoring.coreos.com" not in lifecycle.groups()
