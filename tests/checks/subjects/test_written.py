"""What a template writes out itself, with its actions in full."""

import pytest

from pipeline.checks.subjects.template import template
from pipeline.checks.subjects.written import in_full, is_open

TEXT = """
name: {{ include "x" . }}-a   # {{ no }}
flow: {a: {{ .Values.a | quote }}, b: ["{{ .b }}-{{ .c }}", d], e: false}
block: |
  f {{ .g }}
{{ include "h" . }}
"""


def test_actions_are_given_back_where_they_were() -> None:
    (document,) = template("templates/a.yaml", TEXT).documents
    assert [(one.path, one.text.strip()) for one in in_full(document)] == [
        (("name",), '{{ include "x" . }}-a'),
        (("flow", "a"), "{{ .Values.a | quote }}"),
        (("flow", "b", 0), "{{ .b }}-{{ .c }}"),
        (("flow", "b", 1), "d"),
        (("flow", "e"), "false"),
        (("block",), "f {{ .g }}"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ .Values.a }}", True),
        ("x-{{ $.Values.a | quote }}", True),
        ("{{ $a }}", True),
        ("{{ . }}", True),
        ("{{ .name }}", True),
        ('{{ include "a" . }}', True),
        ('{{ template "a" $ }}', True),
        ("{{ tpl $a $ }}", True),
        ("{{ .Release.Name }}", False),
        ("{{ $.Release.Name }}-{{ .Chart.Name }}", False),
        ("{{ .Capabilities.KubeVersion.Version }}", False),
        ("{{ 3 }}", False),
        ('{{ "a.b" }}', False),
        (".Values.a", False),
        ("", False),
    ],
)
def test_an_action_is_open_where_values_can_change_it(text: str, expected: bool) -> None:
    assert is_open(text) is expected
