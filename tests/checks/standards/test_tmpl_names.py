"""TMPL: how template files are named."""

from collections.abc import Mapping

import pytest

from pipeline.checks.hit import Hit
from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, release_of
from pipeline.manifests.kyaml import load_all
from tests.checks.standards.asking import severities, written

OBJECT = "kind: {}\nmetadata: {{name: {}}}"


def rendered(rule: str, files: Mapping[str, str]) -> list[Hit]:
    """Of a chart whose templates render what they say, in the release `test`."""
    found = tuple(
        manifest(0, body, f"shop/templates/{path}", order)
        for path, text in files.items()
        for order, body in enumerate(load_all(text))
    )
    content = {f"templates/{path}": text.encode() for path, text in files.items()}
    release = release_of(found, "1.34.2", Settings(), Context("test", "shop", "shop", "1.0.0"))
    return list(
        by_id()[rule].check(ChartSource("charts/shop", {"Chart.yaml": b"name: shop", **content}, Settings(), release))
    )


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("web.yaml", OBJECT.format("Service", "web-shop-test"), []),
        ("web-svc.yaml", OBJECT.format("Service", "web-shop-test"), []),
        ("01-web-svc.yaml", OBJECT.format("Service", "web-shop-test"), []),
        ("stuff.yaml", OBJECT.format("Service", "web-shop-test"), [""]),
        ("webs.yaml", OBJECT.format("Service", "web-shop-test"), [""]),
        ("service.yaml", OBJECT.format("Service", "web-shop-test"), [""]),
        ("web/service.yaml", OBJECT.format("Service", "web-shop-test"), ["info"]),
        ("web/deep/service.yaml", OBJECT.format("Service", "web-shop-test"), ["info"]),
        ("web/stuff.yaml", OBJECT.format("Service", "web-shop-test"), [""]),
        ("shop.yaml", OBJECT.format("Service", "test-shop"), []),
        ("service.yaml", OBJECT.format("Service", "test-shop"), ["info"]),
        ("services.yaml", OBJECT.format("Service", "test-shop"), ["info"]),
        ("service-account.yaml", OBJECT.format("ServiceAccount", "test-shop"), ["info"]),
        ("svc-headless.yaml", OBJECT.format("Service", "test-shop-headless"), ["info"]),
        ("headless-svc.yaml", OBJECT.format("Service", "test-shop-headless"), []),
        ("stuff.yaml", OBJECT.format("Service", "test-shop"), [""]),
        ("web.yaml", "kind: A\nmetadata: {name: x, labels: {app.kubernetes.io/component: web}}", []),
        ("web.yaml", f"{OBJECT.format('A', 'other')}\n---\n{OBJECT.format('B', 'web')}", []),
        ("configmaps.yaml", OBJECT.format("ConfigMap", "web-shop-test"), []),
        ("tests/stuff.yaml", OBJECT.format("Pod", "web-shop-test"), []),
        ("ingress.yaml", OBJECT.format("Ingress", "web-shop-test"), []),
        ("widgets.yaml", OBJECT.format("CustomResourceDefinition", "widgets.example.org"), []),
        ("stuff.yaml", "kind: A\nmetadata: {generateName: a-}", ["info"]),
        ("stuff.yaml", "kind: A\nmetadata: []", ["info"]),
        ("stuff.yaml", "kind: 1\nmetadata: {name: [a]}", ["info"]),
    ],
)  # fmt: skip
def test_a_file_is_named_after_its_component(path: str, text: str, found: list[str]) -> None:
    assert severities(rendered("TMPL007", {path: text})) == found


def test_two_doors_are_components_like_others() -> None:
    door = OBJECT.format("Ingress", "web-shop-test")
    assert [hit.file for hit in rendered("TMPL007", {"ingress.yaml": door, "web-ingress.yaml": door})] == [
        "templates/ingress.yaml"
    ]


