"""API: how objects are described."""

from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.checks.hit import Hit, an
from pipeline.checks.rule import ERROR, INFO, MUST, SHOULD, WARNING, chart, objects
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release

# Groups that Kubernetes itself serves (kubernetes.io/docs/reference/kubernetes-api).
_BUILT_IN: Final = frozenset((
    "", "apps", "extensions", "batch", "autoscaling", "policy", "networking.k8s.io", "rbac.authorization.k8s.io",
    "storage.k8s.io", "scheduling.k8s.io", "apiextensions.k8s.io", "admissionregistration.k8s.io",
    "apiregistration.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "coordination.k8s.io",
    "discovery.k8s.io", "node.k8s.io", "events.k8s.io", "certificates.k8s.io", "flowcontrol.apiserver.k8s.io",
    "resource.k8s.io", "storagemigration.k8s.io",
))  # fmt: skip
_MAPS: Final = ("spec", "roleRef")
# What stands beside metadata, by kind: of each group of keys one.
_BODIES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "ConfigMap": (("data", "binaryData"),),
    "Secret": (("data", "stringData"),),
    "Role": (("rules",),),
    "ClusterRole": (("rules", "aggregationRule"),),
    "RoleBinding": (("roleRef",), ("subjects",)),
    "ClusterRoleBinding": (("roleRef",), ("subjects",)),
    **dict.fromkeys(
        (
            "Pod", "Service", "ReplicationController", "PersistentVolume", "PersistentVolumeClaim", "ResourceQuota",
            "LimitRange", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Ingress",
            "NetworkPolicy", "PodDisruptionBudget", "PodSecurityPolicy", "HorizontalPodAutoscaler",
            "CustomResourceDefinition", "APIService", "CSIDriver", "CertificateSigningRequest", "FlowSchema",
            "PriorityLevelConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
        ),
        (("spec",),),
    ),
}  # fmt: skip
_DEFINITION: Final = "CustomResourceDefinition"
_MANIFESTS: Final = (".yaml", ".yml", ".json")


@objects("API001", MUST, ERROR, "none")
def four_parts(one: Manifest, release: Release) -> Iterator[Hit]:
    """Resources have apiVersion, kind, metadata and a body."""
    for key, said in (("apiVersion", one.api_version), ("kind", one.kind)):
        if not said:
            yield one.hit(f"/{key}", f"{key} is no text" if one.body.get(key) else f"the object has no {key}")
    if "metadata" not in one.body:
        yield one.hit("/metadata", "the object has no metadata")
    if one.group in _BUILT_IN and not _is_filled(one):
        for keys in _BODIES.get(one.kind, ()):
            if not any(_has(one, key) for key in keys):
                # An empty one is allowed, and somebody may fill it later.
                severity = INFO if one.kind in ("ConfigMap", "Secret") else None
                yield one.hit(f"/{keys[0]}", f"the {one.kind} has no {' or '.join(keys)}", severity)


@objects("API002", SHOULD, WARNING, "config")
def built_in(one: Manifest, release: Release) -> Iterator[Hit]:
    """Prefer built-in resource types."""
    if one.group not in _BUILT_IN and one.group not in release.settings.api_groups:
        yield one.hit("/apiVersion", f"{an(one.kind or 'resource')} of {one.group} is none of Kubernetes' own types")


@chart("API003", SHOULD, WARNING, "system")
def no_definitions(chart: ChartSource) -> Iterator[Hit]:
    """Charts do not ship custom resource definitions."""
    for path in sorted(chart.files):
        if path.startswith("crds/") and path.endswith(_MANIFESTS):
            yield chart.hit(path, "the chart brings definitions of types for the whole cluster", key=path)
    for template in chart.templates:
        kinds = (entry for document in template.documents if (entry := document.entry("kind")))
        lines = [entry.line for entry in kinds if entry.value.strip("\"'") == _DEFINITION]
        if not lines and any(one.kind == _DEFINITION for one in chart.own.get(template.path, ())):
            lines = [0]
        for line in lines:
            yield chart.hit(template.path, "the chart defines a type for the whole cluster", line)


@objects("API008", SHOULD, WARNING, "reason")
def declarative(one: Manifest, release: Release) -> Iterator[Hit]:
    """Objects can be applied declaratively."""
    if one.metadata.get("generateName"):
        yield one.hit("/metadata/generateName", "generateName makes a new object each time")
    if one.body.get("status") is not None:
        yield one.hit("/status", "status is for the cluster to write")
    for path in one.unstable:
        yield one.hit(path, "two renderings of the same input differ here")


def _has(one: Manifest, key: str) -> bool:
    return key in one.body and (key not in _MAPS or isinstance(one.body[key], Mapping))


def _is_filled(one: Manifest) -> bool:
    """Whether the cluster itself fills the object: a token of a service account."""
    return one.kind == "Secret" and one.body.get("type") == "kubernetes.io/service-account-token"
