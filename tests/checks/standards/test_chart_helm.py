"""CHART: what Helm makes of a chart."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from helm_python import lint

from pipeline.checks.registry import by_id
from pipeline.checks.rule import ERROR, INFO, WARNING
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource, Message
from pipeline.checks.words import Example
from pipeline.engines.engine import RenderError
from pipeline.manifests.emitting import dump
from pipeline.model.finding import Severity
from tests.checks.examples import judge_repository, rendering
from tests.checks.standards.asking import alone, plain, severities, source, written

CHART = "charts/shop/Chart.yaml"
NEW = "charts/shop/templates/web-more.yaml"
METADATA = """\
apiVersion: v2
name: shop
version: 1.0.0
appVersion: "1.4.2"
description: A shop window.
home: https://shop.example.org
icon: https://shop.example.org/icon.svg
keywords: [shop]
sources: [https://git.example.org/shop]
maintainers: [{name: Ada, email: ada@example.org}]
"""


@pytest.mark.parametrize(
    ("files", "others"),
    [
        ({CHART: f"{METADATA}name: shop\n"}, {"CHART001"}),
        ({CHART: f"{METADATA}colour: red\n"}, {"HELM007"}),
        ({CHART: METADATA.replace("apiVersion: v2\n", "")}, {"CHART012"}),
        ({CHART: METADATA.replace("version: 1.0.0", "version: 1.0")}, {"CHART010"}),
        ({CHART: METADATA.replace("version: 1.0.0", 'version: "1.0"')}, {"CHART010"}),
        ({CHART: METADATA.replace("v2", "v1") + "type: application\n"}, {"CHART012"}),
        ({CHART: METADATA.replace("name: Ada, ", "")}, {"CHART014"}),
        ({CHART: METADATA.replace("https://git.example.org/shop", "shop")}, {"CHART015"}),
        ({CHART: METADATA.replace("icon: https://shop.example.org/icon.svg\n", "")}, {"CHART016"}),
        ({CHART: METADATA + "dependencies: [{name: box, version: 1.0.0, repository: 'https://x'}]\n"}, {"CHART004"}),
        ({CHART: "- a"}, {"CHART001", "ENV003"}),
        ({CHART: None}, {"CHART001", "ENV003"}),
        ({"charts/shop/values.yaml": "- a"}, {"CHART002", "ENV003"}),
        ({"charts/shop/values.schema.json": '{"required": ["x"]}'}, {"ENV003"}),
        ({NEW: "a: {{ .Values.a.b }}"}, {"ENV003"}),
        ({NEW: "a: {{ .Values.a"}, {"ENV003"}),
        ({NEW: "a: b: c"}, {"ENV003"}),
    ],
)
def test_what_other_rules_say_is_not_said_again(files: dict[str, str | None], others: set[str]) -> None:
    assert source("CHART011", files) == []
    assert all(source(rule, files) for rule in others)


@pytest.mark.parametrize(
    ("files", "place", "severity"),
    [
        ({CHART: METADATA.replace('"1.4.2"', "1.4")}, "Chart.yaml", ""),
        ({CHART: METADATA.replace("ada@example.org", "ada")}, "Chart.yaml", ""),
        ({"charts/shop/charts/box/Chart.yaml": "{apiVersion: v2, name: box, version: 1.0.0}"}, "Chart.yaml", ""),
        ({NEW: "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}"}, "templates/web-more.yaml", ""),
        ({NEW: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A_B}"}, "templates/web-more.yaml", "info"),
        ({"charts/shop/templates/a.json": "{}"}, "templates/a.json", ""),
    ],
)
def test_what_only_lint_says_is_passed_on(files: dict[str, str | None], place: str, severity: str) -> None:
    (hit,) = source("CHART011", files)
    assert (hit.file, severities([hit])) == (place, [severity])


def passed_on(path: str, message: str, severity: Severity = ERROR) -> list[str]:
    lint = (Message(severity, path, message),)
    chart = ChartSource(
        "charts/shop",
        {"Chart.yaml": METADATA.encode(), "values.yaml": b"", "templates/a.yaml": b""},
        Settings(),
        lint=lint,
    )
    return [f"{hit.file}: {hit.message} {severities([hit])[0]}".strip() for hit in by_id()["CHART011"].check(chart)]


@pytest.mark.parametrize(
    ("path", "message", "severity", "said"),
    [
        ("templates/", "parse error", ERROR, "Chart.yaml: helm lint of templates/: parse error"),
        ("templates/a.yaml", "unable to parse YAML", ERROR, "templates/a.yaml: helm lint of templates/a.yaml: unable to parse YAML"),
        ("/tmp/x/shop", "chart metadata is missing these: a", WARNING, "Chart.yaml: helm lint of the chart: chart metadata is missing these: a info"),
        ("", "unable to load chart", INFO, "Chart.yaml: helm lint of the chart: unable to load chart info"),
        ("Chart.yaml", "invalid source URL 'x'", ERROR, "Chart.yaml: helm lint of Chart.yaml: invalid source URL 'x'"),
    ],
)  # fmt: skip
def test_a_line_is_left_out_only_where_the_other_rule_speaks(
    path: str, message: str, severity: Severity, said: str
) -> None:
    assert passed_on(path, message, severity) == [said]


def test_the_files_of_helm_2_are_told() -> None:
    files = {"requirements.yaml": "", "requirements.lock": "", "sub/requirements.yaml": ""}
    assert [hit.file for hit in written("CHART013", files)] == ["requirements.yaml", "requirements.lock"]


def config_map(name: str, **more: str) -> str:
    extra = "".join(f"\n{key}: {value}" for key, value in more.items())
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {name}{extra}"


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (config_map("{name: a}"), config_map("{name: b}"), 0),
        (config_map("{name: a}"), config_map("{name: a}"), 1),
        (config_map("{name: a}"), config_map("{name: a, namespace: shop}"), 1),
        (config_map("{name: a}"), config_map("{name: a, namespace: other}"), 0),
        (config_map("{name: a}"), "apiVersion: v1\nkind: Secret\nmetadata: {name: a}", 0),
        (config_map("{generateName: a}"), config_map("{generateName: a}"), 0),
        (config_map("{name: 1}"), config_map("{name: 1}"), 0),
        (config_map("null"), config_map("[]"), 0),
        ("{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}}", "{apiVersion: v1, kind: Service, metadata: {name: a}}", 0),
        (config_map("{name: a, annotations: {helm.sh/hook: pre-install}}"), config_map("{name: a, annotations: {helm.sh/hook: post-install}}"), 0),
        (config_map("{name: a, annotations: {helm.sh/hook: pre-install}}"), config_map("{name: a, annotations: {helm.sh/hook: pre-install}}"), 1),
        ("metadata: {name: a}", "kind: A", 3),
        ("{apiVersion: 1, kind: ''}", "{apiVersion: v1, kind: [A]}", 3),
    ],
)  # fmt: skip
def test_objects_are_whole_and_are_rendered_once(one: str, other: str, count: int) -> None:
    assert len(alone("CHART017", f"{one}\n---\n{other}")) == count


def test_plain_manifests_are_read_too() -> None:
    (hit,) = plain("CHART017", f"{config_map('{name: a}')}\n---\n{config_map('{name: a}')}")
    assert (hit.resource, hit.path) == (1, "/metadata/name")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("helm.sh/hook: crd-install", [""]),
        ('"helm.sh/hook": "pre-install,crd-install"', [""]),
        ("annotations: {helm.sh/hook: crd-install}", [""]),
        ("name: crd-install", []),
        ("# helm.sh/hook: crd-install", []),
        ("a: b # helm.sh/hook: crd-install", []),
        ("{{/* helm.sh/hook: crd-install */}}", []),
        ("date: {{ .Release.Time }}", [""]),
        ("date: {{ $.Release.Time.Seconds }} {{ .Release.Time }}", [""]),
        ("name: tiller-deploy", ["info"]),
        ("app: Tiller", ["info"]),
        ("app: distiller", []),
        ("app: tillers", []),
    ],
)
@pytest.mark.parametrize("path", ["templates/a.yaml", "templates/_a.tpl"])
def test_nothing_of_helm_2_is_left(path: str, line: str, found: list[str]) -> None:
    hits = written("CHART018", {path: f"\n{line}\n"})
    assert severities(hits) == found
    assert {hit.line for hit in hits} <= {2}


def test_chart_yaml_names_no_version_of_tiller() -> None:
    assert severities(written("CHART018", {"Chart.yaml": 'tillerVersion: ">2"', "README.md": "tiller"})) == ["info"]


def test_many_lines_are_read_in_no_time() -> None:
    assert (
        len(
            written(
                "CHART018", {"templates/a.yaml": "helm.sh/hook: crd-install #" * 1_000 + "\n.Release.Time" * 10_000}
            )
        )
        == 10_001
    )


RAW = "{{ with .Values.more }}{{ . }}{{ end }}"
KEPT = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {helm.sh/resource-policy: keep}}}"
FOREIGN = "apiVersion: example.org/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {size: 1}"
SELECTOR = "apiVersion: example.org/v1\nkind: Thing\nspec: {matchLabels: {}}"


def of_production(text: str) -> tuple[set[str], dict[str, list[str]]]:
    """The severities of what lint says of the values of an environment in which a template prints this text, and the errors
    of rules there, by rule."""
    values = dump({"more": text})
    with TemporaryDirectory() as folder:
        for path, content in {"Chart.yaml": METADATA, "values.yaml": "", "templates/a.yaml": RAW}.items():
            (Path(folder) / "shop" / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / "shop" / path).write_text(content)
        said = lint(Path(folder) / "shop", {"more": text}, kube_version="1.34.2")["messages"]
    errors = {str(one["error"]) for one in said if one["severity"] == 3}
    verdict = judge_repository(Example(files={NEW: RAW, "environments/production/values.yaml": f"…\n{values}"}))
    found: dict[str, list[str]] = {}
    for ruling in verdict.rulings:
        if (ruling.hit.severity or by_id()[ruling.rule].severity) is ERROR and not ruling.hit.file:
            found.setdefault(ruling.rule, []).append(ruling.hit.path)
    return errors, found


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        (f"apiVersion: v1\nkind: List\nitems: [{KEPT}]", ["/metadata/annotations/helm.sh~1resource-policy"]),
        (f'{{"apiVersion": "v1", "kind" : "List", "items": [{KEPT}]}}', ["/metadata/annotations/helm.sh~1resource-policy"]),
        (FOREIGN, ["/spec/selector"]),
    ],
)  # fmt: skip
def test_what_only_lint_says_of_an_environment_is_said(text: str, paths: list[str]) -> None:
    errors, found = of_production(text)
    assert errors
    assert found["CHART011"] == paths


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: []}}}",
        "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec: {selector: {}}",
        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}",
        "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: a}",
        "kind: ReplicaSet\nmetadata: {name: a}",
        "apiVersion: v1\nkind: List\nitems: [5]",
    ],
)
def test_what_other_rules_say_of_an_environment_is_not_said_again(text: str) -> None:
    errors, found = of_production(text)
    assert errors
    assert "CHART011" not in found
    assert found.keys() & {"API007", "CHART017", "K8S001", "K8S114", "K8S120"}


@pytest.mark.parametrize("text", ["- a", "a", "apiVersion: v1\nmetadata: []", "a:\n\tb", "? [a]\n: b"])
def test_helm_refuses_itself_what_lint_cannot_parse(text: str) -> None:
    with pytest.raises(RenderError):
        rendering(Example(files={NEW: RAW, "environments/production/values.yaml": f"…\n{dump({'more': text})}"}))


@pytest.mark.parametrize(
    "text",
    [
        f"apiVersion: v1\nkind: ConfigMapList\nitems: [{KEPT}]",
        KEPT,
        "apiVersion: v1\nkind: List\nitems: [{kind: ConfigMap}, null]",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {helm.sh/resource-policy: keep}}\ndata: {a: 'kind: List'}",
        f"{FOREIGN}\n---\n{SELECTOR}",
        FOREIGN.replace("Deployment", "Thing"),
    ],
)
def test_lint_has_nothing_against_it(text: str) -> None:
    errors, found = of_production(text)
    assert not errors
    assert "CHART011" not in found
