"""Values and settings: nulls, merges, `--set` and its types."""

from tests.parity.case import Case, chart, config

_SHOW = {"c.yaml": config("{{ .Values | toJson | quote }}")}


def _values(defaults: str, given: str = "", settings: dict[str, str] | None = None, template: str = "") -> Case:
    return chart({"c.yaml": config(template)} if template else _SHOW, defaults, values=given, settings=settings or {})


CASES: dict[str, Case] = {
    "null takes a default away": _values("a: 1\nb: {c: 2, d: 3}\n", "a: null\nb: {c: null}\n"),
    "null for a map": _values("a: {b: 1}\nc: 1\n", "a: null\n"),
    "null for what is not there": _values("a: 1\n", "x: null\ny: {z: null}\n"),
    "null as the default": _values("a: null\nb: {c: null}\n"),
    "map over a scalar": _values("a: 1\n", "a: {b: 1}\n"),
    "scalar over a map": _values("a: {b: 1}\n", "a: 1\n"),
    "lists are replaced": _values("a: [1, 2, 3]\nb: [{c: 1}]\n", "a: [4]\nb: [{d: 2}]\n"),
    "empty map over a map": _values("a: {b: 1}\n", "a: {}\n"),
    "false and empty over defaults": _values("a: true\nb: x\nc: 1\nd: [1]\n", "a: false\nb: ''\nc: 0\nd: []\n"),
    "keys that are no texts": _values("1: a\ntrue: b\n1.5: c\n", "2: d\n"),
    "merge keys": _values("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n"),
    "anchors": _values("a: &x [1, 2]\nb: *x\n"),
    "texts of several lines": _values("a: |\n  x\n   y\n\nb: >-\n  folded\n  text\n"),
    "several documents": _values("a: 1\n", "a: 2\n---\nb: 3\n---\na: 4\n"),
    "empty documents": _values("a: 1\n", "---\n---\na: 2\n"),
    "unicode": _values("a: 'ü ☃ 😀'\n", "b: \"\\u00e9\"\n"),
    "set an integer": _values("p: 1\n", "", {"p": "8080"}, "{{ .Values.p }} {{ typeOf .Values.p }} {{ eq .Values.p 8080 }}"),
    "set a large integer": _values("", "", {"p": "9007199254740993"}, "{{ .Values.p }} {{ toJson .Values.p }}"),
    "set integers below": _values("a: {b: 1}\n", "", {"a.b": "5", "a.c": "6"}, "{{ .Values.a.b }}{{ kindOf .Values.a.c }} {{ toYaml .Values.a | quote }}"),
    "set an entry of a list": _values("l: [1, 2]\n", "l: [3, 4, 5]\n", {"l[1]": "7"}, "{{ range .Values.l }}{{ . }}-{{ typeOf . }} {{ end }}"),
    "set an entry of a list of maps": _values("", "l: [{a: 1}, {a: 2}]\n", {"l[1].a": "7", "l[0].b": "x"}),
    "set beyond the end of a list": _values("", "l: [a]\n", {"l[3]": "x"}),
    "set a list": _values("", "", {"l": "{a,1,true,null}"}, "{{ toJson .Values.l | quote }} {{ range .Values.l }}{{ typeOf . }} {{ end }}"),
    "set an empty list": _values("", "", {"l": "{}"}),
    "set a key with dots": _values("", "", {"a.b\\.c/d": "x"}),
    "set true, null and zero": _values("a: 1\nb: 2\nc: 3\n", "", {"a": "true", "b": "null", "c": "0"}),
    "set what looks like a number": _values("", "", {"a": "0123", "b": "1.5", "c": "1e3", "d": "+5", "e": "-5", "f": "99999999999999999999"}),
    "set nothing": _values("a: 1\n", "", {"a": ""}),
    "set a global integer": Case({
        "Chart.yaml": "apiVersion: v2\nname: edge\nversion: 0.1.0\n", "values.yaml": "global: {port: 1}\n",
        "templates/c.yaml": config("{{ .Values.global.port }} {{ typeOf .Values.global.port }}"),
        "charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
        "charts/sub/templates/c.yaml": config("{{ .Values.global.port }} {{ typeOf .Values.global.port }}", "sub"),
    }, settings={"global.port": "8080"}),
    "set an integer of a subchart": Case({
        "Chart.yaml": "apiVersion: v2\nname: edge\nversion: 0.1.0\n", "templates/c.yaml": config("{{ typeOf .Values.sub.port }}"),
        "charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n", "charts/sub/values.yaml": "port: 1\n",
        "charts/sub/templates/c.yaml": config("{{ .Values.port }} {{ typeOf .Values.port }}", "sub"),
    }, settings={"sub.port": "8080"}),
    "set an integer, schema": Case({
        "Chart.yaml": "apiVersion: v2\nname: edge\nversion: 0.1.0\n", "values.schema.json": '{"properties": {"p": {"type": "string"}}}',
        "templates/c.yaml": config("1"),
    }, settings={"p": "5"}),
    "set over values": _values("a: {x: 1, y: 1}\n", "a: {x: 2}\n", {"a.x": "three"}),
}  # fmt: skip
