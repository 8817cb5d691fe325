"""What a cluster would show of a release without fault, as `kubectl get -o yaml` prints it."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release

Body = dict[str, Any]
NODE = "node-1"
_READY = {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}
_COUNTED = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")


def recording(release: Release) -> list[Body]:
    """The objects of a release, their pods and endpoints, and a node that takes everything."""
    found: list[Body] = [
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": NODE, "labels": {"kubernetes.io/hostname": NODE}}}
    ]
    pods = {pod.owner.index: pod for pod in release.pods}
    for one in release.objects:
        pod = pods.get(one.index)
        if one.is_test:
            found += [_ended(one, run) for run in ("first", "second")]
        elif not one.is_hook:
            found += [_object(one), *(_pods(one, pod) if pod and one.kind not in ("Pod", "CronJob") else ())]
    return found


def _object(one: Manifest) -> Body:
    body = {**one.body, "metadata": {**one.metadata, "namespace": "shop", "creationTimestamp": "2026-01-01T00:00:00Z"}}
    return {**body, **({"status": status} if (status := _status(one)) else {})}


def _status(one: Manifest) -> Mapping[str, Any]:
    count = one.spec.get("replicas", 1)
    if one.kind in _COUNTED:
        return {"replicas": count, "readyReplicas": count}
    known: Mapping[str, Mapping[str, Any]] = {
        "DaemonSet": {"desiredNumberScheduled": 1, "numberReady": 1},
        "Job": {"conditions": [{"type": "Complete", "status": "True"}]},
        "PersistentVolumeClaim": {"phase": "Bound", "accessModes": one.spec.get("accessModes")},
        "Pod": _READY,
    }
    return known.get(one.kind, {})


def _pods(one: Manifest, pod: Pod) -> Iterator[Body]:
    """The pods of a controller, and what stands between."""
    keeper = {"kind": one.kind, "name": one.name}
    if one.kind == "Deployment":
        keeper = {"kind": "ReplicaSet", "name": f"{one.name}-5d8f9"}
        yield {
            "apiVersion": "apps/v1",
            "kind": "ReplicaSet",
            "metadata": {"name": keeper["name"], "ownerReferences": [{"kind": one.kind, "name": one.name}]},
        }
    status = {"phase": "Succeeded"} if one.kind == "Job" else _READY
    for index in range(one.spec.get("replicas", 1)):
        yield {
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {
                "name": f"{keeper['name']}-{index}", "namespace": "shop", "labels": pod.labels, "ownerReferences": [keeper],
                "creationTimestamp": "2026-01-01T00:00:05Z",
            },
            "spec": {**pod.spec, "nodeName": NODE}, "status": status,
        }  # fmt: skip


def _ended(one: Manifest, run: str) -> Body:
    return {**one.body, "metadata": {**one.metadata, "namespace": "shop", "uid": run}, "status": {"phase": "Succeeded"}}
