"""Which kinds belong to the cluster and not to a namespace (the API reference of Kubernetes, `kubectl api-resources`)."""

from typing import Final

_CLUSTER: Final[dict[str, frozenset[str]]] = {
    "": frozenset(("Namespace", "Node", "PersistentVolume", "ComponentStatus")),
    "admissionregistration.k8s.io": frozenset((
        "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
    )),
    "apiextensions.k8s.io": frozenset(("CustomResourceDefinition",)),
    "apiregistration.k8s.io": frozenset(("APIService",)),
    "authentication.k8s.io": frozenset(("TokenReview", "SelfSubjectReview")),
    "authorization.k8s.io": frozenset(("SubjectAccessReview", "SelfSubjectAccessReview", "SelfSubjectRulesReview")),
    "certificates.k8s.io": frozenset(("CertificateSigningRequest", "ClusterTrustBundle")),
    "flowcontrol.apiserver.k8s.io": frozenset(("FlowSchema", "PriorityLevelConfiguration")),
    "internal.apiserver.k8s.io": frozenset(("StorageVersion",)),
    "networking.k8s.io": frozenset(("IngressClass", "IPAddress", "ServiceCIDR")),
    "node.k8s.io": frozenset(("RuntimeClass",)),
    "policy": frozenset(("PodSecurityPolicy",)),
    "rbac.authorization.k8s.io": frozenset(("ClusterRole", "ClusterRoleBinding")),
    "resource.k8s.io": frozenset(("DeviceClass", "ResourceSlice", "DeviceTaintRule")),
    "scheduling.k8s.io": frozenset(("PriorityClass",)),
    "storage.k8s.io": frozenset(("StorageClass", "VolumeAttachment", "CSIDriver", "CSINode", "VolumeAttributesClass")),
    "storagemigration.k8s.io": frozenset(("StorageVersionMigration",)),
    # Not of Kubernetes itself, but in so many charts that their CRDs are seldom beside them.
    "cert-manager.io": frozenset(("ClusterIssuer",)),
    "kyverno.io": frozenset(("ClusterPolicy",)),
    "gateway.networking.k8s.io": frozenset(("GatewayClass",)),
    "snapshot.storage.k8s.io": frozenset(("VolumeSnapshotClass", "VolumeSnapshotContent")),
    "external-secrets.io": frozenset(("ClusterSecretStore", "ClusterExternalSecret")),
}  # fmt: skip
_FORMER: Final = {"extensions": "policy"}


def is_cluster_scoped(group: str, kind: str) -> bool:
    """Whether objects of this kind live outside namespaces, whatever their version."""
    return kind in _CLUSTER.get(_FORMER.get(group, group), ())
