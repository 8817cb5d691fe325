"""META: labels that hold objects of a release together."""

import pytest

from pipeline.checks.settings import Settings
from pipeline.checks.standards.meta_relations import one_scheme
from pipeline.checks.subjects.manifest import ChartName, manifest
from pipeline.checks.subjects.release import release_of
from pipeline.manifests.kyaml import load_all
from tests.checks.standards.asking import alone, laid, plain, severities

NAME, INSTANCE = "app.kubernetes.io/name", "app.kubernetes.io/instance"
EXTRA = "app.kubernetes.io/version: '1', app.kubernetes.io/component: web, app.kubernetes.io/part-of: shop"
BOTH = f"{NAME}: a, {INSTANCE}: b"


def labelled(*labels: str) -> str:
    return "\n---\n".join(
        f"kind: ConfigMap\nmetadata: {{name: o{index}, labels: {{{one}}}}}" for index, one in enumerate(labels)
    )


def test_labels_that_no_object_has_are_named_once() -> None:
    hits = alone("META008", labelled("app.kubernetes.io/part-of: a", "app.kubernetes.io/part-of: a"))
    assert [hit.message for hit in hits] == [
        "no object of shop has 'app.kubernetes.io/version', 'app.kubernetes.io/component'"
    ]
    assert alone("META008", labelled(EXTRA, "")) == []
    assert len(plain("META008", labelled("", ""))) == 1
    assert plain("META008", "") == []


@pytest.mark.parametrize(("value", "found"), [("''", 1), ("null", 1), ("a", 0)])
def test_an_optional_label_is_not_empty(value: str, found: int) -> None:
    assert len(alone("META008", labelled(EXTRA, f"app.kubernetes.io/component: {value}"))) == found


def test_part_of_is_the_same_on_all_objects() -> None:
    parts = [EXTRA, "app.kubernetes.io/part-of: b", "app.kubernetes.io/part-of: shop"]
    hits = alone("META008", labelled(*parts))
    assert [hit.resource for hit in hits] == [1]


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ("{app.kubernetes.io/component: queue}", 1),
        ("{app.kubernetes.io/component: null}", 0),
        ("{app.kubernetes.io/component: web}", 0),
    ],
)
def test_a_service_has_the_component_of_what_is_behind_it(labels: str, found: int) -> None:
    assert len(laid("META008", f"kind: Service\nmetadata: {{labels: {labels}}}")) == found


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (f"{BOTH}, helm.sh/chart: c, app.kubernetes.io/managed-by: Helm", []),
        (BOTH, ["info", "info"]),
        (f"{BOTH}, helm.sh/chart: d, app.kubernetes.io/managed-by: Helm", ["info"]),
        (f"{NAME}: b, {INSTANCE}: b, helm.sh/chart: c, app.kubernetes.io/managed-by: Helm", [""]),
        (f"{NAME}: 1, helm.sh/chart: c, app.kubernetes.io/managed-by: Helm", ["", ""]),
        ("app: web", ["", "info", "", "info"]),
    ],
)
def test_a_pod_template_has_the_labels_of_its_workload(labels: str, expected: list[str]) -> None:
    own = f"{{{BOTH}, helm.sh/chart: c, app.kubernetes.io/managed-by: Helm}}"
    body = f"apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {{labels: {own}}}\nspec: {{template: {{metadata: {{labels: {{{labels}}}}}}}}}"
    assert severities(alone("META013", body)) == expected


def test_what_a_workload_lacks_is_not_compared() -> None:
    body = f"apiVersion: batch/v1\nkind: Job\nspec: {{template: {{metadata: {{labels: {{{BOTH}}}}}}}}}"
    assert severities(alone("META013", body)) == ["info", "info"]


