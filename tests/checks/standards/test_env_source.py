"""ENV: what the source of a chart takes for granted about where it runs."""

import pytest

from pipeline.checks.hit import Hit
from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.manifests.kyaml import load_all
from tests.checks.standards.asking import source, written

HOME = "charts/shop/templates/"


def failed(failure: str, *, metadata: str = "name: shop") -> list[Hit]:
    """What ENV003 says where Helm gives this reason."""
    files = {"Chart.yaml": metadata.encode(), "templates/web.yaml": b"", "charts/a/templates/b.yaml": b""}
    return list(by_id()["ENV003"].check(ChartSource("charts/shop", files, Settings(), None, failure)))


def rendered(objects: str) -> list[str]:
    """Messages of ENV003 where the chart renders these objects."""
    found = tuple(manifest(index, body) for index, body in enumerate(load_all(objects)))
    chart = ChartSource("charts/shop", {}, Settings(), release_of(found, "1.34.2", Settings()))
    return [hit.message for hit in by_id()["ENV003"].check(chart)]


@pytest.mark.parametrize(
    ("failure", "file", "line"),
    [
        ("execution error at (shop/templates/web.yaml:12:8): set it", "templates/web.yaml", 12),
        ("parse error at (shop/templates/web.yaml:3): unexpected", "templates/web.yaml", 3),
        ("shop/charts/a/templates/b.yaml:7:1\n  executing", "charts/a/templates/b.yaml", 7),
        ("shop/templates/gone.yaml:3:1: x", "Chart.yaml", 0),
        ("cannot load values.yaml", "Chart.yaml", 0),
        ("templates/" * 100_000, "Chart.yaml", 0),
    ],
)
def test_why_nothing_renders_is_said_where_helm_says_it(failure: str, file: str, line: int) -> None:
    (hit,) = failed(failure)
    assert (hit.file, hit.line, hit.severity) == (file, line, None)
    assert len(hit.message) < 500


@pytest.mark.parametrize(
    "failure",
    [
        "found in Chart.yaml, but missing in charts/ directory: a",
        "chart requires kubeVersion: >=2 which is incompatible",
    ],
)
def test_what_no_value_can_mend_is_left_to_review(failure: str) -> None:
    (hit,) = failed(failure)
    assert hit.message.startswith("to review: ")
    assert str(hit.severity) == "info"


def test_a_library_renders_nothing() -> None:
    assert failed("library charts are not installable", metadata="{name: shop, type: library}") == []


@pytest.mark.parametrize(
    ("image", "gap"),
    [
        ("registry.example.org/shop/web:1.4.2", ""),
        ("web", ""),
        ("localhost:5000/web", ""),
        ("web@sha256:0123", ""),
        ("", "a name"),
        (":1.4.2", "a name"),
        ("registry.example.org/:1.4.2", "a name"),
        ("registry.example.org//web:1", "a name"),
        ("registry.example.org/", "a name"),
        ("@sha256:0123", "a name"),
        ("/shop/web:1.4.2", "a registry"),
        ("shop/web:", "a tag"),
        ("shop/web@", "a digest"),
    ],
)
def test_no_part_of_an_image_is_empty(image: str, gap: str) -> None:
    said = rendered(f'kind: Pod\nspec: {{containers: [{{name: web, image: "{image}"}}]}}')
    assert said == ([f"container 'web' has the image {image!r} without {gap}"] if gap else [])


@pytest.mark.parametrize(
    ("objects", "count"),
    [
        ("kind: Service\nspec: {ports: [{port: 80}, {port: http}]}", 0),
        ("kind: Service\nspec: {ports: [{port: null}, {port: ''}, {port: 0}, {}, null]}", 5),
        ("kind: Service\nspec: {type: ExternalName}", 0),
        ("kind: PersistentVolumeClaim\nspec: {resources: {requests: {storage: 1Gi}}}", 0),
        ("kind: PersistentVolumeClaim\nspec: {resources: {requests: {storage: ''}}}", 1),
        ("kind: PersistentVolumeClaim", 1),
        (
            "kind: StatefulSet\nspec: {volumeClaimTemplates: [{spec: {resources: {requests: {storage: 1}}}}, {}, null, 1]}",
            3,
        ),
        ("kind: StatefulSet\nspec: {volumeClaimTemplates: 1}", 0),
        ("kind: Pod\nspec: {containers: [null, {image: 1}, {image: null}]}", 3),
        ("kind: ConfigMap\ndata: {a: <no value>, b: ['x%!s(<nil>)y'], c: value}", 2),
        ("kind: 1\nmetadata: 2\nspec: null", 0),
    ],
)
def test_what_must_be_there_is_not_printed_empty(objects: str, count: int) -> None:
    assert len(rendered(objects)) == count


