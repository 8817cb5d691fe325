"""Subcharts: condition, tags, alias, import-values, globals, archives, libraries."""

import gzip
import io
import tarfile

from tests.parity.case import HEAD, Case, config

_VALUES = "{{ .Values | toJson | quote }}"


def _sub(name: str, values: str = "", head: str = "", template: str = _VALUES) -> dict[str, str | bytes]:
    top = f"charts/{name}"
    return {
        f"{top}/Chart.yaml": head or f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n",
        f"{top}/values.yaml": values,
        f"{top}/templates/c.yaml": config(template, name),
    }


def _parent(dependencies: str = "", values: str = "", **more: str | bytes) -> dict[str, str | bytes]:
    listed = f"dependencies:\n{dependencies}" if dependencies else ""
    return {"Chart.yaml": HEAD + listed, "values.yaml": values, "templates/c.yaml": config(_VALUES, "parent"), **more}


def _packed(files: dict[str, str | bytes]) -> bytes:
    """An archive as `helm package` makes it, the same bytes each time."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for path, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            entry = tarfile.TarInfo(path.removeprefix("charts/"))
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(buffer.getvalue(), mtime=0)


def _dependency(name: str, extra: str = "") -> str:
    return f"  - {{name: {name}, version: 1.0.0, repository: ''{extra}}}\n"


CASES: dict[str, Case] = {
    "vendored, not listed": Case({**_parent(values="sub: {a: 2}\n"), **_sub("sub", "a: 1\nb: 1\n")}),
    "listed": Case({**_parent(_dependency("sub"), "sub: {a: 2}\n"), **_sub("sub", "a: 1\nb: 1\n")}),
    "condition off": Case({**_parent(_dependency("sub", ", condition: sub.enabled"), "sub: {enabled: false}\n"), **_sub("sub")}),
    "condition on": Case({**_parent(_dependency("sub", ", condition: sub.enabled"), "sub: {enabled: true}\n"), **_sub("sub")}),
    "condition off by values": Case({**_parent(_dependency("sub", ", condition: sub.enabled"), "sub: {enabled: true}\n"), **_sub("sub")}, "sub: {enabled: false}\n"),
    "condition that is no bool": Case({**_parent(_dependency("sub", ", condition: sub.enabled"), "sub: {enabled: maybe}\n"), **_sub("sub")}),
    "condition set as a text": Case({**_parent(_dependency("sub", ", condition: sub.enabled"), "sub: {enabled: true}\n"), **_sub("sub")}, 'sub: {enabled: "false"}\n'),
    "two conditions": Case({**_parent(_dependency("sub", ", condition: 'x.y,sub.enabled'"), "sub: {enabled: false}\n"), **_sub("sub")}),
    "tags": Case({
        **_parent(_dependency("a", ", tags: [front]") + _dependency("b", ", tags: [back, front]") + _dependency("c", ", tags: [back]"), "tags: {front: false, back: true}\n"),
        **_sub("a"), **_sub("b"), **_sub("c"),
    }),
    "condition over tag": Case({**_parent(_dependency("sub", ", tags: [t], condition: sub.enabled"), "tags: {t: false}\nsub: {enabled: true}\n"), **_sub("sub")}),
    "alias": Case({
        **_parent(_dependency("sub", ", alias: first") + _dependency("sub", ", alias: second"), "first: {a: 10}\nsecond: {a: 20}\n"),
        **_sub("sub", "a: 1\n", template="{{ .Values.a }}-{{ .Chart.Name }}-{{ .Template.Name }}"),
    }),
    "import-values as a list": Case({
        **_parent(_dependency("sub", ", import-values: [data]"), "mine: 1\n"),
        **_sub("sub", "exports: {data: {theirs: 2, mine: 3}}\n"),
    }),
    "import-values as a map": Case({
        **_parent(_dependency("sub", ", import-values: [{child: default.data, parent: imported}]"), "imported: {x: 1}\n"),
        **_sub("sub", "default: {data: {x: 2, y: 3}}\n"),
    }),
    "import-values of nothing": Case({**_parent(_dependency("sub", ", import-values: [gone]")), **_sub("sub")}),
    "globals": Case({
        **_parent(values="global: {registry: r1, x: {y: 1}}\nsub: {global: {registry: r2, z: 1}}\n"),
        **_sub("sub", "global: {registry: r3, w: 1}\n"),
    }),
    "globals from values": Case({**_parent(values="global: {a: 1}\n"), **_sub("sub", "global: {a: 0}\n")}, "global: {a: 2, b: 3}\nsub: {global: {c: 4}}\n"),
    "null takes a default of a subchart away": Case({**_parent(values="sub: {a: null, b: {c: null}}\n"), **_sub("sub", "a: 1\nb: {c: 1, d: 2}\n")}),
    "null from values takes it away": Case({**_parent(values="sub: {x: 1}\n"), **_sub("sub", "a: 1\nb: {c: 1, d: 2}\n")}, "sub: {a: null, b: {c: null}}\n"),
    "null for a whole subchart": Case({**_parent(values="sub: {x: 1}\n"), **_sub("sub", "a: 1\n")}, "sub: null\n"),
    "values of a subchart that are no map": Case({**_parent(values="sub: 5\n"), **_sub("sub", "a: 1\n")}),
    "nested": Case({
        **_parent(values="sub: {deep: {a: 3}}\n"), **_sub("sub", "deep: {a: 2}\n"),
        **{path.replace("charts/", "charts/sub/charts/", 1): text for path, text in _sub("deep", "a: 1\nb: 1\n").items()},
    }),
    "archive": Case({**_parent(_dependency("sub"), "sub: {a: 2}\n"), "charts/sub-1.0.0.tgz": _packed(_sub("sub", "a: 1\n"))}),
    "archive that is none": Case({**_parent(_dependency("sub")), "charts/sub-1.0.0.tgz": b"no archive"}),
    "underscore folder": Case({**_parent(), **{path.replace("charts/sub", "charts/_sub"): text for path, text in _sub("sub").items()}}),
    "hidden folder": Case({**_parent(), **{path.replace("charts/sub", "charts/.sub"): text for path, text in _sub("sub").items()}}),
    "file in charts": Case({**_parent(), "charts/README.md": "x", **_sub("sub")}),
    "version does not fit": Case({**_parent("  - {name: sub, version: 2.0.0, repository: ''}\n"), **_sub("sub")}),
    "library as a subchart": Case({
        **_parent(), "charts/lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n",
        "charts/lib/templates/_h.tpl": '{{ define "lib.x" }}from lib{{ end }}', "charts/lib/templates/shown.yaml": config("2", "lib"),
        "templates/l.yaml": config('{{ include "lib.x" . }}', "uses"),
    }),
    "library that exports values": Case({
        **_parent(_dependency("lib", ", import-values: [defaults]")),
        "charts/lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n", "charts/lib/values.yaml": "exports: {defaults: {x: 1}}\n",
    }),
    "define that both charts have": Case({
        **_parent(), **_sub("sub", template='{{ include "same" . }}'), "templates/_h.tpl": '{{ define "same" }}parent{{ end }}',
        "charts/sub/templates/_h.tpl": '{{ define "same" }}child{{ end }}', "templates/d.yaml": config('{{ include "same" . }}', "d"),
    }),
    "subchart that fails": Case({**_parent(), **_sub("sub", template='{{ fail "child says no" }}')}),
    "subchart that needs another Kubernetes": Case({**_parent(), **_sub("sub", head='apiVersion: v2\nname: sub\nversion: 1.0.0\nkubeVersion: ">=1.99"\n')}),
    "schema of a subchart": Case({**_parent(values="sub: {port: x}\n"), **_sub("sub"), "charts/sub/values.schema.json": '{"properties": {"port": {"type": "integer"}}}'}),
    "schema of a subchart that is off": Case({
        **_parent(_dependency("sub", ", condition: sub.enabled"), "sub: {enabled: false, port: x}\n"), **_sub("sub"),
        "charts/sub/values.schema.json": '{"properties": {"port": {"type": "integer"}}}',
    }),
    "crds of a subchart": Case({**_parent(), **_sub("sub"), "charts/sub/crds/x.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x}\n", "crds/y.yaml": "kind: CustomResourceDefinition\nmetadata: {name: y}\n"}),
    "crds of a subchart that is off": Case({
        **_parent(_dependency("sub", ", condition: sub.enabled"), "sub: {enabled: false}\n"), **_sub("sub"),
        "charts/sub/crds/x.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x}\n",
    }),
    "notes of a subchart": Case({**_parent(), **_sub("sub"), "charts/sub/templates/NOTES.txt": "child", "templates/NOTES.txt": "parent"}),
    "subcharts see each other": Case({**_parent(), **_sub("a", "x: 1\n"), **_sub("b"), "templates/s.yaml": config("{{ .Subcharts.a.Values.x }}-{{ .Subcharts.b.Chart.Name }}", "s")}),
    "many subcharts": Case({**_parent(values="global: {n: 1}\n"), **{path: text for index in range(6) for path, text in _sub(f"s{index}", f"i: {index}\n").items()}}),
}  # fmt: skip
