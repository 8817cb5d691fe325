"""STO: where a chart declares storage, and who can switch it off."""

import pytest

from tests.checks.standards.asking import severities, source, written

VALUES = """\
db: {createpv: true, enabled: true, storage: 1Gi, persistence: {enabled: false, existingClaim: ""}}
volumes: []
"""
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


@pytest.mark.parametrize(
    ("opening", "severity", "said"),
    [
        (["if .Values.db.createpv"], None, ""),
        (["if $.Values.db.createpv"], None, ""),
        (["if and .Values.db.persistence.enabled (not .Values.db.persistence.existingClaim)"], None, ""),
        (["if .Values.db.enabled", "if .Values.db.persistence.enabled"], None, ""),
        (["with .Values.db.persistence", "if .enabled"], None, ""),
        (["if and .Values.db.createpv (or .Values.db.a .Values.db.b)"], None, ""),
        (["if eq .Values.db.createpv true"], None, ""),
        ([], "", "no value switches the PersistentVolume off"),
        (["if .Release.IsInstall"], "", "no value switches the PersistentVolume off"),
        (["if not .Values.db.createpv"], "", "no value switches the PersistentVolume off"),
        (["if .Values.db.storage"], "", "'db.storage' switches the PersistentVolume, and is no true or false in values.yaml"),
        (["if .Values.db.missing"], "", "'db.missing' switches the PersistentVolume, and is no true or false in values.yaml"),
        (["if .Values.db.enabled"], "info", "'db.enabled' switches the component, not its storage"),
        (["if or .Values.db.a .Values.db.createpv"], "info", "to review: whether 'db.createpv' alone switches the PersistentVolume off"),
        (['if include "db.createpv" .'], "info", "to review: whether a value switches the PersistentVolume off"),
        (["range .Values.volumes"], "info", "the PersistentVolume comes and goes with values and has no switch of its own"),
        (["with .Values.db.persistence"], "info", "the PersistentVolume comes and goes with values and has no switch of its own"),
    ],
)  # fmt: skip
def test_storage_can_be_switched_off(opening: list[str], severity: str | None, said: str) -> None:
    before = "".join(f"{{{{- {word} }}}}\n" for word in opening)
    text = f"{before}kind: PersistentVolume\nmetadata: {{name: a}}\n{'{{- end }}' * len(opening)}"
    hits = written("STO002", {"values.yaml": VALUES, "templates/a.yaml": text})
    assert [hit.message for hit in hits] == ([said] if said else [])
    assert severities(hits) == ([severity] if said else [])


def test_the_other_branch_is_not_switched_off_by_the_same_value() -> None:
    text = "{{- if .Values.db.createpv }}\nkind: PersistentVolumeClaim\n{{- else }}\n---\nkind: PersistentVolume\n{{- end }}"
    hits = written("STO002", {"values.yaml": VALUES, "templates/a.yaml": text})
    assert [hit.key for hit in hits] == ["PersistentVolume"]


@pytest.mark.parametrize("values", ["", "[]", "db: 5", "db: {createpv: 'true'}", "db: [createpv]"])
def test_values_of_any_shape_are_read(values: str) -> None:
    text = "{{- if .Values.db.createpv }}\nkind: PersistentVolume\n{{- end }}"
    assert len(written("STO002", {"values.yaml": values, "templates/a.yaml": text})) == 1
    assert len(written("STO002", {"templates/a.yaml": text})) == 1
