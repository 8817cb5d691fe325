"""LIVE: recordings that are not the release, or did not come up."""

import pytest

from pipeline.checks.registry import by_id
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import manifest
from tests.checks.examples import blameless
from tests.checks.recording import recording
from tests.checks.standards.asking import laid, severities

CLAIM = "kind: PersistentVolumeClaim\nspec: {accessModes: [ReadWriteOnce], storageClassName: standard%s}\n"
STORE = "kind: StatefulSet\n"
POD_NAME = "web-shop-test-5d8f9-0"


def keys(rule: str, recorded: str, objects: str = "") -> list[str]:
    return [hit.key for hit in laid(rule, objects, recorded=recorded)]


@pytest.mark.parametrize(
    ("recorded", "objects", "expected"),
    [
        ("kind: Pod", "", []),
        ("kind: ConfigMap\nmetadata: {labels: {helm.sh/chart: shop-0.9.0}}", "", ["ConfigMap/web-shop-test"]),
        ("kind: ConfigMap\nmetadata: {labels: {app.kubernetes.io/instance: other}}", "", ["ConfigMap/web-shop-test"]),
        (f"kind: Pod\nmetadata: {{name: {POD_NAME}, labels: null}}", "", ["Deployment/web-shop-test/pods"]),
        ("kind: ConfigMap\nmetadata: {name: old}", "", ["ConfigMap/old"]),
        ("kind: ConfigMap\nmetadata: {name: old, labels: null}", "", []),
        ("kind: ConfigMap\nmetadata: {name: old, ownerReferences: [{kind: App, name: a}]}", "", []),
        ("kind: ConfigMap\nmetadata: {name: old, annotations: {helm.sh/hook: pre-install}}", "", []),
        ("kind: ConfigMap\nmetadata: {name: old, annotations: {meta.helm.sh/release-namespace: other}}", "", []),
        ("kind: PersistentVolumeClaim\nmetadata: {name: data-store-shop-test-0}", STORE, []),
    ],
)
def test_one_filter_finds_the_release_and_nothing_else(recorded: str, objects: str, expected: list[str]) -> None:
    assert keys("LIVE001", recorded, objects) == expected


def test_what_is_not_there_is_told_from_what_was_not_recorded() -> None:
    release = blameless()
    bodies = [body for body in recording(release) if body["kind"] != "ConfigMap"]
    for more, expected in (([], ["info"]), ([{"kind": "ConfigMap", "metadata": {"name": "kube-root-ca.crt"}}], [""])):
        live = Live(tuple(manifest(index, body) for index, body in enumerate([*bodies, *more])), release)
        hits = list(by_id()["LIVE001"].check(live))
        assert severities(hits) == expected
        assert hits[0].key == "ConfigMap/web-shop-test"


@pytest.mark.parametrize(
    ("recorded", "objects", "expected"),
    [
        ("kind: Deployment\nstatus: {readyReplicas: 4}", "", []),
        ("kind: Deployment\nstatus: {readyReplicas: 0}", "", ["Deployment/web-shop-test"]),
        ("kind: Deployment\nstatus: null", "", ["Deployment/web-shop-test"]),
        ("kind: StatefulSet\nstatus: {readyReplicas: many}", STORE, ["StatefulSet/store-shop-test"]),
        ("kind: DaemonSet\nstatus: {numberReady: 0}", "kind: DaemonSet", ["DaemonSet/watch-shop-test"]),
        ("kind: Job\nstatus: {conditions: [{type: Failed, status: 'True'}]}", "kind: Job", ["Job/load-shop-test"]),
        ("kind: PersistentVolumeClaim\nstatus: {phase: Lost}", CLAIM % "", ["PersistentVolumeClaim/disk-shop-test"]),
        ("kind: PersistentVolumeClaim\nmetadata: {name: data-store-shop-test-0}\nstatus: {phase: Pending}", STORE, ["PersistentVolumeClaim/data-store-shop-test-0"]),
        ("kind: PersistentVolumeClaim\nmetadata: {name: data-of-others-0}\nstatus: {phase: Pending}", STORE, []),
        ("kind: Pod\nmetadata: {name: web-shop-test-connection-test}\nstatus: {phase: Failed}", "", []),
    ],
)  # fmt: skip
def test_what_came_up(recorded: str, objects: str, expected: list[str]) -> None:
    assert keys("LIVE002", recorded, objects) == expected


