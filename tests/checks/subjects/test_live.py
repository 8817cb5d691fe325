"""What belongs to what in a recording, and what tests prove."""

from typing import Any

import pytest

from pipeline.checks.settings import Settings
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, Release, release_of
from pipeline.manifests.kyaml import load_all

RENDERED = """
kind: Deployment
metadata: {name: web}
---
kind: CronJob
metadata: {name: nightly}
---
kind: StatefulSet
metadata: {name: store}
---
kind: Pod
metadata: {name: device}
---
kind: Pod
metadata: {name: asks, annotations: {helm.sh/hook: test}}
spec: {containers: [{args: ['http://web:80/']}]}
---
kind: Pod
metadata: {name: fails, annotations: {helm.sh/hook: test-failure}}
spec: {containers: [{args: [db]}]}
"""


def release() -> Release:
    objects = tuple(manifest(index, body) for index, body in enumerate(load_all(RENDERED)))
    return release_of(objects, "1.34.2", Settings(), Context("test", "shop", "shop", "1.0.0"))


def live(recorded: str) -> Live:
    return Live(tuple(manifest(index, body) for index, body in enumerate(load_all(recorded))), release())


def pod(name: str, *keepers: tuple[str, str]) -> str:
    references = ", ".join(f"{{kind: {kind}, name: {name}}}" for kind, name in keepers)
    return f"---\nkind: Pod\nmetadata: {{name: {name}, ownerReferences: [{references}]}}\n"


@pytest.mark.parametrize(
    ("recorded", "owner", "expected"),
    [
        (pod("a", ("ReplicaSet", "web-5d8f9")), 0, ["a"]),
        (pod("a", ("ReplicaSet", "web-5d8f9")) + "---\nkind: ReplicaSet\nmetadata: {name: web-5d8f9, ownerReferences: [{kind: Deployment, name: web}]}", 0, ["a"]),
        (pod("a", ("ReplicaSet", "web-5d8f9")) + "---\nkind: ReplicaSet\nmetadata: {name: web-5d8f9, ownerReferences: [{kind: Rollout, name: web}]}", 0, []),
        (pod("a", ("ReplicaSet", "webs-5d8f9")), 0, []),
        (pod("a", ("Job", "nightly-2812")) + pod("b"), 1, ["a"]),
        (pod("a", ("StatefulSet", "store")) + pod("b", ("StatefulSet", "store")), 2, ["a", "b"]),
        (pod("device") + pod("other"), 3, ["device"]),
        (pod("other"), 3, []),
        ("kind: Pod\nmetadata: {name: a, ownerReferences: [null, 1, {kind: [x]}]}", 0, []),
        ("kind: ReplicaSet\nmetadata: {name: a, ownerReferences: [{kind: ReplicaSet, name: a}]}\n" + pod("b", ("ReplicaSet", "a")), 0, []),
    ],
)  # fmt: skip
def test_the_pods_of_an_object(recorded: str, owner: int, expected: list[str]) -> None:
    found = live(recorded)
    assert [one.name for one in found.pods(found.rendered.objects[owner])] == expected


@pytest.mark.parametrize(
    ("name", "recorded", "expected"),
    [
        ("web", "kind: Pod\nmetadata: {name: asks}\nstatus: {phase: Succeeded}", True),
        ("web", "kind: Pod\nmetadata: {name: asks}\nstatus: {phase: Failed}", False),
        ("web", "kind: Pod\nmetadata: {name: asks}", False),
        ("web", "kind: Pod\nmetadata: {name: device}\nstatus: {phase: Succeeded}", False),
        ("we", "kind: Pod\nmetadata: {name: asks}\nstatus: {phase: Succeeded}", False),
        ("db", "kind: Pod\nmetadata: {name: fails}\nstatus: {phase: Succeeded}", False),
    ],
)
def test_what_a_test_proves(name: str, recorded: str, expected: bool) -> None:
    assert live(recorded).proves(name) is expected


def test_of_several_records_the_newest_counts() -> None:
    found = live("kind: Pod\nmetadata: {name: a, uid: 1}\n---\nkind: Pod\nmetadata: {name: a, uid: 2}")
    assert [one.metadata["uid"] for one in found.records("Pod", "a")] == [1, 2]
    newest: Any = found.find("Pod", "a")
    assert newest.metadata["uid"] == 2
    assert len(list(found.of("Pod"))) == 1
    assert found.find("Pod", "b") is None


def test_names_are_quoted_for_a_shell() -> None:
    assert live("").command("delete", "pod", "a; rm -rf /") == "kubectl --namespace shop delete pod 'a; rm -rf /'"
