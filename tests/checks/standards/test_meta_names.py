"""META: names of objects, and the shape of metadata."""

import pytest

from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.manifest import ChartName, manifest
from pipeline.checks.subjects.release import Context, release_of
from pipeline.manifests.kyaml import load
from tests.checks.standards.asking import alone, plain, severities, source


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("metadata: {name: a}", []),
        ("metadata: {generateName: a-}", []),
        ("metadata: {labels: {a: b}}", ["/metadata/name"]),
        ("metadata: {name: null}", ["/metadata/name"]),
        ("metadata: {name: ''}", ["/metadata/name"]),
        ("metadata: {}", ["/metadata/name"]),
        ("metadata: null", ["/metadata"]),
        ("metadata: [name]", ["/metadata"]),
        ("metadata: web", ["/metadata"]),
        ("spec: {}", []),  # API001 says that metadata is missing
        ("metadata:\nname: a\nlabels: {a: b}", ["/name", "/labels", "/metadata"]),
        ("metadata: {name: a}\nfinalizers: []\nownerReferences: null", ["/finalizers", "/ownerReferences"]),
    ],
)
def test_what_stands_inside_of_metadata(body: str, paths: list[str]) -> None:
    assert [hit.path for hit in plain("META002", f"kind: Thing\n{body}")] == paths


@pytest.mark.parametrize(
    ("name", "label", "severity"),
    [
        ("web-shop-test", "web-shop-test", None),
        ("web-shop-test", "web-shop", "info"),
        ("web-shop-test", "web", ""),
        ("web-shop-test", "web-shop-test-2", ""),
        ("web-shop-test", "7", None),
        ("a" * 70, "a" * 63, None),
        ("a" * 62 + "-bcd", "a" * 62, None),
        ("a" * 70, "a" * 62, ""),
        ("7", "web", None),
    ],
)
def test_the_label_is_the_name(name: str, label: str, severity: str | None) -> None:
    labels = f"{{app.kubernetes.io/name: {label}, app.kubernetes.io/instance: test}}"
    body = f"kind: Thing\nmetadata: {{name: {name}, labels: {labels}}}"
    expected = [] if severity is None else [severity]
    assert severities(alone("META003", body)) == expected
    assert severities(alone("META003", body, strict_names=True)) == ["" for _ in expected]


@pytest.mark.parametrize(
    ("name", "release", "chart", "severity"),
    [
        ("web-shop-test", "test", "shop", None),
        ("shop-test", "test", "shop", None),
        ("web-shop-test-network-policy", "test", "shop", None),
        ("shop-test-web", "test", "shop", None),
        ("test-shop-web", "test", "shop", "info"),
        ("test-web", "test", "shop", ""),
        ("web-shop", "test", "shop", ""),
        ("web-shoptest", "test", "shop", ""),
        ("web-shop-tests", "test", "shop", ""),
        ("my-shop-web", "my-shop", "shop", None),
        ("myshop-web", "myshop", "shop", None),
        ("shop-shop-one", "shop", "shop-one", "info"),
        ("shop-one-shop", "shop", "shop-one", None),
        ("shop:web.test", "test", "shop", None),
        ("web-kube-state-test", "test", "kube-state", None),
        ("''", "test", "shop", None),
        ("7", "test", "shop", None),
        ("web", "test", "", ""),
    ],
)
def test_a_name_holds_chart_and_release(name: str, release: str, chart: str, severity: str | None) -> None:
    hits = alone("META004", f"kind: Thing\nmetadata: {{name: {name}}}", chart, release)
    assert severities(hits) == ([] if severity is None else [severity])


def test_what_replaces_the_name_of_the_chart_is_seen_in_the_label() -> None:
    body = "kind: Thing\nmetadata: {name: test-window-web, labels: {app.kubernetes.io/name: window}}"
    assert severities(alone("META004", body)) == ["info"]


@pytest.mark.parametrize(
    ("values", "source", "name", "severity"),
    [
        ("{nameOverride: window}", "shop/templates/a.yaml", "web-window-test", None),
        ("{nameOverride: window}", "shop/templates/a.yaml", "test-window", "info"),
        ("{nameOverride: window}", "shop/templates/a.yaml", "web-shop-test", None),
        ("{nameOverride: window}", "shop/templates/a.yaml", "web-windows-test", ""),
        ("{nameOverride: window}", "shop/templates/a.yaml", "web-window", ""),
        ("{fullnameOverride: window-test}", "shop/templates/a.yaml", "web-window-test", None),
        ("{fullnameOverride: test}", "shop/templates/a.yaml", "test-web", None),
        ("{fullnameOverride: window}", "shop/templates/a.yaml", "window-web", ""),
        ("{nameOverride: window}", "shop/charts/db/templates/a.yaml", "web-window-test", ""),
        ("{db: {nameOverride: window}}", "shop/charts/db/templates/a.yaml", "web-window-test", None),
        ("{db: {nameOverride: [window]}}", "shop/charts/db/templates/a.yaml", "web-window-test", ""),
        ("{db: [window], nameOverride: 7}", "shop/charts/db/templates/a.yaml", "web-window-test", ""),
        ("{nameOverride: null, fullnameOverride: ''}", "shop/templates/a.yaml", "web-window-test", ""),
    ],
)
def test_what_replaces_the_name_of_the_chart_stands_in_the_values(
    values: str, source: str, name: str, severity: str | None
) -> None:
    one = manifest(0, load(f"kind: Thing\nmetadata: {{name: {name}}}"), source, chart=ChartName("shop", "1.0.0"))
    context = Context("test", "shop", "shop", "1.0.0", values=load(values))
    hits = list(by_id()["META004"].check(one, release_of((one,), "1.34.2", Settings(), context)))
    assert severities(hits) == ([] if severity is None else [severity])


