"""STO: volumes and claims."""

import pytest

from tests.checks.standards.asking import alone, laid, severities

VOLUME = "kind: PersistentVolume\nmetadata: {name: disk, labels: {app.kubernetes.io/name: data}}\nspec: %s"
CLAIM = "kind: PersistentVolumeClaim\nmetadata: {name: data, labels: {app.kubernetes.io/name: data}}\nspec: %s"
SET = "kind: StatefulSet\napiVersion: apps/v1\nmetadata: {name: store}\nspec: {volumeClaimTemplates: %s}"


def both(volume: str, claim: str) -> str:
    return f"{VOLUME % volume}\n---\n{CLAIM % claim}"


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("Delete", None),
        ("Retain", "the reclaim policy is 'Retain'"),
        ("Recycle", "the reclaim policy is 'Recycle'"),
        ("null", "no reclaim policy is named, which keeps the volume"),
        ("[Delete]", "no reclaim policy is named, which keeps the volume"),
    ],
)
def test_volumes_are_deleted(policy: str, said: str | None) -> None:
    hits = alone("STO003", VOLUME % f"{{persistentVolumeReclaimPolicy: {policy}}}")
    assert [hit.message for hit in hits] == ([said] if said else [])


@pytest.mark.parametrize(
    ("mode", "count"), [("Filesystem", 0), ("Block", 0), ("null", 1), ("block", 1), ("5", 1), ("{}", 1)]
)
def test_volumes_say_their_mode(mode: str, count: int) -> None:
    assert len(alone("STO004", VOLUME % f"{{volumeMode: {mode}}}")) == count


@pytest.mark.parametrize(
    ("volume", "claim", "expected"),
    [
        ("Block", "volumeName: disk, volumeMode: Filesystem", ["info"]),
        ("Block", "volumeName: disk", []),
        ("Block", "volumeName: disk, volumeMode: Block", []),
        ("Block", "volumeName: other, volumeMode: Filesystem", []),
        ("Block", "volumeMode: Filesystem", ["info"]),
        ("null", "volumeName: disk, volumeMode: Block", ["", "info"]),
    ],
)
def test_a_claim_has_the_mode_of_its_volume(volume: str, claim: str, expected: list[str]) -> None:
    assert severities(alone("STO004", both(f"{{volumeMode: {volume}}}", f"{{{claim}}}"))) == expected


@pytest.mark.parametrize(
    ("modes", "paths"),
    [
        ("[ReadWriteOnce, ReadOnlyMany, ReadWriteMany]", []),
        ("[ReadWriteOncePod]", []),
        ("[ReadWriteOnce, RWO, null, {a: b}]", [1, 2, 3]),
        ("ReadWriteOnce", ""),
        ("[]", ""),
        ("null", ""),
    ],
)
def test_access_modes_are_full_words(modes: str, paths: list[int] | str) -> None:
    expected = [f"/{path}" for path in paths] if isinstance(paths, list) else [""]
    weaker = "info" if isinstance(paths, str) else ""
    for text, base, severity in (
        (VOLUME % f"{{accessModes: {modes}}}", "/spec/accessModes", ""),
        (CLAIM % f"{{accessModes: {modes}}}", "/spec/accessModes", weaker),
        (SET % f"[null, {{spec: {{accessModes: {modes}}}}}]", "/spec/volumeClaimTemplates/1/spec/accessModes", weaker),
    ):
        hits = [hit for hit in alone("STO005", text) if "/0/spec" not in hit.path]
        assert [hit.path for hit in hits] == [f"{base}{path}" for path in expected]
        assert severities(hits) == [severity] * len(expected)


@pytest.mark.parametrize(
    ("version", "ends"),
    [
        ("1.34.2", []),
        ("1.27.0", []),
        ("1.26.9", ["is none of ReadWriteOnce, ReadOnlyMany, ReadWriteMany"]),
        ("1.16.2", ["is none of ReadWriteOnce, ReadOnlyMany, ReadWriteMany"]),
    ],
)
def test_the_mode_of_one_pod_came_later(version: str, ends: list[str]) -> None:
    hits = laid("STO005", VOLUME % "{accessModes: [ReadWriteOncePod]}", kube_version=version)
    assert [hit.message.removeprefix("access mode 'ReadWriteOncePod' ") for hit in hits] == ends


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("standard", ""),
        ("''", "the storage class is empty"),
        ("null", "the storage class is missing"),
        ("[a]", "the storage class is missing"),
    ],
)
def test_classes_are_named(name: str, said: str) -> None:
    spec = f"{{storageClassName: {name}}}"
    expected = [said] if said else []
    assert [hit.message for hit in alone("STO006", VOLUME % spec)] == expected
    assert [hit.message for hit in alone("STO008", CLAIM % spec)] == expected
    assert [hit.message for hit in alone("STO008", SET % f"[{{spec: {spec}}}]")] == expected


def test_an_annotation_names_no_class() -> None:
    text = VOLUME.replace("labels:", "annotations: {volume.beta.kubernetes.io/storage-class: standard}, labels:")
    assert len(alone("STO006", text % "{}")) == 1


