"""IMG: where the images of a chart's workloads are written."""

import pytest

from pipeline.checks.rule import Rule
from pipeline.checks.settings import Settings
from pipeline.checks.standards.img_source import image_values, policy_values, pull_secrets
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.manifests.kyaml import load_all
from tests.checks.standards.asking import severities


def chart(template: str, helpers: str = "", library: str = "", rendered: str | None = None) -> ChartSource:
    """A chart with one template."""
    files = {
        "Chart.yaml": "name: shop", "templates/a.yaml": template, "templates/_a.tpl": helpers,
        "charts/common/templates/_a.tpl": library,
    }  # fmt: skip
    encoded = {path: text.encode() for path, text in files.items()}
    if rendered is None:
        return ChartSource("charts/shop", encoded, Settings())
    found = tuple(manifest(index, body, "shop/templates/a.yaml") for index, body in enumerate(load_all(rendered)))
    return ChartSource("charts/shop", encoded, Settings(), release_of(found, "1.34.2", Settings()))


def workload(*lines: str, kind: str = "Pod", holder: str = "containers") -> str:
    inner = "".join(f"    {line}\n" for line in lines)
    return f"apiVersion: v1\nkind: {kind}\nspec:\n  {holder}:\n  - name: web\n{inner}"


def judged(rule: Rule, *given: str) -> list[str]:
    return severities(list(rule.check(chart(*given))))


NAMED = '{{ define "img" }}{{ .Values.img.registry }}/{{ .Values.img.name }}:{{ .Values.img.tag }}{{ end }}'
ROOTED = (
    '{{ define "img" }}{{ $r := .root.registry }}{{ $n := .root.repository }}{{ $t := .root.tag }}'
    '{{ printf "%s/%s:%s" $r $n $t }}{{ end }}'
)


@pytest.mark.parametrize(
    ("image", "helpers", "severity"),
    [
        ('"{{ .Values.a.registry }}/{{ .Values.a.image }}:{{ .Values.a.tag | toString }}"', "", None),
        ("{{ .Values.hub }}/{{ .Values.image }}:{{ .Chart.AppVersion }}", "", None),
        ('{{ printf "%s/%s:%s" .Values.registry .Values.image .Values.tag }}', "", None),
        ("{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}", "", "info"),
        ("{{ default .Values.global.image.repository .Values.image.repository }}:{{ .Values.image.tag }}", "", "info"),
        ("{{ .Values.image }}", "", ""),
        ("{{ .Values.image.repository }}:8.0", "", ""),
        ("mysql:8.0", "", ""),
        ('"{{ .Chart.Name }}-{{ .Release.Name }}"', "", ""),
        ('{{ include "img" . }}', NAMED, None),
        ('{{ template "img" . }}', NAMED, None),
        ('{{ include "img" (dict "root" .Values.image) }}', ROOTED, None),
        ('{{ include "other" . }}', NAMED, "info"),
        ('{{ include "img" . }}', '{{ define "img" }}{{ include "img" . }}{{ .Values.image }}{{ end }}', ""),
        ("{{ $image }}", "", ""),
        ("", "", None),
        ("# nothing", "", None),
    ],
)
def test_images_are_made_of_three_values(image: str, helpers: str, severity: str | None) -> None:
    for holder in ("containers", "initContainers"):
        given = workload(f"image: {image}", holder=holder)
        assert judged(image_values, given, helpers) == ([] if severity is None else [severity])


def test_a_template_that_is_not_there_is_for_people_to_look_at() -> None:
    hits = list(image_values.check(chart(workload('image: {{ include "lib.image" . }}'))))
    assert [hit.message for hit in hits] == ["to review: whether registry, image and tag are values of their own"]
    library = '{{ define "lib.image" }}{{ .Values.registry }}{{ .Values.image }}{{ .Values.tag }}{{ end }}'
    assert judged(image_values, workload('image: {{ include "lib.image" . }}'), "", library) == []


def test_variables_are_followed() -> None:
    given = '{{ $tag := .Values.tag }}{{ $all := printf "%s/%s:%s" .Values.registry .Values.name $tag }}\n'
    assert judged(image_values, given + workload("image: {{ $all }}")) == []
    assert judged(image_values, "{{ $a := $b }}{{ $b := $a }}\n" + workload("image: {{ $a }}")) == [""]


def test_named_templates_have_containers_too() -> None:
    helpers = '{{ define "box" }}\n- name: web\n  image: mysql:8.0\n{{ end }}\n'
    hits = list(image_values.check(chart("{{ include `box` . }}", helpers)))
    assert [(hit.file, hit.line) for hit in hits] == [("templates/_a.tpl", 3)]


@pytest.mark.parametrize(
    "given",
    [
        workload("image: mysql:8.0", kind="Prometheus"),
        "kind: ConfigMap\ndata:\n  image: mysql:8.0\n  a: |\n    containers:\n    - image: mysql:8.0\n",
        "kind: Pod\nspec:\n  image: mysql:8.0\n",
        "kind: Pod\nimage: mysql\n- image: a\n",
        "{{ if .Values.a }}",
        "",
    ],
)
def test_what_is_no_image_of_a_container(given: str) -> None:
    assert judged(image_values, given) == []


