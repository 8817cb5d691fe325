"""Objects without fault of kinds that the blameless chart does not have, each with what belongs to it."""

from collections.abc import Mapping
from typing import Any

Body = dict[str, Any]


def named(component: str) -> Body:
    """Metadata as the standards want it in the release `test` of the chart `shop`."""
    name = f"{component}-shop-test"
    return {
        "name": name,
        "labels": {
            "app.kubernetes.io/name": name, "app.kubernetes.io/instance": "test", "app.kubernetes.io/component": component,
            "app.kubernetes.io/part-of": "shop", "app.kubernetes.io/version": "1.4.2", "app.kubernetes.io/managed-by": "Helm",
            "helm.sh/chart": "shop-1.0.0",
        },
    }  # fmt: skip


def selector(component: str) -> dict[str, str]:
    """The labels that select its pods."""
    return {"app.kubernetes.io/name": f"{component}-shop-test", "app.kubernetes.io/instance": "test"}


def pod(component: str, **more: Any) -> Body:
    """A pod template that lacks nothing."""
    probe = {"httpGet": {"path": "/ready", "port": "http"}}
    container = {
        "name": component, "image": f"registry.example.org/shop/{component}:1.4.2", "imagePullPolicy": "IfNotPresent",
        "securityContext": {
            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "runAsNonRoot": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "env": [{"name": "LOG_FORMAT", "value": "json"}],
        "ports": [{"name": "http", "containerPort": 8080}],
        "readinessProbe": probe, "livenessProbe": probe,
        "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"cpu": "200m", "memory": "128Mi"}},
    }  # fmt: skip
    metadata = {"labels": named(component)["labels"], "annotations": {"prometheus.io/scrape": "true"}}
    return {"metadata": metadata, "spec": {"automountServiceAccountToken": False, "containers": [container], **more}}


def policy(component: str) -> Body:
    """The network policy of a component."""
    return {
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": named(component),
        "spec": {
            "podSelector": {"matchLabels": selector(component)}, "policyTypes": ["Ingress"],
            "ingress": [{"from": [{"podSelector": {}}], "ports": [{"port": "http", "protocol": "TCP"}]}],
        },
    }  # fmt: skip


def service(component: str, **more: Any) -> Body:
    """The Service of a component."""
    return {
        "apiVersion": "v1", "kind": "Service", "metadata": named(component),
        "spec": {
            "type": "ClusterIP", "ports": [{"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}],
            "selector": {**selector(component), "app.kubernetes.io/version": "1.4.2"}, **more,
        },
    }  # fmt: skip


def _controller(kind: str, component: str, **more: Any) -> Body:
    spec = {"selector": {"matchLabels": selector(component)}, "template": pod(component), **more}
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": named(component), "spec": spec}


_CLAIM = {
    "accessModes": ["ReadWriteOnce"],
    "storageClassName": "block",
    "resources": {"requests": {"storage": "1Gi"}},
}
_STORE = pod("store")
_STORE["spec"]["containers"][0]["volumeMounts"] = [{"name": "data", "mountPath": "/data"}]
_JOB = pod("load", restartPolicy="Never")
del _JOB["spec"]["containers"][0]["ports"], _JOB["spec"]["containers"][0]["readinessProbe"]
del _JOB["spec"]["containers"][0]["livenessProbe"]
_CRON = {**_JOB, "metadata": {"labels": named("nightly")["labels"]}}
_ROLE = {
    "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": named("web"),
    "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
}  # fmt: skip

STOCK: Mapping[str, tuple[Body, ...]] = {
    "StatefulSet": (
        _controller(
            "StatefulSet", "store", serviceName="store-shop-test", replicas=1, template=_STORE,
            volumeClaimTemplates=[{"metadata": {"name": "data"}, "spec": _CLAIM}],
        ),
        service("store", clusterIP="None"), policy("store"),
    ),
    "DaemonSet": (_controller("DaemonSet", "watch"), policy("watch")),
    "ReplicaSet": (_controller("ReplicaSet", "copies", replicas=1), policy("copies")),
    "Job": ({"apiVersion": "batch/v1", "kind": "Job", "metadata": named("load"), "spec": {"template": _JOB}},),
    "CronJob": ({
        "apiVersion": "batch/v1", "kind": "CronJob", "metadata": named("nightly"),
        "spec": {"schedule": "5 4 * * *", "jobTemplate": {"spec": {"template": _CRON}}},
    },),
    "Pod": (
        {"apiVersion": "v1", "kind": "Pod", **pod("device"), "metadata": {**named("device"), **pod("device")["metadata"], "name": "device-shop-test"}},
        policy("device"),
    ),
    "PersistentVolume": ({
        "apiVersion": "v1", "kind": "PersistentVolume", "metadata": named("disk"),
        "spec": {
            "persistentVolumeReclaimPolicy": "Delete", "volumeMode": "Filesystem", "accessModes": ["ReadWriteOnce"],
            "storageClassName": "block", "capacity": {"storage": "1Gi"}, "csi": {"driver": "disk.example.org", "volumeHandle": "disk"},
        },
    },),
    "PersistentVolumeClaim": ({
        "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": named("disk"),
        "spec": {**_CLAIM, "volumeName": "disk-shop-test"},
    },),
    "StorageClass": ({
        "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": named("bds1"), "provisioner": "disk.example.org",
    },),
    "Role": (_ROLE,),
    "RoleBinding": ({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": named("web"),
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "web-shop-test"},
        "subjects": [{"kind": "ServiceAccount", "name": "default"}],
    }, _ROLE),
    "ServiceAccount": ({
        "apiVersion": "v1", "kind": "ServiceAccount", "metadata": named("web"), "automountServiceAccountToken": False,
    },),
    "ClusterRole": ({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": named("web"),
        "rules": [{"apiGroups": [""], "resources": ["nodes"], "verbs": ["get"]}],
    },),
    "ClusterRoleBinding": ({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": named("web"),
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
        "subjects": [{"kind": "ServiceAccount", "name": "default", "namespace": "shop"}],
    },),
    "PodDisruptionBudget": ({
        "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": named("web"),
        "spec": {"maxUnavailable": 1, "selector": {"matchLabels": selector("web")}},
    },),
    "HorizontalPodAutoscaler": ({
        "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": named("web"),
        "spec": {
            "minReplicas": 2, "maxReplicas": 5,
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web-shop-test"},
        },
    },),
    "Namespace": ({"apiVersion": "v1", "kind": "Namespace", "metadata": named("web")},),
    "PriorityClass": ({
        "apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": named("high"), "value": 1000,
    },),
    "ResourceQuota": ({
        "apiVersion": "v1", "kind": "ResourceQuota", "metadata": named("web"), "spec": {"hard": {"pods": "20"}},
    },),
}  # fmt: skip
