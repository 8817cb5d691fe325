"""STO: who can switch off the storage that a chart declares."""

import pytest

from tests.checks.standards.asking import severities, source, written

VALUES = """\
db: {createpv: true, enabled: true, storage: 1Gi, persistence: {enabled: false, existingClaim: ""}}
volumes: []
"""


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


CLAIMED = """\
# What the window has drawn.
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: %s}
"""
CLAIM = "charts/shop/templates/web-pvc.yaml"


def tried(*conditions: str, helpers: str = "") -> list[str]:
    """What is said of a template with a claim in each of these conditions, where the chart is rendered again."""
    claims = (f"{{{{- if {one} }}}}\n{CLAIMED % index}{{{{- end }}}}\n" for index, one in enumerate(conditions))
    files = {
        CLAIM: "---\n".join(claims),
        "charts/shop/templates/_more.tpl": helpers,
        "charts/shop/values.yaml": "…\ndb: {createpv: true, pv: true, idle: false}\n",
    }
    return [hit.message for hit in source("STO002", files)]


STILL = "with 'db.createpv' false the PersistentVolumeClaim is still rendered"
ASK = '{{- define "db.makes" -}}{{ if .Values.db.createpv }}yes{{ end }}{{- end }}'


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (".Values.db.createpv", []),
        ("and .Values.db.createpv .Values.db.pv", []),
        ("default true .Values.db.createpv", [STILL]),
        ("kindIs \"bool\" .Values.db.createpv", [STILL]),
        ("or .Values.db.idle .Values.db.createpv", []),
        ("or .Values.db.pv .Values.db.createpv", [STILL]),
        ('include "db.makes" .', []),
        ('include "db.always" .', ["to review: whether a value switches the PersistentVolumeClaim off"]),
        (".Values.db.idle", []),
        ("default true .Values.db.idle", ["with 'db.idle' false the PersistentVolumeClaim is still rendered"]),
        ("or .Values.db.idle .Values.db.idle", ["to review: whether 'db.idle' alone switches the PersistentVolumeClaim off"]),
    ],
)  # fmt: skip
def test_a_switch_is_tried(condition: str, said: list[str]) -> None:
    assert tried(condition, helpers=f'{ASK}\n{{{{- define "db.always" -}}}}yes{{{{ end }}}}') == said


def test_a_chart_that_fails_without_storage_cannot_switch_it_off() -> None:
    helpers = '{{- define "db.makes" -}}{{ if not .Values.db.createpv }}{{ fail "no storage" }}{{ end }}{{- end }}'
    (said,) = tried('and (eq "" (include "db.makes" .)) .Values.db.createpv', helpers=helpers)
    assert said.startswith("with 'db.createpv' false the chart does not render: ")
    assert "no storage" in said


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ((".Values.db.createpv", ".Values.db.pv"), []),
        ((".Values.db.createpv", ".Values.db.createpv"), []),
        ((".Values.db.pv", "default true .Values.db.createpv"), [STILL]),
        ((".Values.db.pv", ".Values.db.idle"), []),
    ],
)
def test_each_of_several_claims_has_its_switch(conditions: tuple[str, ...], said: list[str]) -> None:
    assert tried(*conditions) == said