def test_what_is_switched_off_is_told_by_what_names_are_made_of() -> None:
    switched = "{{- if .Values.x }}\nkind: PodDisruptionBudget\nmetadata:\n  name: %s\n{{- end }}"
    named = 'kind: Service\nmetadata:\n  name: {{ include "name" . }}'
    files = {
        "Chart.yaml": "name: shop",
        "templates/web.yaml": named,
        "templates/web-pdb.yaml": switched % '{{include "name" .}}',
        "templates/other.yaml": switched % '{{ include "name" . }}-more',
        "templates/api-pdb.yaml": switched % '{{ include "component" (list "api" .) }}',
        "templates/hidden.yaml": switched % "{{ .Values.name }}",
    }
    service = manifest(0, {"kind": "Service", "metadata": {"name": "web-shop-test"}}, "shop/templates/web.yaml")
    release = release_of((service,), "1.34.2", Settings(), Context("test", "shop", "shop", "1.0.0"))
    chart = ChartSource("charts/shop", {path: text.encode() for path, text in files.items()}, Settings(), release)
    found = list(by_id()["TMPL007"].check(chart))
    assert [(hit.file, severity) for hit, severity in zip(found, severities(found), strict=True)] == [
        ("templates/other.yaml", ""),
        ("templates/hidden.yaml", "info"),
    ]
    assert found[1].message == (
        "to review: which components these files hold, for nothing of them is rendered: templates/hidden.yaml"
    )


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"web.yaml": "Deployment", "web-svc.yaml": "Service"}, []),
        ({"web.yaml": "Deployment", "web-service.yaml": "Service", "web-network-policy.yaml": "NetworkPolicy"}, []),
        ({"web.yaml": "Deployment", "web2.yaml": "PersistentVolume"}, ["web2.yaml"]),
        ({"web.yaml": "Deployment", "websvc.yaml": "Service"}, ["websvc.yaml"]),
        ({"web-main.yaml": "Deployment", "web-svc.yaml": "Service"}, []),
        ({"web-main.yaml": "Deployment", "web.yaml": "Deployment"}, ["web-main.yaml"]),
        ({"web.yaml": "Service", "web-pdb.yaml": "PodDisruptionBudget"}, ["web.yaml"]),
        ({"stuff.yaml": "Service"}, []),
        ({"web.yaml": "Deployment", "web-storage.yaml": "PersistentVolume PersistentVolumeClaim"}, []),
        ({"web.yaml": "Deployment", "web-storage.yaml": "PersistentVolumeClaim"}, ["web-storage.yaml"]),
        ({"web.yaml": "Deployment", "web-rbac.yaml": "Role RoleBinding"}, []),
        ({"web.yaml": "Deployment", "configmaps.yaml": "ConfigMap", "tests/x.yaml": "Pod", "ingress.yaml": "Ingress"}, []),
    ],
)  # fmt: skip
def test_other_files_of_a_component_end_in_their_kind(names: dict[str, str], told: list[str]) -> None:
    files = {
        path: "\n---\n".join(OBJECT.format(kind, "web-shop-test") for kind in kinds.split())
        for path, kinds in names.items()
    }
    assert [hit.file.removeprefix("templates/") for hit in rendered("TMPL008", files)] == told


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["web.yaml", "api.yaml"], []),
        (["00-web.yaml", "api.yaml", "10-b.yaml"], []),
        (["1-db.yaml", "00-service.yaml"], ["1-db.yaml"]),
        (["001-db.yaml", "02_web.yaml", "03.yaml"], ["001-db.yaml", "02_web.yaml", "03.yaml"]),
        (["3scale.yaml", "2048.game.yaml"], ["2048.game.yaml"]),
    ],
)
def test_ordinals_have_two_digits(names: list[str], told: list[str]) -> None:
    found = written("TMPL011", {f"templates/{name}": "kind: A" for name in names})
    assert sorted(hit.file.removeprefix("templates/") for hit in found) == sorted(told)


USER = "kind: Pod\nmetadata: {name: user}\nspec: {containers: [{name: a, %s}]}"
QUEUE = OBJECT.format("Service", "queue-a")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"00-queue.yaml": QUEUE, "01-user.yaml": USER % "args: [queue-a]"}, []),
        ({"01-queue.yaml": QUEUE, "00-user.yaml": USER % "args: [queue-a]"}, ["templates/01-queue.yaml"]),
        ({"queue.yaml": QUEUE, "00-user.yaml": USER % "args: ['http://queue-a:80/']"}, ["templates/queue.yaml"]),
        ({"01-queue.yaml": QUEUE, "00-user.yaml": USER % "env: [{name: A, value: queue-a.shop}]"}, ["templates/01-queue.yaml"]),
        ({"01-queue.yaml": QUEUE, "00-user.yaml": USER % "command: [sh, -c, 'ask $QUEUE_A_SERVICE_HOST']"}, ["templates/01-queue.yaml"]),
        ({"01-queue.yaml": QUEUE, "00-user.yaml": USER % "args: [queue-ab, 1, null]"}, []),
        ({"01-queue.yaml": QUEUE, "00-user.yaml": USER % "image: queue-a"}, []),
        ({"queue.yaml": QUEUE, "a-user.yaml": USER % "args: [queue-a]"}, []),
    ],
)  # fmt: skip
def test_a_service_comes_before_those_that_need_it(files: dict[str, str], told: list[str]) -> None:
    assert [hit.file for hit in rendered("TMPL011", files)] == told


def test_many_files_are_read_in_no_time() -> None:
    files = {f"{index:04}-x.yaml": OBJECT.format("Service", f"web-{index}") for index in range(2_000)}
    assert len(rendered("TMPL007", files)) == 2_000
    assert len(rendered("TMPL011", files)) == 2_000
    assert rendered("TMPL008", files) == []
