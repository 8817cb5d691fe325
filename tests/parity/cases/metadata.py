"""Chart.yaml and its relatives: API v1 with requirements.yaml, deprecated charts, odd names and keys."""

from tests.parity.case import HEAD, Case, chart, config

_SUB = {
    "charts/sub/Chart.yaml": "apiVersion: v1\nname: sub\nversion: 1.0.0\n",
    "charts/sub/values.yaml": "v: child\n",
    "charts/sub/templates/c.yaml": config("{{ .Values.v }}", "sub"),
}

CASES: dict[str, Case] = {
    "API v1": chart({"c.yaml": config("{{ .Chart.ApiVersion }}{{ .Chart.APIVersion }}")}, head="apiVersion: v1\nname: edge\nversion: 0.1.0\n"),
    "API v1 without more": chart({"c.yaml": config("{{ .Chart.Name }}")}, head="apiVersion: v1\nname: edge\nversion: 0.1.0\n"),
    "no API version": chart({"c.yaml": config("1")}, head="name: edge\nversion: 0.1.0\n"),
    "API v1 with requirements.yaml": Case({
        "Chart.yaml": "apiVersion: v1\nname: edge\nversion: 0.1.0\n",
        "requirements.yaml": "dependencies:\n  - {name: sub, version: 1.0.0, repository: '', condition: sub.enabled}\n",
        "values.yaml": "sub: {enabled: true, v: parent}\n", **_SUB,
    }),
    "API v1 with requirements.yaml, off": Case({
        "Chart.yaml": "apiVersion: v1\nname: edge\nversion: 0.1.0\n",
        "requirements.yaml": "dependencies:\n  - {name: sub, version: 1.0.0, repository: '', condition: sub.enabled}\n",
        "values.yaml": "sub: {enabled: false}\n", **_SUB,
    }),
    "API v1 with a missing requirement": Case({
        "Chart.yaml": "apiVersion: v1\nname: edge\nversion: 0.1.0\n",
        "requirements.yaml": "dependencies:\n  - {name: gone, version: 1.0.0, repository: ''}\n", "templates/c.yaml": config("1"),
    }),
    "API v2 with requirements.yaml": Case({
        "Chart.yaml": HEAD, "requirements.yaml": "dependencies:\n  - {name: sub, version: 1.0.0, repository: '', condition: sub.enabled}\n",
        "values.yaml": "sub: {enabled: false}\n", **_SUB,
    }),
    "deprecated": chart({"c.yaml": config("{{ .Chart.Deprecated }}")}, head=HEAD + "deprecated: true\n"),
    "annotations and keywords": chart(
        {"c.yaml": config("{{ .Chart.Annotations | toJson | quote }} {{ .Chart.Keywords }}")}, head=HEAD + "annotations: {a: b}\nkeywords: [x, y]\n"
    ),
    "unknown keys": chart({"c.yaml": config("1")}, head=HEAD + "nosuch: 1\n"),
    "type application": chart({"c.yaml": config("{{ .Chart.Type }}")}, head=HEAD + "type: application\n"),
    "appVersion that looks like a number": chart({"c.yaml": config("{{ .Chart.AppVersion | quote }}")}, head=HEAD + 'appVersion: "1.10"\n'),
    "appVersion that is a number": chart({"c.yaml": config("{{ .Chart.AppVersion | quote }}")}, head=HEAD + "appVersion: 1.10\n"),
    "version with build": chart({"c.yaml": config("{{ .Chart.Version }}")}, head="apiVersion: v2\nname: edge\nversion: 1.2.3-rc.1+build.5\n"),
    "name is not the folder": chart({"c.yaml": config("{{ .Chart.Name }}")}, head="apiVersion: v2\nname: other\nversion: 0.1.0\n"),
    "long release name": Case(chart({"c.yaml": config("{{ .Release.Name }}")}).files, name="a" * 53),
    "too long a release name": Case(chart({"c.yaml": config("{{ .Release.Name }}")}).files, name="a" * 54),
    "release name with dots": Case(chart({"c.yaml": config("{{ .Release.Name }}")}).files, name="a.b-c.d"),
    "empty values.yaml": chart({"c.yaml": config("{{ .Values | toJson | quote }}")}),
    "no values.yaml": Case({"Chart.yaml": HEAD, "templates/c.yaml": config("{{ .Values | toJson | quote }}")}),
    "BOM in values.yaml": chart({"c.yaml": config("{{ .Values.a }}")}, "\ufeffa: 1\n"),
    "BOM in Chart.yaml": chart({"c.yaml": config("1")}, head="\ufeff" + HEAD),
    "CRLF in values.yaml": chart({"c.yaml": config("{{ .Values.a | quote }}")}, 'a: |\r\n  x\r\n  y\r\nb: 1\r\n'),
    "templates in deep folders": chart({"a/b/c/d.yaml": config("1")}),
    "Chart.lock and others": Case({"Chart.yaml": HEAD, "Chart.lock": "dependencies: []\ndigest: x\ngenerated: y\n", "LICENSE": "x", "templates/c.yaml": config("1")}),
}  # fmt: skip
