"""Functions of templates: tpl, lookup, toYaml of everything, capabilities, numbers and texts."""

from typing import Any

from tests.parity.case import Case, chart, config

_ALL = "a: 1\nb: 1.5\nc: true\nd: null\ne: text\nf: 'yes'\ng: [1, {h: 2}]\ni: {j: {}}\nk: []\nl: \"multi\\nline\\n\"\nm: '0123'\nn: ' x '\n"


def _data(template: str, values: str = "", **install: Any) -> Case:
    return chart({"c.yaml": f"kind: ConfigMap\nmetadata: {{name: c}}\ndata:\n{template}\n"}, values, **install)


CASES: dict[str, Case] = {
    "toYaml": _data("{{ toYaml .Values | indent 2 }}", _ALL),
    "toJson": _data("  v: {{ toJson .Values | quote }}", _ALL),
    "toPrettyJson": _data("  v: {{ toPrettyJson .Values | quote }}", _ALL),
    "toToml": _data("  v: {{ toToml .Values.i | quote }}", _ALL),
    "fromYaml": _data('  v: {{ (fromYaml "a: 1\\nb: [x]").b | quote }}'),
    "fromYaml with an error": _data('  v: {{ fromYaml "a: [" | toJson | quote }}'),
    "fromYamlArray": _data('  v: {{ fromYamlArray "[1, 2]" | join "-" }}'),
    "fromJson": _data("  v: {{ (fromJson `{\"a\": 12345678901}`).a }}"),
    "texts that look like something else": _data(
        "{{ range $k, $v := .Values.x }}  {{ $k }}: {{ $v }}\n{{ end }}",
        "x: {a: 'on', b: '1e3', c: '0x1F', d: '1_000', e: '~', f: '.5', g: '2020-01-01'}\n",
    ),
    "toYaml of texts that look like something else": _data(
        "{{ toYaml .Values.x | indent 2 }}",
        "x: {a: 'on', b: '1e3', c: '0x1F', d: '1_000', e: '~', f: '.5', g: '2020-01-01', h: '=', i: '- x', j: '#', k: '', l: '0o7'}\n",
    ),
    "large numbers": _data("  a: {{ .Values.a }}\n  b: {{ .Values.b }}\n  c: {{ .Values.c | int64 }}", "a: 10000000\nb: 1234567\nc: 9007199254740991\n"),
    "numbers beyond float64": _data("{{ toYaml .Values | indent 2 }}", "a: 9007199254740993\nb: 9223372036854775808\nc: 1e21\nd: 1e-7\ne: 123456789.123\n"),
    "octal and hex": _data("{{ toYaml .Values | indent 2 }}", "a: 0755\nb: 0x1F\nc: 0o17\nd: 0b11\ne: 1_000\n"),
    "special floats": _data("{{ toYaml .Values | indent 2 }}", "a: -0.0\nb: 1.0\nc: 1e3\nd: .5\n"),
    "tpl": chart({
        "_h.tpl": '{{ define "edge.x" }}inner{{ end }}', "c.yaml": config("{{ tpl .Values.t . | quote }}"),
    }, "t: '{{ .Release.Name }}-{{ include \"edge.x\" . }}'\n"),
    "tpl with its own define": chart({"c.yaml": config("{{ tpl .Values.t . }}")}, "t: '{{ define \"y\" }}z{{ end }}{{ include \"y\" . }}'\n"),
    "lookup is empty": _data('  v: {{ lookup "v1" "Secret" "shop" "x" | toJson | quote }}\n  w: {{ (lookup "v1" "Pod" "" "").items | len }}'),
    "capabilities": _data(
        "  k: {{ .Capabilities.KubeVersion.Version }}\n  m: {{ .Capabilities.KubeVersion.Minor | quote }}\n"
        '  a: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" | quote }}\n'
        '  b: {{ .Capabilities.APIVersions.Has "apps/v1/Deployment" | quote }}\n  c: {{ .Capabilities.APIVersions.Has "v1" | quote }}',
        api_versions=("monitoring.coreos.com/v1",),
    ),
    "kube version with a suffix": _data("  k: {{ .Capabilities.KubeVersion.Version }} {{ .Capabilities.KubeVersion.GitVersion }}", kube_version="v1.30.1-gke.5"),
    "kube version of two parts": _data("  k: {{ .Capabilities.KubeVersion.Version }} {{ .Capabilities.KubeVersion.Major }}", kube_version="1.30"),
    "deprecated API by capability": chart({
        "c.yaml": '{{ if .Capabilities.APIVersions.Has "policy/v1" }}apiVersion: policy/v1{{ else }}apiVersion: policy/v1beta1{{ end }}\nkind: PodDisruptionBudget\nmetadata: {name: p}\n',
        "i.yaml": '{{ if semverCompare ">=1.19-0" .Capabilities.KubeVersion.GitVersion }}apiVersion: networking.k8s.io/v1{{ else }}apiVersion: extensions/v1beta1{{ end }}\nkind: Ingress\nmetadata: {name: i}\n',
    }),
    "release": _data(
        "  a: {{ .Release.Name }}/{{ .Release.Namespace }}/{{ .Release.Service }}/{{ .Release.Revision }}\n"
        "  b: {{ .Release.IsInstall }}-{{ .Release.IsUpgrade }}\n  c: {{ .Template.Name }} {{ .Template.BasePath }}",
    ),
    "chart": _data("  a: {{ .Chart.Name }} {{ .Chart.Version }} {{ .Chart.AppVersion | quote }} {{ .Chart.Type | quote }} {{ .Chart.IsRoot }}"),
    "subchart context": _data("  a: {{ .Subcharts | len }}"),
    "dates that do not move": _data('  a: {{ date "2006-01-02" (toDate "2006-01-02" "2020-02-29") }}\n  b: {{ duration 95 }}'),
    "hashes": _data('  a: {{ sha256sum "x" }}\n  b: {{ sha1sum "x" }}\n  c: {{ adler32sum "x" | quote }}\n  d: {{ derivePassword 1 "long" "p" "u" "example.org" | quote }}'),
    "dicts are sorted": _data("{{ range $k, $v := .Values.m }}  {{ $k }}: {{ $v }}\n{{ end }}", "m: {z: 1, a: 2, M: 3, '10': 4, '9': 5}\n"),
    "merge and dig": _data('  v: {{ mustMergeOverwrite (dict "a" 1) (dict "a" 2 "b" 3) | toJson | quote }}\n  w: {{ dig "x" "y" "none" .Values }}'),
    "break and continue": _data("{{ range $i := until 5 }}{{ if eq $i 3 }}{{ break }}{{ end }}{{ if eq $i 1 }}{{ continue }}{{ end }}  v{{ $i }}: x\n{{ end }}"),
    "trimming": chart({"c.yaml": "kind: ConfigMap\n{{- if true }}\nmetadata:\n  name: x\n{{- end }}\n{{- /* gone */ -}}\n\n"}),
    "quotes and escapes": _data('  a: {{ "tab\\t\\"q\\" \\\\ ü \\u2603" | quote }}\n  b: {{ "it\'s" | squote }}'),
    "regex": _data('  a: {{ regexReplaceAll "a(x*)b" "-ab-axxb-" "${1}W" }}\n  b: {{ regexFindAll "[0-9]" "1a2" -1 | join "," }}'),
    "values changed by a template": chart({
        "a.yaml": "{{ $_ := set .Values \"x\" 5 }}" + config("{{ .Values.x }}"), "b.yaml": config("{{ .Values.x }}", "d"),
    }, "x: 1\n"),
    "urls": _data('  v: {{ urlParse "https://u:p@example.org:8080/x?y=1" | toJson | quote }}'),
    "env is not there": chart({"c.yaml": config('{{ env "HOME" }}')}),
    "getHostByName": _data('  v: {{ getHostByName "localhost" | quote }}'),
    "semver": _data('  v: {{ (semver "1.2.3-rc1").Prerelease }}\n  w: {{ semverCompare "^1.2.0" "1.3.0" }}'),
    "typeOf numbers": _data("  a: {{ typeOf .Values.a }}\n  b: {{ typeOf .Values.b }}\n  c: {{ kindOf .Values.c }}", "a: 1\nb: 1.5\nc: [1]\n"),
}  # fmt: skip
