"""The claims of a release: its own, and those that StatefulSets make."""

from pipeline.checks.settings import Settings
from pipeline.checks.subjects.claims import claims
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import Manifest, manifest
from pipeline.checks.subjects.release import release_of
from pipeline.manifests.kyaml import load_all

RENDERED = """
kind: PersistentVolumeClaim
metadata: {name: disk}
spec: {storageClassName: nfs}
---
kind: PersistentVolumeClaim
metadata: {name: unrecorded}
---
kind: StatefulSet
metadata: {name: store}
spec: {volumeClaimTemplates: [{metadata: {name: data}, spec: {storageClassName: block}}, null, {metadata: {name: logs}}]}
"""
RECORDED = "\n---\n".join(
    f"kind: PersistentVolumeClaim\nmetadata: {{name: {name}}}"
    for name in (
        "disk",
        "data-store-0",
        "data-store-10",
        "data-store-x",
        "data-stores-0",
        "logs-store-0",
        "other-store-0",
    )
)


def _manifests(text: str) -> tuple[Manifest, ...]:
    return tuple(manifest(index, body) for index, body in enumerate(load_all(text)))


def test_claims() -> None:
    live = Live(_manifests(RECORDED), release_of(_manifests(RENDERED), "1.34.2", Settings()))
    assert [(claim.name, claim.spec.get("storageClassName"), claim.record.name) for claim in claims(live)] == [
        ("disk", "nfs", "disk"),
        ("data-store-0", "block", "data-store-0"),
        ("data-store-10", "block", "data-store-10"),
        ("logs-store-0", None, "logs-store-0"),
    ]
