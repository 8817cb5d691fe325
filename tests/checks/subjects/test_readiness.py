"""What status says."""

import pytest

from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.readiness import ended, is_ready, trouble, waiting
from pipeline.manifests.kyaml import load

READY = "{phase: Running, conditions: [{type: Ready, status: 'True'}]}"


@pytest.mark.parametrize(
    ("kind", "spec", "status", "expected"),
    [
        ("Deployment", "{}", "{readyReplicas: 1}", ""),
        ("Deployment", "{replicas: 2}", "{readyReplicas: 1}", "1 of 2 pods are ready"),
        ("Deployment", "{replicas: 0}", "{}", ""),
        ("Deployment", "{replicas: 1}", "null", "0 of 1 pods are ready"),
        ("Deployment", "{replicas: many}", "{readyReplicas: 1}", "1 of many pods are ready"),
        ("StatefulSet", "{replicas: 1}", "{readyReplicas: 2}", ""),
        ("DaemonSet", "{}", "{desiredNumberScheduled: 2, numberReady: 2}", ""),
        ("DaemonSet", "{}", "{desiredNumberScheduled: 2}", "0 of 2 pods are ready"),
        ("DaemonSet", "{}", "{desiredNumberScheduled: 0}", ""),
        ("DaemonSet", "{}", "{}", "no pod is scheduled yet"),
        ("Job", "{}", "{conditions: [null, {type: Complete, status: 'True'}]}", ""),
        ("Job", "{}", "{conditions: [{type: Failed, status: 'True'}]}", "it has failed"),
        ("Job", "{}", "{active: 1}", "it has not completed"),
        ("Job", "{suspend: true}", "{}", ""),
        ("Pod", "{}", READY, ""),
        ("Pod", "{}", "{phase: Running}", "it runs and is not ready"),
        ("Pod", "{}", "{phase: Pending}", "it is Pending"),
        ("Pod", "{}", "[]", "it is of no phase"),
        ("Pod", "{}", "{phase: Succeeded}", "it is Succeeded"),
        ("Pod", "{restartPolicy: Never}", "{phase: Succeeded}", ""),
        ("PersistentVolumeClaim", "{}", "{phase: Bound}", ""),
        ("PersistentVolumeClaim", "{}", "{phase: Lost}", "it is Lost"),
        ("ConfigMap", "{}", "{}", ""),
        ("CronJob", "{}", "{}", ""),
    ],
)
def test_trouble(kind: str, spec: str, status: str, expected: str) -> None:
    assert trouble(manifest(0, load(f"kind: {kind}\nspec: {spec}\nstatus: {status}"))) == expected


@pytest.mark.parametrize(
    ("body", "result", "ready"),
    [
        (f"kind: Pod\nstatus: {READY}", "", True),
        ("kind: Pod\nstatus: {phase: Failed, conditions: [{type: Ready, status: 'True'}]}", "Failed", False),
        ("kind: Pod\nstatus: {phase: [Failed]}", "", False),
        ("kind: Job\nstatus: {conditions: [{type: Complete, status: 'True'}]}", "Succeeded", False),
        ("kind: Job\nstatus: {conditions: [{type: Failed, status: 'True'}]}", "Failed", False),
        ("kind: Job\nstatus: {conditions: [{type: Failed, status: 'False'}]}", "", False),
    ],
)
def test_how_it_ended(body: str, result: str, ready: bool) -> None:
    one = manifest(0, load(body))
    assert (ended(one), is_ready(one)) == (result, ready)


def test_what_containers_wait_for() -> None:
    bodies = [
        "status: {containerStatuses: [{state: {waiting: {reason: ContainerCreating}}}]}",
        "status: {containerStatuses: [null, {state: 1}], initContainerStatuses: [{state: {waiting: {reason: ErrImagePull}}}]}",
        "status: {containerStatuses: [{state: {waiting: {reason: CrashLoopBackOff}}}]}",
    ]
    pods = [manifest(0, load(body)) for body in bodies]
    assert waiting(pods) == "ErrImagePull"
    assert waiting(pods[:1]) == ""
