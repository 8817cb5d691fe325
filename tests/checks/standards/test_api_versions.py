"""API: versions of APIs that the target serves."""

import pytest

from pipeline.checks.rule import Rule
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.standards.api_versions import not_deprecated, served
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, release_of
from pipeline.manifests.kyaml import load_all

CRD = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec: {group: example.org, names: {kind: Pane}}
"""


def judged(rule: Rule, version: str, objects: str, told: tuple[str, ...] = (), crds: str = "") -> list[str]:
    found = tuple(manifest(index, body) for index, body in enumerate(load_all(objects)))
    context = Context("test", "shop", "shop", "1.0.0", api_versions=told, crds=load_all(crds))
    return [hit.message for hit in rule.check(release_of(found, version, DEFAULTS, context))]


@pytest.mark.parametrize(
    ("version", "api", "kind", "message"),
    [
        ("1.16.2", "extensions/v1beta1", "Deployment", "Kubernetes 1.16 has no Deployment of extensions/v1beta1, which went with 1.16; it has apps/v1"),
        ("1.16.2", "extensions/v1beta1", "NetworkPolicy", "Kubernetes 1.16 has no NetworkPolicy of extensions/v1beta1, which went with 1.16; it has networking.k8s.io/v1"),
        ("1.16.2", "networking.k8s.io/v1", "Ingress", "Kubernetes 1.16 has no Ingress of networking.k8s.io/v1, which comes with 1.19"),
        ("1.16.2", "batch/v1", "CronJob", "Kubernetes 1.16 has no CronJob of batch/v1, which comes with 1.21"),
        ("1.16.2", "autoscaling/v2", "HorizontalPodAutoscaler", "Kubernetes 1.16 has no HorizontalPodAutoscaler of autoscaling/v2, which comes with 1.23"),
        ("1.15.0", "extensions/v1beta1", "Deployment", ""),
        ("1.15.0", "networking.k8s.io/v1", "Ingress", "Kubernetes 1.15 has no Ingress of networking.k8s.io/v1, which comes with 1.19"),
        ("1.99.0", "policy/v1beta1", "PodSecurityPolicy", "Kubernetes 1.99 has no PodSecurityPolicy of policy/v1beta1, which went with 1.25"),
        ("1.25.0", "policy/v1beta1", "PodSecurityPolicy", "Kubernetes 1.25 has no PodSecurityPolicy of policy/v1beta1, which went with 1.25"),
        ("1.16.2", "apps/v1", "Deployment", ""),
        ("1.16.2", "networking.k8s.io/v1beta1", "Ingress", ""),
        ("1.16.2", "networking.k8s.io/v1", "NetworkPolicy", ""),
        ("1.16.2", "batch/v1beta1", "CronJob", ""),
        ("1.16.2", "policy/v1beta1", "PodSecurityPolicy", ""),
        ("1.34.2", "v1", "Endpoints", ""),
        ("1.34.2", "v1", "Endpoint", "Kubernetes 1.34 has no Endpoint of v1, and never had"),
        ("1.34.2", "apps/v2", "Deployment", "Kubernetes 1.34 has no Deployment of apps/v2, and never had"),
        ("1.99.0", "apps/v2", "Deployment", "to review: whether the cluster serves Deployment of apps/v2"),
        ("1.34.2", "example.org/v1", "Pane", "to review: whether the cluster serves Pane of example.org/v1"),
        ("", "example.org/v1", "Pane", "to review: whether the cluster serves Pane of example.org/v1"),
        ("1.34.2", "null", "Pane", ""),
        ("1.34.2", "[v1]", "{a: b}", ""),
    ],
)  # fmt: skip
def test_what_a_version_serves(version: str, api: str, kind: str, message: str) -> None:
    assert judged(served, version, f"apiVersion: {api}\nkind: {kind}") == ([message] if message else [])


PANE = "apiVersion: example.org/v1\nkind: Pane"
BETA = "apiVersion: networking.k8s.io/v1beta1\nkind: ServiceCIDR"


def test_types_of_others_are_asked_about_once_and_not_where_somebody_defines_them() -> None:
    assert len(judged(served, "1.34.2", f"{PANE}\n---\n{PANE}\n---\n{PANE}2")) == 2
    assert judged(served, "1.34.2", f"{PANE}\n---{CRD}") == []
    assert judged(served, "1.34.2", PANE, crds=CRD) == []
    assert judged(served, "1.34.2", PANE, told=("example.org/v1",)) == []
    assert judged(served, "1.34.2", PANE, told=("example.org/v1/Pane",)) == []
    assert len(judged(served, "1.34.2", PANE, told=("example.org/v2", "example.org/v1/Door"))) == 1


def test_what_is_off_by_itself_is_asked_about() -> None:
    assert judged(served, "1.32.0", BETA) == [
        "to review: whether the cluster serves ServiceCIDR of networking.k8s.io/v1beta1, which is off unless it is turned on"
    ]
    assert judged(served, "1.32.0", BETA, told=("networking.k8s.io/v1beta1",)) == []


@pytest.mark.parametrize(
    ("version", "api", "kind", "message"),
    [
        ("1.16.2", "extensions/v1beta1", "Ingress", "Ingress of extensions/v1beta1 is deprecated since Kubernetes 1.14, networking.k8s.io/v1beta1 replaces it"),
        ("1.20.0", "extensions/v1beta1", "Ingress", "Ingress of extensions/v1beta1 is deprecated since Kubernetes 1.14, networking.k8s.io/v1 replaces it"),
        ("1.33.0", "v1", "Endpoints", "Endpoints of v1 is deprecated since Kubernetes 1.33, EndpointSlice of discovery.k8s.io/v1 replaces it"),
        ("1.22.0", "extensions/v1beta1", "Ingress", ""),
        ("1.18.0", "networking.k8s.io/v1beta1", "Ingress", ""),
        ("1.22.0", "policy/v1beta1", "PodSecurityPolicy", ""),
        ("1.32.0", "v1", "Endpoints", ""),
        ("1.34.2", "example.org/v1", "Pane", ""),
        ("1.34.2", "7", "null", ""),
    ],
)  # fmt: skip
def test_what_a_version_deprecates(version: str, api: str, kind: str, message: str) -> None:
    assert judged(not_deprecated, version, f"apiVersion: {api}\nkind: {kind}") == ([message] if message else [])


def test_plain_manifests_are_judged_too() -> None:
    found = (manifest(0, {"apiVersion": "apps/v1beta1", "kind": "Deployment"}),)
    assert len(list(served.check(release_of(found, "1.34.2", DEFAULTS)))) == 1