@pytest.mark.parametrize(
    ("volume", "claim", "paths"),
    [
        ("storageClassName: a", "volumeName: disk, storageClassName: b", ["/spec/storageClassName"]),
        ("storageClassName: a", "volumeName: disk, storageClassName: a", []),
        ("storageClassName: a", "volumeName: disk", []),
        ("storageClassName: a", "storageClassName: b", ["/spec/storageClassName"]),
        ("storageClassName: a", "volumeName: other, storageClassName: b", []),
        (
            "accessModes: [ReadWriteOnce]",
            "volumeName: disk, accessModes: [ReadWriteMany, ReadWriteOnce]",
            ["/spec/accessModes"],
        ),
        ("accessModes: [ReadWriteMany, ReadWriteOnce]", "volumeName: disk, accessModes: [ReadWriteOnce]", []),
        ("capacity: {storage: 1Gi}", "volumeName: disk, resources: {requests: {storage: 1024Mi}}", []),
        (
            "capacity: {storage: 1G}",
            "volumeName: disk, resources: {requests: {storage: 1Gi}}",
            ["/spec/resources/requests/storage"],
        ),
        ("capacity: {storage: much}", "volumeName: disk, resources: {requests: {storage: 1Gi}}", []),
        ("capacity: 5", "volumeName: [disk], resources: null", []),
    ],
)
def test_claim_and_volume_agree(volume: str, claim: str, paths: list[str]) -> None:
    assert [hit.path for hit in alone("STO009", both(f"{{{volume}}}", f"{{{claim}}}"))] == paths


def test_two_volumes_of_one_label_are_nobodys() -> None:
    volumes = "\n---\n".join((VOLUME % "{storageClassName: a}").replace("disk", name) for name in ("one", "two"))
    assert alone("STO009", f"{volumes}\n---\n{CLAIM % '{storageClassName: b}'}") == []
    assert alone("STO009", f"{volumes}\n---\n{CLAIM % '{storageClassName: a, volumeName: two}'}") == []


@pytest.mark.parametrize(
    ("volume", "claim", "expected"),
    [
        ("{storageClassName: a}", "{storageClassName: a, volumeName: disk}", []),
        ("{storageClassName: a}", "{storageClassName: a}", [""]),
        ("{storageClassName: a}", "{storageClassName: a, volumeName: other}", [""]),
        ("{storageClassName: a}", "{storageClassName: b}", ["info"]),
        ("{storageClassName: a}", "{storageClassName: b, volumeName: other}", []),
        ("null", "null", [""]),
    ],
)
def test_a_claim_names_the_volume_that_is_made_for_it(volume: str, claim: str, expected: list[str]) -> None:
    assert severities(alone("STO010", both(volume, claim))) == expected


def test_what_is_provisioned_is_noted_and_sets_of_pods_are_exempt() -> None:
    assert severities(alone("STO010", CLAIM % "{storageClassName: a}")) == ["info"]
    assert alone("STO010", SET % "[{spec: {storageClassName: a}}]") == []


def test_any_of_the_volumes_that_fit_may_be_named() -> None:
    volumes = "\n---\n".join((VOLUME % "{storageClassName: a}").replace("disk", name) for name in ("one", "two"))
    for name in ("one", "two"):
        assert alone("STO010", f"{volumes}\n---\n{CLAIM % f'{{storageClassName: a, volumeName: {name}}}'}") == []


@pytest.mark.parametrize(("role", "count"), [("production", 2), ("minikube", 0), ("ci", 0)])
def test_paths_of_hosts_are_for_developers(role: str, count: int) -> None:
    text = "kind: PersistentVolume\nspec: {hostPath: {path: /a}, local: {}, csi: null}"
    assert len(laid("STO014", text, role=role)) == count


@pytest.mark.parametrize(
    ("mount", "more", "is_told"),
    [
        ("volumeMounts: [{name: data}]", "volumeClaimTemplates: [{metadata: {name: data}}]", False),
        ("volumeDevices: [{name: data}]", "volumeClaimTemplates: [{metadata: {name: data}}]", False),
        ("volumeMounts: [{name: other}]", "volumeClaimTemplates: [{metadata: {name: data}}]", True),
        ("volumeMounts: [{name: claim}]", "volumeClaimTemplates: null", False),
        ("volumeMounts: [{name: scratch}]", "volumeClaimTemplates: null", True),
        ("volumeMounts: [null, {name: [a]}, {}]", "volumeClaimTemplates: [null, {metadata: 5}, {}]", True),
        ("volumeMounts: data", "volumeClaimTemplates: data", True),
    ],
)
def test_state_is_on_mounted_volumes(mount: str, more: str, is_told: bool) -> None:
    volumes = "[{name: claim, persistentVolumeClaim: {}}, {name: scratch, emptyDir: {}}, null]"
    spec = f"{{{more}, template: {{spec: {{volumes: {volumes}, containers: [{{{mount}}}], initContainers: [{{volumeMounts: [{{name: claim}}]}}]}}}}}}"
    text = f"kind: StatefulSet\napiVersion: apps/v1\nmetadata: {{name: store}}\nspec: {spec}"
    assert len(alone("STO015", text)) == is_told


@pytest.mark.parametrize(
    "spec",
    [
        "null",
        "5",
        "[]",
        "{accessModes: {a: b}, storageClassName: {a: b}, volumeName: [a], capacity: 5, resources: [a]}",
    ],
)
@pytest.mark.parametrize(
    "rule",
    ["STO003", "STO004", "STO005", "STO006", "STO008", "STO009", "STO010", "STO011", "STO012", "STO013", "STO014"],
)
def test_objects_of_any_shape_are_read(rule: str, spec: str) -> None:
    text = f"{both(spec, spec)}\n---\nkind: StatefulSet\nspec: {spec}\n---\n{SET % '[null, 5, {spec: 5}]'}\n---\nkind: StorageClass"
    assert {hit.resource for hit in alone(rule, text)} <= {0, 1, 2, 3, 4}


def test_ten_thousand_claims_find_their_volumes_in_no_time() -> None:
    texts = [
        f"{both('{storageClassName: a}', f'{{storageClassName: b, volumeName: disk{index}}}')}".replace(
            "name: disk,", f"name: disk{index},"
        )
        for index in range(500)
    ]
    assert len(alone("STO009", "\n---\n".join(texts))) == 500