def test_the_reason_that_a_container_waits_is_said() -> None:
    waiting = "status: {containerStatuses: [{state: {waiting: {reason: %s}}}]}"
    for reason, is_said in (("ImagePullBackOff", True), ("ContainerCreating", False)):
        pods = f"kind: Pod\n{waiting % reason}\n---\nkind: Deployment\nstatus: {{readyReplicas: 1}}"
        (hit,) = laid("LIVE002", "", recorded=pods)
        assert (reason in hit.message) is is_said


TEST = "kind: Pod\nmetadata: {name: web-shop-test-connection-test%s}\n%s"


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        (TEST % ("", "status: {phase: Succeeded}"), []),
        (TEST % ("", "status: {phase: Failed}"), [""]),
        (TEST % (", uid: second", "status: {phase: Failed}"), ["info"]),
        (TEST % (", uid: second", ""), ["info"]),
        (TEST % ("", "status: {phase: Running}"), ["info"]),
    ],
)
def test_tests_pass_twice(recorded: str, expected: list[str]) -> None:
    hits = laid("LIVE003", "", recorded=recorded)
    assert severities(hits) == expected
    assert all("helm test test --namespace shop" in hit.message for hit in hits if hit.severity)


@pytest.mark.parametrize(("hook", "count"), [("test-failure", 1), ("test-failure, test", 0), ("test", 0)])
def test_what_is_to_fail_fails(hook: str, count: int) -> None:
    objects = TEST % (f", annotations: {{helm.sh/hook: '{hook}'}}", "")
    assert len(laid("LIVE003", objects, recorded="kind: Pod")) == count


@pytest.mark.parametrize(
    ("asked", "recorded", "expected"),
    [
        ("", "kind: PersistentVolumeClaim", []),
        ("", "kind: PersistentVolumeClaim\nstatus: {phase: Pending}", [("", "")]),
        ("", "kind: PersistentVolumeClaim\nspec: {storageClassName: nfs}", [("", "storageClassName")]),
        ("", "kind: PersistentVolumeClaim\nstatus: {accessModes: [ReadOnlyMany]}", [("", "accessModes")]),
        ("", "kind: PersistentVolumeClaim\nstatus: {accessModes: null}", []),
        (", volumeName: one", "kind: PersistentVolumeClaim\nspec: {volumeName: two}", [("", "volumeName")]),
        (", volumeName: one", "kind: PersistentVolume\nmetadata: {name: one}\nspec: {storageClassName: standard, claimRef: {name: other}}", [("", "claimRef")]),
        (", volumeName: one", "kind: PersistentVolume\nmetadata: {name: one}\nspec: {storageClassName: nfs}", [("", "volume class")]),
        (", volumeName: one", "kind: PersistentVolume\nmetadata: {name: one}\nspec: {storageClassName: standard, claimRef: {name: disk-shop-test}}", []),
        ("", "kind: StorageClass\nmetadata: {name: standard}\nvolumeBindingMode: WaitForFirstConsumer\n---\nkind: PersistentVolumeClaim\nstatus: {phase: Pending}", [("info", "")]),
        ("", "kind: StorageClass\nmetadata: {name: standard}\nvolumeBindingMode: WaitForFirstConsumer\n---\nkind: PersistentVolumeClaim\nstatus: {phase: Pending}\n---\nkind: Pod\nspec: {volumes: [{persistentVolumeClaim: {claimName: disk-shop-test}}]}", [("", "")]),
    ],
)  # fmt: skip
def test_claims_are_bound_to_what_they_ask_for(asked: str, recorded: str, expected: list[tuple[str, str]]) -> None:
    hits = laid("LIVE004", CLAIM % asked, recorded=recorded)
    top = "PersistentVolumeClaim/disk-shop-test"
    assert list(zip(severities(hits), [hit.key.removeprefix(top).lstrip("/") for hit in hits], strict=True)) == expected
