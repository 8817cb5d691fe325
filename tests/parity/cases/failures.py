"""What Helm refuses, in Helm's own words."""

from tests.parity.case import HEAD, Case, chart, config

_SCHEMA = '{"type": "object", "required": ["port"], "properties": {"port": {"type": "integer", "minimum": 1}, "name": {"type": "string"}}}'


def _with(head: str, **more: str) -> Case:
    return Case({"Chart.yaml": head, "templates/c.yaml": config("1"), **more})


CASES: dict[str, Case] = {
    "fail": chart({"a.yaml": '{{ fail "not today" }}'}),
    "fail in an include": chart({"_h.tpl": '{{ define "x" }}{{ fail "deep" }}{{ end }}', "a.yaml": '{{ include "x" . }}'}),
    "required": chart({"a.yaml": config('{{ required "give me a name" .Values.name }}')}),
    "required with an empty text": chart({"a.yaml": config('{{ required "give me a name" .Values.name }}')}, 'name: ""\n'),
    "nil pointer": chart({"a.yaml": config("{{ .Values.a.b.c }}")}),
    "unknown function": chart({"a.yaml": config("{{ nosuch 1 }}")}),
    "unknown template": chart({"a.yaml": config('{{ include "nosuch" . }}')}),
    "unclosed action": chart({"a.yaml": "a: {{ .Values.x\nb: 1\n"}),
    "unclosed if": chart({"a.yaml": "{{ if true }}\na: 1\n"}),
    "wrong number of arguments": chart({"a.yaml": config("{{ b64enc }}")}),
    "wrong type of argument": chart({"a.yaml": config('{{ index .Values "a" "b" }}')}, "a: 1\n"),
    "endless include": chart({"_h.tpl": '{{ define "x" }}{{ include "x" . }}{{ end }}', "a.yaml": '{{ include "x" . }}'}),
    "tpl with an error": chart({"a.yaml": config('{{ tpl "{{ .Values.x" . }}')}),
    "no YAML: indent": chart({"a.yaml": "a: 1\n  b: 2\n"}),
    "no YAML: tab": chart({"a.yaml": "a:\n\tb: 2\n"}),
    "no YAML: unclosed": chart({"a.yaml": "a: [1, 2\n"}),
    "no YAML in the second document": chart({"a.yaml": f"{config('1')}---\na: b: c\n"}),
    "no YAML in a hook": chart({"a.yaml": "metadata:\n  annotations:\n    helm.sh/hook: test\n bad\n"}),
    "unknown alias": chart({"a.yaml": "a: *nope\n"}),
    "a list": chart({"a.yaml": "- a\n- b\n"}),
    "a text": chart({"a.yaml": "just words\n"}),
    "a number": chart({"a.yaml": "42\n"}),
    "kind that is a list": chart({"a.yaml": "kind: [a]\n"}),
    "apiVersion that is a map": chart({"a.yaml": "apiVersion: {a: 1}\nkind: X\n"}),
    "metadata that is a text": chart({"a.yaml": "kind: X\nmetadata: words\n"}),
    "annotations that are a list": chart({"a.yaml": "kind: X\nmetadata: {annotations: [a]}\n"}),
    "annotation that is a map": chart({"a.yaml": "kind: X\nmetadata: {annotations: {a: {b: 1}}}\n"}),
    "annotation that is a number": chart({"a.yaml": "kind: X\nmetadata: {name: x, annotations: {a: 1, b: true, c: 1.5, d: null}}\n"}),
    "name that is a number": chart({"a.yaml": "kind: X\nmetadata: {name: 12}\n"}),
    "name that is a map": chart({"a.yaml": "kind: X\nmetadata: {name: {a: 1}}\n"}),
    "schema: missing value": Case({"Chart.yaml": HEAD, "values.schema.json": _SCHEMA, "templates/c.yaml": config("1")}),
    "schema: wrong type": Case(
        {"Chart.yaml": HEAD, "values.schema.json": _SCHEMA, "templates/c.yaml": config("1")}, "port: high\nname: 3\n"
    ),
    "schema: fits": Case({"Chart.yaml": HEAD, "values.schema.json": _SCHEMA, "templates/c.yaml": config("1")}, "port: 80\n"),
    "schema: no JSON": Case({"Chart.yaml": HEAD, "values.schema.json": "{", "templates/c.yaml": config("1")}),
    "library chart": _with(HEAD + "type: library\n"),
    "chart of an unknown type": _with(HEAD + "type: thing\n"),
    "no version": _with("apiVersion: v2\nname: edge\n"),
    "no name": _with("apiVersion: v2\nversion: 1.0.0\n"),
    "version that is none": _with("apiVersion: v2\nname: edge\nversion: one\n"),
    "Chart.yaml that is no YAML": _with("apiVersion: [v2\n"),
    "no Chart.yaml": Case({"templates/c.yaml": config("1")}),
    "values.yaml that is no YAML": _with(HEAD, **{"values.yaml": "a: [1\n"}),
    "values.yaml that is a list": _with(HEAD, **{"values.yaml": "- a\n"}),
    "kubeVersion too new": _with(HEAD + 'kubeVersion: ">=1.99.0"\n'),
    "kubeVersion too old": _with(HEAD + 'kubeVersion: "<1.20.0-0"\n'),
    "kubeVersion that is none": _with(HEAD + "kubeVersion: recent\n"),
    "kubeVersion that fits": _with(HEAD + 'kubeVersion: ">=1.20.0-0 <2.0.0-0 || ~1.19"\n'),
    "kubeVersion before the templates": Case(
        {"Chart.yaml": HEAD + 'kubeVersion: ">=1.99.0"\n', "templates/a.yaml": '{{ fail "later" }}'}
    ),
    "missing dependency": _with(HEAD + 'dependencies:\n  - {name: gone, version: "1", repository: "https://example.org"}\n'),
    "missing dependencies": _with(
        HEAD + "dependencies:\n  - {name: gone, version: '1', repository: ''}\n  - {name: away, version: '1', repository: ''}\n"
    ),
    "missing dependency that is off": _with(
        HEAD + "dependencies:\n  - {name: gone, version: '1', repository: '', condition: gone.enabled}\n", **{"values.yaml": "gone: {enabled: false}\n"}
    ),
    "wrong release name": Case(chart({"c.yaml": config("1")}).files, name="Not_A_Name"),
}  # fmt: skip