@pytest.mark.parametrize(
    ("selector", "is_loose"),
    [
        (f"{{matchLabels: {{{BOTH}}}}}", False),
        (f"{{matchLabels: {{{BOTH}, app: web}}}}", False),
        (f"{{matchLabels: {{{NAME}: a}}}}", True),
        ("{matchLabels: {app: web}}", True),
        (f"{{matchLabels: {{{NAME}: a}}, matchExpressions: [{{key: {INSTANCE}, operator: In, values: [b]}}]}}", False),
        ("{matchExpressions: [{key: app, operator: Exists}]}", True),
        ("{matchExpressions: [null, 7, {key: null}, {key: [a]}]}", True),
        ("{}", False),
        ("null", False),
        ("{matchLabels: [a]}", False),
        ("7", False),
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        "apiVersion: apps/v1\nkind: StatefulSet\nspec: {selector: %s}",
        "kind: NetworkPolicy\nspec: {podSelector: %s}",
        "kind: NetworkPolicy\nspec: {ingress: [null, {from: [{podSelector: %s}]}]}",
        "kind: NetworkPolicy\nspec: {egress: [{to: [7, {podSelector: %s}]}]}",
        "apiVersion: v1\nkind: Pod\nspec: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: %s}]}}}",
        "apiVersion: v1\nkind: Pod\nspec: {affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {labelSelector: %s}}]}}}",
    ],
)
def test_selectors_ask_for_name_and_instance(around: str, selector: str, is_loose: bool) -> None:
    assert len(plain("META014", around % selector)) == is_loose


@pytest.mark.parametrize(
    "body",
    [
        "kind: NetworkPolicy\nspec: {egress: [{to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]}]}",
        "apiVersion: v1\nkind: Pod\nspec: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{namespaces: [a], labelSelector: {matchLabels: {app: b}}}]}}}",
        "apiVersion: v1\nkind: Service\nspec: {selector: {app: web}}",
        "apiVersion: batch/v1\nkind: Job\nspec: {selector: {matchLabels: {controller-uid: a}}}",
        "apiVersion: v1\nkind: Pod\nspec: {affinity: [a]}",
    ],
)
def test_selectors_of_others_are_not_judged(body: str) -> None:
    assert plain("META014", body) == []


def test_where_a_selector_stands() -> None:
    body = "kind: NetworkPolicy\nspec: {ingress: [{from: [{ipBlock: {}}, {podSelector: {matchLabels: {a: b}}}]}]}"
    assert [hit.path for hit in plain("META014", body)] == ["/spec/ingress/0/from/1/podSelector"]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ((f"{INSTANCE}: a", f"{INSTANCE}: a", f"{INSTANCE}: b"), [("", 2)]),
        ((f"{INSTANCE}: a", f"{INSTANCE}: b"), [("", 1)]),
        (("app.kubernetes.io/managed-by: Helm", "app.kubernetes.io/managed-by: helm"), [("", 1)]),
        (("helm.sh/chart: a-1", "helm.sh/chart: a-2", "helm.sh/chart: a-2"), [("", 0)]),
        ((f"{INSTANCE}: a", f"{INSTANCE}: 1", ""), []),
        ((EXTRA, EXTRA), []),
        ((EXTRA, "app.kubernetes.io/version: '1', app.kubernetes.io/component: web"), [("info", 1)]),
        (("", ""), []),
    ],
)
def test_one_scheme_for_all(labels: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    hits = alone("META016", labelled(*labels))
    assert list(zip(severities(hits), (hit.resource for hit in hits), strict=True)) == expected


def test_those_in_the_minority_are_named_up_to_five() -> None:
    hits = alone("META016", labelled(*[f"{INSTANCE}: a"] * 9, *[f"{INSTANCE}: b{one}" for one in range(8)]))
    assert [hit.message.partition("else on ")[2] for hit in hits] == [
        "ConfigMap 'o9', ConfigMap 'o10', ConfigMap 'o11', ConfigMap 'o12', ConfigMap 'o13' and 3 more"
    ]


def test_each_chart_has_its_own_label_of_the_chart() -> None:
    charts = [ChartName("shop", "1.0.0"), ChartName("cellar", "2.0.0")]
    bodies = load_all(labelled(*(f"helm.sh/chart: {one.name}-{one.version}" for one in charts)))
    found = tuple(manifest(index, bodies[index], chart=chart) for index, chart in enumerate(charts))
    release = release_of(found, "1.34.2", Settings())
    assert list(one_scheme.check(release)) == []
