"""META: the labels of single objects."""

import pytest

from tests.checks.standards.asking import alone, laid, plain, severities, source

CORE = ["app.kubernetes.io/name", "helm.sh/chart", "app.kubernetes.io/instance", "app.kubernetes.io/managed-by"]
CRD = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: panes.example.org}
spec: {group: example.org, scope: Cluster, names: {kind: Pane, plural: panes}, versions: []}
"""


def labelled(*labels: str) -> str:
    return "\n---\n".join(
        f"kind: ConfigMap\nmetadata: {{name: o{index}, labels: {{{one}}}}}" for index, one in enumerate(labels)
    )


@pytest.mark.parametrize(
    ("metadata", "missing"),
    [
        ("{}", CORE),
        ("{labels: null}", CORE),
        ("{labels: [a, b]}", CORE),
        ("{labels: {app.kubernetes.io/name: a, helm.sh/chart: null, app.kubernetes.io/instance: ''}}", CORE[1:]),
        ("{labels: {app.kubernetes.io/name: 1, helm.sh/chart: b, app.kubernetes.io/instance: c}}", CORE[3:]),
    ],
)
def test_each_missing_label_is_one_hit(metadata: str, missing: list[str]) -> None:
    body = f"kind: Thing\nmetadata: {metadata}"
    for hits in (alone("META001", body), plain("META001", body)):
        assert [hit.key for hit in hits] == missing


def test_labels_at_the_root_do_not_count() -> None:
    assert len(plain("META001", "kind: Thing\nmetadata: {name: a}\nlabels: {helm.sh/chart: b}")) == 4


def test_what_is_never_a_template_needs_no_labels() -> None:
    assert source("META001", {"charts/shop/crds/pane.yaml": CRD}) == []
    assert len(source("META001", {"charts/shop/templates/crds/pane.yaml": CRD})) == 4 * 3


@pytest.mark.parametrize(
    ("chart", "version", "said", "is_right"),
    [
        ("shop", "1.0.0", "shop-1.0.0", True),
        ("shop", "1.0.0", "shop", False),
        ("shop", "1.0.0", "shop-1.0.1", False),
        ("shop", "1.0.0+7", "shop-1.0.0_7", True),
        ("shop", "1.0.0+7", "shop-1.0.0-7", False),
        ("s" * 70, "1.0.0", "s" * 63, True),
        ("s" * 62, "1.0.0", "s" * 62, True),
    ],
)
def test_the_chart_is_named_with_its_version(chart: str, version: str, said: str, is_right: bool) -> None:
    hits = source(
        "META005",
        {
            "charts/shop/Chart.yaml": f"apiVersion: v2\nname: {chart}\nversion: {version}\n",
            "charts/shop/templates/web.yaml": labelled(f"helm.sh/chart: {said}"),
            **dict.fromkeys(
                f"charts/shop/templates/{name}.yaml" for name in ("configmaps", "secrets", "ingress", "web-netpol")
            ),
            "charts/shop/templates/tests/web-connection-test.yaml": None,
        },
    )
    assert (hits == []) is is_right


@pytest.mark.parametrize(
    ("said", "is_right"),
    [
        ("shop-1.0.0", True),
        ("kube-state-metrics-4.2.1-rc.1_7", True),
        ("shop-v1.0.0", True),
        ("shop", False),
        ("shop-1.0", False),
        ("1.0.0", False),
        ("a" + "-1.0.0" * 10_000 + "!", False),
    ],
)
def test_plain_manifests_name_some_chart(said: str, is_right: bool) -> None:
    assert (plain("META005", labelled(f"helm.sh/chart: {said}")) == []) is is_right


def test_the_instance_is_the_release_or_what_most_objects_say() -> None:
    objects = labelled(
        "app.kubernetes.io/instance: demo",
        "app.kubernetes.io/instance: demo",
        "app.kubernetes.io/instance: other",
        "a: b",
    )
    assert [hit.resource for hit in alone("META006", objects)] == [0, 1, 2]
    assert [hit.resource for hit in plain("META006", objects)] == [2]
    assert plain("META006", labelled("a: b")) == []


@pytest.mark.parametrize(
    ("said", "is_right"),
    [("helm", True), ("Helm", True), ("HELM", True), ("Argo", True), ("Tiller", False), ("7", True)],
)
def test_the_tool_is_one_of_those_listed(said: str, is_right: bool) -> None:
    body = labelled(f"app.kubernetes.io/managed-by: {said}")
    assert (alone("META007", body, tools=("helm", "argo")) == []) is is_right
    assert plain("META007", body) == []


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        ("'1.0'", True),
        ("''", True),
        ("a", True),
        ("a_b.c-d", True),
        ("a" * 63, True),
        ("a" * 64, False),
        ("1.0", False),
        ("1.5", False),
        ("true", False),
        ("yes", False),
        ("null", False),
        ("{a: b}", False),
        ("-a", False),
        ("a.", False),
        ("a/b", False),
        ("ü", False),
        ("'a b'", False),
        ('"a\\n"', False),
    ],
)
def test_label_values(value: str, is_right: bool) -> None:
    assert (plain("META009", labelled(f"a: {value}")) == []) is is_right


def test_labels_of_pods_are_judged_too_and_once() -> None:
    template = "kind: Deployment\nspec: {template: {metadata: {labels: {a: 1}}}}"
    assert [hit.path for hit in plain("META009", f"apiVersion: apps/v1\n{template}")] == [
        "/spec/template/metadata/labels/a"
    ]
    assert [hit.path for hit in plain("META009", "apiVersion: v1\nkind: Pod\nmetadata: {labels: {a/b: 1}}")] == [
        "/metadata/labels/a~1b"
    ]


def test_hooks_and_tests_are_no_exception() -> None:
    test = "kind: Pod\nmetadata: {name: web-shop-test-connection-test, labels: {helm.sh/chart: null}}"
    assert severities(laid("META001", test)) == [""]
