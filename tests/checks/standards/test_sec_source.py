"""SEC: where templates take what gives access, and where they print it."""

import pytest

from tests.checks.standards.asking import severities, written

VALUES = """\
db:
  password: ""
  tokenTTL: 30m
  usePassword: true
  user: me
auth: {existingSecret: a, api: {token: null}}
"""
OBJECT = "kind: {}\ndata:\n  {}\n"


def chart(text: str, **files: str) -> dict[str, str]:
    named = {f"templates/{name}.tpl": content for name, content in files.items()}
    return {"values.yaml": VALUES, "templates/a.yaml": text, **named}


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("a: {{ .Values.db.password | quote }}", "db.password"),
        ("a: {{ $.Values.db.password }}", "db.password"),
        ('a: "mysql://{{ .Values.db.user }}:{{ .Values.db.password }}@db"', "db.password"),
        ('a: {{ index .Values "auth" "api" "token" }}', "auth.api.token"),
        ("a: {{ .Values.db.user }}-{{ .Values.db.tokenTTL }}-{{ .Values.db.usePassword }}", ""),
        ("a: {{ .Values.auth.existingSecret }}", ""),
        ("{{- if .Values.db.password }}\n  a: b\n  {{- end }}", ""),
        ("{{- with .Values.db.password }}\n  a: {{ . | quote }}\n  {{- end }}", "db.password"),
        ("{{- with .Values.db.password }}\n  a: {{ .x }}-{{ $.Release.Name }}\n  {{- end }}", ""),
        ("{{- with .Values.db.user }}\n  a: {{ . }}\n  {{- else }}\n  b: {{ . }}\n  {{- end }}", ""),
        ("{{- $secret := .Values.db.password | quote }}\n  a: {{ $secret }}-{{ $other }}", "db.password"),
        ("{{- $user := .Values.db.user }}\n  a: {{ $user }}", ""),
        ("checksum: {{ .Values.db.password | sha256sum }}", ""),
        ("{{- /* .Values.db.password */}}\n  a: b", ""),
        ("secretKeyRef: {key: '{{ .Values.db.password }}'}", ""),
        ("b:\n    secretKeyRef:\n      name: {{ .Values.db.password }}", ""),
        ("items:\n    - key: {{ .Values.db.password }}\n      path: {{ .Values.db.password }}", ""),
        ('a: {{ ternary "yes" "no" (not .Values.db.password) }}', ""),
        ('a: {{ ternary .Values.db.password "no" .Values.a }}', "db.password"),
        ('{{ fail "set .Values.db.password" }}', ""),
        ("a: |\n    password = {{ .Values.db.password }}", "db.password"),
    ],
)
def test_credentials_are_printed_into_secrets_only(entry: str, found: str) -> None:
    hits = written("SEC005", chart(OBJECT.format("ConfigMap", entry)))
    assert [hit.key for hit in hits] == ([f"ConfigMap/{found}"] if found else [])
    for kind in ("Secret", '"Secret"', "SealedSecret"):
        assert written("SEC005", chart(OBJECT.format(kind, entry))) == []


def test_a_named_template_that_prints_one_is_no_way_around() -> None:
    helper = (
        '{{- define "a.dsn" -}}\nmysql://{{ .Values.db.password }}@db\n{{- end }}\n{{ define "a.other" }}b{{ end }}'
    )
    files = chart(
        OBJECT.format("ConfigMap", 'a: {{ include "a.dsn" . }}\n  b: {{ include "a.other" . }}'), helper=helper
    )
    assert [(hit.line, hit.key) for hit in written("SEC005", files)] == [(3, "ConfigMap/db.password")]


def test_a_named_template_that_only_asks_prints_nothing() -> None:
    helper = '{{- define "a.check" -}}{{ if not .Values.db.password }}{{ fail "no" }}{{ end }}{{ end }}'
    assert written("SEC005", chart(OBJECT.format("ConfigMap", 'a: {{ include "a.check" . }}'), helper=helper)) == []


@pytest.mark.parametrize("kind", ["", "{{ .Values.kind }}"])
def test_an_unknown_kind_is_for_a_person_to_see(kind: str) -> None:
    hits = written("SEC005", chart(OBJECT.format(kind, "a: {{ .Values.db.password }}")))
    assert severities(hits) == ["info"]
    assert hits[0].message.startswith("to review: ")


@pytest.mark.parametrize(
    "values", ["", "[]", "password: null", "password: {a: b}", "db: [password]", "a: &a {password: x, b: 5}"]
)
def test_values_of_any_shape_are_read(values: str) -> None:
    text = OBJECT.format("ConfigMap", "a: {{ .Values.password }}")
    assert len(written("SEC005", {"values.yaml": values, "templates/a.yaml": text})) == (values == "password: null")


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ("a: |\n    " + "\n    ".join(["b"] * 21), "'a' is longer than 20 lines and belongs into secrets/"),
        ("tls.key: |\n    -----BEGIN PRIVATE KEY-----", "'tls.key' is a PEM block and belongs into secrets/"),
        ('tls.key: "-----BEGIN PRIVATE KEY-----"', "'tls.key' is a PEM block and belongs into secrets/"),
        ("a: {{ .Values.a | b64enc }}", ""),
        ('{{- (.Files.Glob "secrets/*").AsSecrets | nindent 2 }}', ""),
        ('{{- (.Files.Glob "secrets/*").AsSecrets | nindent 4 }}', ""),
        (
            "a: {{ .Values.a }}\nstringData:\n  {{- .Files.AsSecrets | nindent 2 }}",
            "AsSecrets prints outside of `data`",
        ),
    ],
)
def test_secrets_that_are_long_or_delicate_belong_beside(entry: str, wrong: str) -> None:
    files = {"templates/secrets.yaml": OBJECT.format("Secret", entry)}
    assert [hit.message for hit in written("SEC004", files)] == ([wrong] if wrong else [])


def test_a_folder_that_nobody_includes_is_told() -> None:
    hits = written("SEC004", {"templates/a.yaml": OBJECT.format("Secret", "a: b"), "secrets/a": "b"})
    assert [(hit.file, hit.message) for hit in hits] == [("secrets/a", "no template includes the files in secrets/")]