@pytest.mark.parametrize(
    ("action", "asks"),
    [
        ('if eq .Values.env "production"', True),
        ('else if ne $.Values.global.environment "prod"', True),
        ('if eq "prod" .Values.env', True),
        ("if eq .Values.env `prod`", True),
        ('if (eq (lower .Values.environmentName) "prod")', True),
        ('if has .Values.env (list "a" "b")', True),
        ('ternary "a" "b" (eq .Values.ENV_NAME "prod")', True),
        ("range .Values.env", False),
        ("if .Values.environment", False),
        ('if and .Values.env (eq .Values.service.type "NodePort")', False),
        ('if eq .Values.mode "production"', False),
        ('if eq .Values.environments.count "2"', False),
        ('if eq .Values.env.name "x"', False),
        ('/* if eq .Values.env "production" */', False),
        ('if eq .Release.Name "x"', False),
    ],
)
@pytest.mark.parametrize("path", ["templates/web.yaml", "templates/_helpers.tpl"])
def test_a_template_does_not_ask_where_it_is(path: str, action: str, asks: bool) -> None:
    files = {path: f"# first\n{{{{- {action} }}}}a{{{{ end }}}}\n"}
    assert [hit.line for hit in written("ENV005", files)] == ([2] if asks else [])


@pytest.mark.parametrize(
    ("kind", "line", "is_fixed"),
    [
        ("PersistentVolumeClaim", "storageClassName: bds1", True),
        ("PersistentVolumeClaim", 'storageClassName: "nfss1" # here only', True),
        ("PersistentVolumeClaim", "storageClassName: standard", False),
        ("PersistentVolumeClaim", 'storageClassName: ""', False),
        ("PersistentVolumeClaim", "storageClassName: {{ .Values.class }}", False),
        ("PersistentVolumeClaim", "# storageClassName: bds1", False),
        ("Ingress", "- host: shop.example.org", True),
        ("Ingress", "- host: shop", True),
        ("Ingress", "- {host: shop.example.org}", True),
        ("Ingress", "- host: {{ .Values.host }}.example.org", False),
        ("VirtualService", "host: reviews", False),
        ("VirtualService", "host: reviews.shop.svc.cluster.local", False),
        ("VirtualService", "host: reviews.example.org.", True),
        ("Deployment", "host: localhost", False),
        ("Deployment", "host: 127.0.0.1", False),
        ("Deployment", 'host: "*"', False),
        ("Deployment", "nodeName: rack01", True),
        ("Deployment", "kubernetes.io/hostname: rack01", True),
        ("Deployment", "topologyKey: kubernetes.io/hostname", False),
        ("ConfigMap", "conf: |\n    host: db.example.org", False),
    ],
)
def test_no_place_is_written_out(kind: str, line: str, is_fixed: bool) -> None:
    assert len(written("ENV005", {"templates/a.yaml": f"kind: {kind}\nspec:\n  {line}\n"})) == is_fixed


def test_an_empty_value_is_pointed_to_in_the_object() -> None:
    template = """\
# A window with nothing in it.
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: "{{ .Values.web.image.registry }}/web:{{ .Values.web.image.version }}"
"""
    (hit,) = source("ENV003", {f"{HOME}web-pod.yaml": template})
    assert (hit.path, hit.resource >= 0) == ("/spec/containers/0/image", True)
    assert hit.message == "container 'web' has the image 'registry.example.org/web:' without a tag"


def test_an_endless_template_is_read_in_no_time() -> None:
    assert written("ENV005", {"templates/a.yaml": '{{ eq "a" ' * 50_000 + ".Values.env" + " (eq" * 50_000}) == []