@pytest.mark.parametrize(("instance", "found"), [("test", 0), ("demo", 1), ("", 0)])
def test_plain_names_hold_the_instance(instance: str, found: int) -> None:
    body = f"kind: Thing\nmetadata: {{name: web-test, labels: {{app.kubernetes.io/instance: '{instance}'}}}}"
    assert len(plain("META004", body)) == found


@pytest.mark.parametrize("kind", ["CustomResourceDefinition", "APIService"])
def test_names_that_the_api_dictates_are_as_they_are(kind: str) -> None:
    body = f"kind: {kind}\nmetadata: {{name: {'panes' * 20}.example.org}}"
    assert alone("META004", body) == alone("META015", body) == []


@pytest.mark.parametrize(
    ("kind", "name", "severity"),
    [
        ("Thing", "a" * 63, None),
        ("Thing", "a" * 64, ""),
        ("Thing", "a.b-c", None),
        ("Thing", "a:b", ""),
        ("ClusterRole", "system:a.b", None),
        ("ClusterRole", "System", ""),
        ("Deployment", "a.b", ""),
        ("Deployment", "2a", None),
        ("Service", "2a", ""),
        ("Service", "a2", None),
        ("Service", "a", None),
        ("ConfigMap", "Web_Frontend", ""),
        ("ConfigMap", "web-", ""),
        ("ConfigMap", "'web\n\n '", ""),
        ("ConfigMap", "7", ""),
        ("ConfigMap", "[a]", ""),
        ("ConfigMap", "null", None),
        ("StatefulSet", "a" * 52, None),
        ("StatefulSet", "a" * 53, "info"),
        ("StatefulSet", "a" * 64, ""),
        ("Thing", "a-" * 10_000 + "!", ""),
    ],
)
def test_names_are_short_and_plain(kind: str, name: str, severity: str | None) -> None:
    hits = plain("META015", f"kind: {kind}\nmetadata: {{name: {name}}}")
    assert severities(hits) == ([] if severity is None else [severity])


MORE = "charts/shop/templates/more.yaml"


def stretched(name: str, kind: str = "ConfigMap", more: str = "") -> list[str]:
    """What is said of an object with this name in the template of a chart; its release is called "test"."""
    body = f"# a\napiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\n"
    return [f"{hit.message} {severities([hit])[0]}".strip() for hit in source("META015", {MORE: body + more})]


TOO_LONG = "with a release name of 53 characters the name has {} characters, 63 are allowed info"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("web-{{ .Release.Name }}-12345", []),
        ("web-{{ .Release.Name }}-123456", [TOO_LONG.format(64)]),
        ("{{ .Release.Name }}{{ .Release.Name }}", [TOO_LONG.format(106)]),
        ('{{ printf "web-%s-123456" .Release.Name | trunc 63 | trimSuffix "-" }}', []),
        ('{{ printf "web-%s-1234-67" .Release.Name | trunc 63 }}', ["with a release name of 53 characters the name is no DNS name as a ConfigMap needs it info"]),
        ("web-shop-window", []),
        ('{{ ternary "5" (printf "web-%s-123456" .Release.Name) (gt (len .Release.Name) 50) }}', ["with a release name of 53 characters the name is no text info"]),
    ],
)  # fmt: skip
def test_names_fit_whatever_the_release_is_called(name: str, said: list[str]) -> None:
    assert stretched(name) == said


def test_what_fails_for_a_long_name_is_told() -> None:
    (said,) = stretched(
        "web-{{ .Release.Name }}-123456", more='{{ if gt (len .Release.Name) 50 }}{{ fail "too long" }}{{ end }}'
    )
    assert said.startswith("with a release name of 53 characters the chart does not render: ")
    assert "too long" in said


def test_a_name_that_is_wrong_anyhow_is_told_as_that_alone() -> None:
    said = stretched("Web-{{ .Release.Name }}-with-glass")
    assert said
    assert not [one for one in said if "53 characters" in one]


def test_the_other_objects_of_a_template_may_come_and_go() -> None:
    more = "{{ if gt (len .Release.Name) 50 }}\n---\n# b\napiVersion: v1\nkind: Secret\nmetadata: {name: B}\n{{ end }}"
    assert stretched("web-{{ .Release.Name }}-123456", more=more) == [TOO_LONG.format(64)]
