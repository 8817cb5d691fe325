"""Reading the fields that rules about Kubernetes look at: entries with their pointers, whole numbers, native kinds, versions."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping
from pipeline.schemas.bundles import version_of

_RBAC: Final = ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")
# API group of the kinds that rules look at; custom resources may have the same kinds.
_GROUPS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"), "apps"),
    **dict.fromkeys(("Job", "CronJob"), "batch"),
    **dict.fromkeys(("Ingress", "NetworkPolicy"), "networking.k8s.io"),
    **dict.fromkeys(("StorageClass", "CSIDriver"), "storage.k8s.io"),
    **dict.fromkeys(_RBAC, "rbac.authorization.k8s.io"),
    "HorizontalPodAutoscaler": "autoscaling",
    "PodDisruptionBudget": "policy",
    "PriorityClass": "scheduling.k8s.io",
}


def native(one: Manifest) -> bool:
    """Whether an object is of Kubernetes' own kind, not a custom resource of the same name."""
    return one.group == _GROUPS.get(one.kind, "")


def entries(value: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(pointer, entry) of each map in a list. path: pointer of the list."""
    for index, entry in enumerate(listing(value)):
        yield f"{path}/{index}", mapping(entry)


def whole(value: Any) -> int | None:
    """A whole number; None for everything else, true and false among it."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_port(number: int) -> bool:
    """Whether a number can be one of a port."""
    return 1 <= number <= 65535


def minor(release: Release) -> int:
    """The minor version of Kubernetes 1 that was asked for; the newest where it is not known."""
    return version_of(release.kube_version).asked
