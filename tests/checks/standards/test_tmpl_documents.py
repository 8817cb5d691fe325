"""TMPL: which resources share a file."""

import pytest

from tests.checks.standards.asking import severities, source, written

HOME = "charts/shop/templates/"
SERVICE = "kind: Service\nspec:\n  selector:\n    {}\n"
DEPLOYMENT = "kind: Deployment\nspec:\n  template:\n    metadata:\n      labels:\n        {}\n"


def joined(*documents: str) -> str:
    return "\n---\n".join(documents)


def kinds(*names: str) -> str:
    return joined(*(f"kind: {name}" for name in names))


def told(rule: str, text: str, path: str = "web.yaml") -> list[str]:
    """How bad what a rule says of a template is."""
    return severities(written(rule, {f"templates/{path}": text}))


@pytest.mark.parametrize(
    ("path", "text", "is_told"),
    [
        ("a.yaml", kinds("Role"), False),
        ("a.yaml", kinds("Role", "Ingress"), True),
        ("a.yaml", kinds("Deployment", "ConfigMap"), True),
        ("a.yaml", kinds("Deployment", "Deployment"), True),
        ("a.yaml", kinds("PersistentVolume", "PersistentVolumeClaim"), False),
        ("a.yaml", kinds("PersistentVolumeClaim", "PersistentVolumeClaim"), False),
        ("a.yaml", kinds("PersistentVolumeClaim", "Service"), True),
        ("a.yaml", "{{ range .Values.a }}\n---\nkind: Role\n{{ end }}", False),
        ("a.yaml", "{{ if .a }}\nkind: Role\n{{ else }}\nkind: ClusterRole\n{{ end }}", False),
        ("a.yaml", "# kind: Role\n---\nkind: Role", False),
        ("a.yaml", "kind: Role\ndata:\n  a: |\n    kind: Role\n    ---\n    kind: Role", False),
        ("configmaps.yaml", kinds("ConfigMap", "ConfigMap"), False),
        ("01-secrets.yaml", kinds("Secret", "Secret"), False),
        ("tests/a.yaml", kinds("Pod", "ConfigMap"), False),
    ],
)
def test_a_file_has_one_resource(path: str, text: str, is_told: bool) -> None:
    assert len(told("TMPL005", text, path)) == is_told


LABELS = '{{- include "labels" . | nindent 8 }}'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (joined(SERVICE.format("app: web"), DEPLOYMENT.format("app: web")), []),
        (joined(DEPLOYMENT.format("app: web"), SERVICE.format("app: web")), []),
        (joined(SERVICE.format("app: web"), DEPLOYMENT.format("app: other")), [""]),
        (joined(SERVICE.format("app: {{ .x }}"), DEPLOYMENT.format("app: {{ .x }}")), []),
        (joined(SERVICE.format('{{- include "labels" . | nindent 4 }}'), DEPLOYMENT.format(LABELS)), []),
        (joined(SERVICE.format('{{- include "selector" . | nindent 4 }}'), DEPLOYMENT.format(LABELS)), ["info"]),
        (joined(SERVICE.format("app: web"), "kind: Pod\nmetadata:\n  labels:\n    app: web"), []),
        (joined("kind: Service", DEPLOYMENT.format("app: web")), [""]),
        (joined(SERVICE.format("a: b"), SERVICE.format("a: b"), DEPLOYMENT.format("a: b")), [""]),
        (joined(SERVICE.format("a: b"), DEPLOYMENT.format("a: b"), "kind: PersistentVolumeClaim"), [""]),
        (joined(SERVICE.format("a: b"), DEPLOYMENT.format("a: b"), "kind: ConfigMap"), []),
        (kinds("Deployment", "ConfigMap", "Secret"), []),
        (kinds("Service", "ConfigMap"), [""]),
        (kinds("PersistentVolumeClaim", "Service"), [""]),
        (kinds("PersistentVolumeClaim", "PersistentVolume"), []),
        (kinds("Role", "RoleBinding"), []),
    ],
)
def test_what_shares_a_file_is_linked(text: str, found: list[str]) -> None:
    assert told("TMPL006", text) == found


@pytest.mark.parametrize(("selector", "count"), [("web", 0), ("other", 1)])
def test_what_is_rendered_decides_where_it_can(selector: str, count: int) -> None:
    web = """\
# One of several windows.
apiVersion: v1
kind: Service
metadata: {name: more}
spec:
  selector: {{- include "shop.selector" (list "%s" .) | nindent 4 }}
---
# The window itself, once more.
apiVersion: apps/v1
kind: Deployment
metadata: {name: more}
spec:
  template:
    metadata:
      labels: {{- include "shop.labels" (list "web" .) | nindent 8 }}
"""
    for rule in ("TMPL005", "TMPL006"):
        assert len(source(rule, {f"{HOME}more.yaml": web % selector})) == count


@pytest.mark.parametrize(
    ("path", "text", "is_told"),
    [
        ("configmaps.yaml", "kind: ConfigMap", False),
        ("01-configmaps.yaml", "kind: ConfigMap", False),
        ("deep/configmaps.yaml", "kind: ConfigMap", False),
        ("configmap.yaml", "kind: ConfigMap", True),
        ("configmaps.yml", "kind: ConfigMap", True),
        ("web.yaml", kinds("Service", '"ConfigMap" # of the web'), True),
        ("web.yaml", "kind: ConfigMap\nmetadata:\n  annotations:\n    helm.sh/hook: pre-install", False),
        ("web.yaml", "kind: {{ .Values.kind }}", False),
        ("web.yaml", "kind: Pod\nspec:\n  kind: ConfigMap", False),
    ],
)
def test_config_maps_and_secrets_have_homes(path: str, text: str, is_told: bool) -> None:
    assert len(told("TMPL009", text, path)) == is_told
    secret = text.replace("ConfigMap", "Secret")
    assert len(told("TMPL010", secret, path.replace("configmap", "secret"))) == is_told


def test_what_a_macro_prints_has_its_home_too() -> None:
    files = {
        f"{HOME}_all.tpl": '{{ define "all" }}\napiVersion: v1\nkind: Secret\nmetadata: {name: a}\n{{ end }}',
        f"{HOME}all.yaml": '{{ include "all" . }}',
    }
    assert [(hit.file, hit.line) for hit in source("TMPL010", files)] == [("templates/all.yaml", 0)]


@pytest.mark.parametrize("rule", ["TMPL005", "TMPL006", "TMPL009"])
def test_many_documents_are_read_in_no_time(rule: str) -> None:
    assert written(rule, {"templates/a.yaml": kinds(*["ConfigMap", "Deployment"] * 3_000)})
