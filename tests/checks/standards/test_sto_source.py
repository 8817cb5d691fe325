"""STO: where a chart declares storage."""

import pytest

from tests.checks.standards.asking import severities, source, written

VOLUME = "kind: PersistentVolume\nmetadata:\n  name: {}\n"
CLAIM = "kind: PersistentVolumeClaim\nmetadata:\n  name: a\nspec:\n  volumeName: {}\n"


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["PersistentVolume", "PersistentVolumeClaim"], []),
        (["StatefulSet", "Service"], []),
        (["PersistentVolumeClaim", "PersistentVolumeClaim"], []),
        (
            ["StatefulSet", "PersistentVolumeClaim"],
            [("a PersistentVolumeClaim shares its template with a StatefulSet", 3)],
        ),
        (['"PersistentVolume"', "Role", "ConfigMap"], [("a PersistentVolume shares its template with a ConfigMap", 1)]),
        (["{{ .Values.kind }}", "PersistentVolume"], []),
    ],
)
def test_storage_has_its_own_templates(kinds: list[str], said: list[tuple[str, int]]) -> None:
    hits = written("STO001", {"templates/a.yaml": "\n---\n".join(f"kind: {kind}" for kind in kinds)})
    assert [(hit.message, hit.line) for hit in hits] == said


@pytest.mark.parametrize(
    ("volume", "claim", "is_told"),
    [
        ("disk", "disk", True),
        ("{{ .Release.Name }}-disk", "{{ .Release.Name }}-disk", True),
        ("disk", "other", False),
        ("disk", "", False),
        ("", "", False),
    ],
)
def test_a_claim_is_beside_its_volume(volume: str, claim: str, is_told: bool) -> None:
    apart = {"templates/a-pv.yaml": VOLUME.format(volume), "templates/a-pvc.yaml": CLAIM.format(claim)}
    hits = written("STO001", apart)
    assert [(hit.file, *severities([hit])) for hit in hits] == [("templates/a-pvc.yaml", "info")] * is_told
    assert written("STO001", {"templates/a.yaml": f"{VOLUME.format(volume)}---\n{CLAIM.format(claim)}"}) == []


def test_what_is_rendered_says_which_volume_a_claim_names() -> None:
    files = {
        "charts/shop/templates/a-pv.yaml": '# a\napiVersion: v1\nkind: PersistentVolume\nmetadata: {name: \'{{ print "di" "sk" }}\'}',
        "charts/shop/templates/a-pvc.yaml": "# a\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a}\nspec: {volumeName: disk}",
    }
    assert [(hit.file, hit.line) for hit in source("STO001", files)] == [("templates/a-pvc.yaml", 3)]
