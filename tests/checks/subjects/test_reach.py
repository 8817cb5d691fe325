"""What an expression is made of is followed through what it uses."""

import pytest

from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.reach import CHART_NAME, RELEASE_NAME, RELEASE_SERVICE, macros, reach, variables

HELPERS = """\
{{- define "full" -}}{{ printf "%s-%s" .Release.Name (include "name" .) }}{{- end -}}
{{- define "name" -}}{{ default .Chart.Name .Values.nameOverride }}{{- end -}}
{{- define "round" -}}{{ include "about" . }}{{- end -}}
{{- define "about" -}}{{ include "round" . }}{{ .context.Release.Service }}{{- end -}}
{{- define "foreign" -}}{{ include "common.name" . }}{{- end -}}
"""
TEMPLATE = """\
{{- $full := include "full" . }}
{{- $both := $full }}
{{- range $key, $value := .Values.items }}{{ end }}
{{- $name = "x" }}
"""


@pytest.mark.parametrize(
    ("text", "facts", "is_known"),
    [
        ("web", set(), True),
        ("{{ .Release.Name }}", {RELEASE_NAME}, True),
        ("{{ $.Release.Names }}", set(), True),
        ('{{ include "full" . }}', {RELEASE_NAME, CHART_NAME}, True),
        ('{{ include "name" . }}', {CHART_NAME}, True),
        ('{{ include "round" . }}', {RELEASE_SERVICE}, True),
        ('{{ include "foreign" . }}', set(), False),
        ('{{ include "full" . }}-{{ include "foreign" . }}', {RELEASE_NAME, CHART_NAME}, False),
        ("{{ $full }}", {RELEASE_NAME, CHART_NAME}, True),
        ("{{ $both | quote }}", {RELEASE_NAME, CHART_NAME}, True),
        ("{{ $name }}{{ $key }}{{ $elsewhere }}", set(), True),
    ],
)
def test_what_a_text_asks_for_in_the_end(text: str, facts: set[str], is_known: bool) -> None:
    known = macros(ChartSource("charts/shop", {"templates/_helpers.tpl": HELPERS.encode()}, Settings()))
    found = reach(text, variables(TEMPLATE), known)
    assert (set(found.facts), found.is_known) == (facts, is_known)


def test_named_templates_of_unpacked_charts_count_and_others_do_not() -> None:
    files = {
        "charts/common/templates/_names.tpl": b'{{ define "a" }}{{ end }}',
        "charts/common-1.0.0.tgz": b"\x1f\x8b\xff",
        "files/b.tpl": b'{{ define "b" }}{{ end }}',
        "templates/c.yaml": b'{{ define "c" }}{{ end }}',
    }
    assert set(macros(ChartSource("charts/shop", files, Settings()))) == {"a", "c"}