def test_many_templates_that_call_each_other_are_followed_soon() -> None:
    helpers = "".join(
        f'{{{{ define "t{one}" }}}}{{{{ include "t{one + 1}" . }}}}{{{{ include "t{one + 2}" . }}}}{{{{ end }}}}\n'
        for one in range(200)
    )
    assert judged(image_values, workload('image: {{ include "t0" . }}'), helpers) == ["info"]


POLICY = "imagePullPolicy: {{ .Values.pullPolicy }}"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("image: a", POLICY), 0),
        (("image: a", "imagePullPolicy: {{ .Values.a | default `Always` | quote }}"), 0),
        (("image: a", 'imagePullPolicy: {{ include "lib" . }}'), 0),
        (("image: a", "imagePullPolicy: Always"), 1),
        (("image: a", "imagePullPolicy: {{ `Always` }}"), 1),
        (("image: a",), 1),
        (("image: a", "{{- toYaml .Values.more | nindent 4 }}"), 0),
        (("{{- toYaml .Values.all | nindent 4 }}",), 0),
    ],
)
def test_policies_as_they_are_written(lines: tuple[str, ...], found: int) -> None:
    assert len(judged(policy_values, workload(*lines))) == found


@pytest.mark.parametrize(
    ("container", "message"),
    [
        ("{name: web, imagePullPolicy: Always}", ""),
        ("{name: web, imagePullPolicy: Sometimes}", "container 'web' of Pod 'a' has the imagePullPolicy 'Sometimes'"),
        ("{name: web, imagePullPolicy: [a]}", "container 'web' of Pod 'a' has the imagePullPolicy ['a']"),
        ("{name: web}", "container 'web' of Pod 'a' has no imagePullPolicy"),
        ("null", "container '' of Pod 'a' has no imagePullPolicy"),
    ],
)
def test_policies_as_they_are_rendered(container: str, message: str) -> None:
    rendered = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{initContainers: [{container}]}}"
    hits = list(policy_values.check(chart(workload("image: a", POLICY), rendered=rendered)))
    assert [hit.message for hit in hits] == ([message] if message else [])
    assert [hit.line for hit in hits] == ([5 if "'web'" in message else 0] if message else [])


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("", 0),
        ("  imagePullSecrets: [{name: my-registry}]\n", 1),
        ("  imagePullSecrets:\n  - name: my-registry\n", 1),
        ("  {{- if .Values.a }}\n  imagePullSecrets:\n  - name: my-registry\n  {{- end }}\n", 1),
        ("  {{- with .Values.a }}\n  imagePullSecrets:\n    {{- toYaml . | nindent 4 }}\n  {{- end }}\n", 0),
        (
            "  {{- if .Values.a }}\n  imagePullSecrets: # them\n  {{- range .Values.a }}\n  - name: {{ . }}\n  {{- end }}\n  {{- end }}\n",
            0,
        ),
        ("  imagePullSecrets:\n  {{- range .Values.a }}\n  - name: {{ . }}\n  {{- end }}\n", 1),
        ("  imagePullSecrets: {{ toYaml .Values.a | nindent 4 }}\n", 1),
        ("  {{- if .Values.a }}\n  imagePullSecrets:\n  - name: {{ .Release.Name }}\n  {{- end }}\n", 0),
        ("  {{- if true }}\n  imagePullSecrets:\n  - name: {{ .Release.Name }}\n  {{- end }}\n", 1),
        ('  {{- include "common.images.pullSecrets" . | nindent 2 }}\n', 0),
    ],
)
def test_pull_secrets(lines: str, found: int) -> None:
    assert len(judged(pull_secrets, f"apiVersion: v1\nkind: Pod\nspec:\n{lines}  containers: []\n")) == found


@pytest.mark.parametrize(
    "helpers",
    [
        "{{ define `a` }}{{ if $all }}\nimagePullSecrets:\n{{ range $all }}\n- {{ . }}\n{{ end }}{{ end }}{{ end }}",
        "{{ define `a` }}\nproperties:\n  imagePullSecrets:\n    type: array\n{{ end }}",
    ],
)
def test_pull_secrets_of_named_templates(helpers: str) -> None:
    assert judged(pull_secrets, "", helpers) == []


def test_what_only_looks_like_a_pull_secret() -> None:
    schema = "kind: CustomResourceDefinition\nspec:\n  properties:\n    imagePullSecrets:\n      type: array\n"
    assert judged(pull_secrets, schema) == []


def test_pull_secrets_of_accounts_are_not_those_of_workloads() -> None:
    assert judged(pull_secrets, "kind: ServiceAccount\nimagePullSecrets: [{name: a}]\n") == []


@pytest.mark.parametrize("rule", [image_values, policy_values, pull_secrets])
def test_many_containers_are_read_soon(rule: Rule) -> None:
    given = "kind: Pod\nspec:\n  containers:\n" + "  - name: web\n    image: a\n" * 10_000
    assert len(judged(rule, given)) == (0 if rule is pull_secrets else 10_000)
