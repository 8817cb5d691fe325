"""Documents: order of kinds, hooks, tests, CRDs, separators, comments, line ends."""

from tests.parity.case import HEAD, Case, chart, config


def _thing(kind: str, name: str, version: str = "v1", annotations: str = "") -> str:
    notes = f"\n  annotations:\n{annotations}" if annotations else ""
    return f"apiVersion: {version}\nkind: {kind}\nmetadata:\n  name: {name}{notes}\n"


def _hook(name: str, events: str, weight: str = "") -> str:
    extra = f"    helm.sh/hook-weight: {weight}\n" if weight else ""
    return _thing("Job", name, "batch/v1", f"    helm.sh/hook: {events}\n{extra}")


CRD = (
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: {name}s.example.org\n"
    "spec:\n  group: example.org\n  scope: Namespaced\n  names: {{kind: {name}, plural: {name}s}}\n"
)

CASES: dict[str, Case] = {
    "kinds are sorted": chart(
        {
            "all.yaml": "---\n".join(
                _thing(kind, f"x{index}")
                for index, kind in enumerate(
                    (
                        "Ingress",
                        "Zebra",
                        "Deployment",
                        "Secret",
                        "APIService",
                        "Apple",
                        "Namespace",
                        "ServiceAccount",
                        "Service",
                    )
                    + (
                        "ConfigMap",
                        "CronJob",
                        "Role",
                        "RoleBinding",
                        "ClusterRole",
                        "NetworkPolicy",
                        "IngressClass",
                        "Pod",
                    )
                )
            )
        }
    ),
    "same kind keeps the order of files": chart(
        {
            "b.yaml": _thing("Service", "b"),
            "a.yaml": _thing("Service", "z"),
            "sub/a.yaml": _thing("Service", "a"),
        }
    ),
    "hooks come last": chart(
        {
            "hook.yaml": _hook("h", "pre-install"),
            "job.yaml": _thing("Job", "j", "batch/v1"),
            "weights.yaml": "---\n".join(
                (_hook("w5", "post-install", '"5"'), _hook("w-5", "pre-install", '"-5"'), _hook("w0", "pre-upgrade"))
            ),
        }
    ),
    "hook with several events": chart({"h.yaml": _hook("h", "pre-install, POST-install ,pre-delete")}),
    "hook with an unknown event": chart({"h.yaml": _hook("h", "sometimes"), "c.yaml": config("1")}),
    "hook with one unknown event": chart({"h.yaml": _hook("h", "pre-install,sometimes")}),
    "crd-install is no hook any more": chart({"h.yaml": _hook("h", "crd-install")}),
    "tests are hooks": chart({"tests/t.yaml": _hook("t", "test"), "tests/s.yaml": _hook("s", "test-success")}),
    "hook weight that is a number": chart({"h.yaml": _hook("h", "pre-install", "5")}),
    "empty hook": chart({"h.yaml": _thing("Job", "h", "batch/v1", '    helm.sh/hook: ""\n')}),
    "several documents in a file": chart(
        {"a.yaml": f"---\n{_thing('Service', 'a')}---\n\n---\n{config('2')}---\n# only a comment\n"}
    ),
    "separators with blanks and comments": chart(
        {"a.yaml": f"---   \n{_thing('Service', 'a')}--- # why\n{config('2')}\n---\n"}
    ),
    "separator inside a text": chart({"a.yaml": config("|\n    ---\n    --- a\n    b")}),
    "document end marks": chart({"a.yaml": f"{_thing('Service', 'a')}...\n---\n{config('2')}...\n"}),
    "comments are kept": chart({"a.yaml": f"# first\n\n# second\n{_thing('Service', 'a')}# last\n"}),
    "only comments": chart({"a.yaml": "# nothing here\n", "b.yaml": "   \n\n"}),
    "template that prints nothing": chart({"a.yaml": "{{ if false }}\nkind: X\n{{ end }}", "b.yaml": config("1")}),
    "template that prints a lone separator": chart({"a.yaml": "---\n{{ if false }}x{{ end }}\n---\n"}),
    "leading newlines": chart(
        {"a.yaml": f"\n\n\n{config('1')}\n\n\n", "b.yaml": f"{{{{- /* c */ -}}}}\n{config('2', 'd')}"}
    ),
    "trailing blanks": chart({"a.yaml": f"{config('1')}   \n\t\n"}),
    "last document without newline": chart({"a.yaml": config("1").rstrip(), "z.yaml": _hook("h", "test").rstrip()}),
    "CRLF": chart({"a.yaml": config("1").replace("\n", "\r\n"), "b.yaml": f"---\r\n{config('|')}    x\r\n    y\r\n"}),
    "CRLF between documents": chart({"a.yaml": f"{config('1')}---\n{config('2', 'd')}".replace("\n", "\r\n")}),
    "BOM": chart({"a.yaml": "\ufeff" + config("1")}),
    "no newline block": chart({"a.yaml": config("|-\n    x"), "b.yaml": config("|+\n    x\n\n", "d")}),
    "partials are not printed": chart(
        {"_a.yaml": config("1"), "_h.tpl": '{{ define "x" }}y{{ end }}', "b.yaml": config('{{ include "x" . }}')}
    ),
    "txt and json files": chart(
        {"a.txt": "hello", "b.json": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "j"}}'}
    ),
    "notes": chart({"NOTES.txt": "Hi {{ .Release.Name }}", "c.yaml": config("1"), "sub/NOTES.txt": "below"}),
    "crds": Case(
        {
            "Chart.yaml": HEAD,
            "crds/b.yaml": f"---\n{CRD.format(name='Beta')}---\n{CRD.format(name='Gamma')}",
            "crds/a.yaml": CRD.format(name="Alpha"),
            "crds/sub/c.yaml": f"# why\n{CRD.format(name='Delta')}\n\n\n",
            "crds/README.md": "not a CRD",
            "templates/c.yaml": config("1"),
        }
    ),
    "crds are not templates": Case(
        {"Chart.yaml": HEAD, "crds/a.yaml": CRD.format(name="Alpha") + "# {{ .Values.x }}\n"}
    ),
    "crds as json": Case(
        {"Chart.yaml": HEAD, "crds/a.json": '{"apiVersion": "v1", "kind": "X"}', "crds/b.yml": CRD.format(name="Beta")}
    ),
    "crd that is empty": Case({"Chart.yaml": HEAD, "crds/a.yaml": "", "crds/b.yaml": "# nothing\n"}),
    "crds with CRLF": Case({"Chart.yaml": HEAD, "crds/a.yaml": CRD.format(name="Alpha").replace("\n", "\r\n")}),
    "list kinds": chart(
        {"a.yaml": "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n"}
    ),
    "document without kind": chart({"a.yaml": "a: 1\n", "b.yaml": config("1")}),
    "document that is null": chart({"a.yaml": "null\n", "b.yaml": "~"}),
    "only crds": Case({"Chart.yaml": HEAD, "crds/a.yaml": CRD.format(name="Alpha")}),
    "nothing at all": chart({}),
}
