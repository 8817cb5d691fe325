"""API: how objects are described."""

from dataclasses import replace

import pytest

from pipeline.checks.standards.api import declarative
from tests.checks.examples import blameless
from tests.checks.standards.asking import alone, plain, source

RBAC = "rbac.authorization.k8s.io/v1"
DEFINITION = (
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: panes.example.org}\n"
)


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("{apiVersion: v1, kind: Service, metadata: {}, spec: {}}", []),
        ("{kind: Service, spec: {}}", ["/apiVersion", "/metadata"]),
        ("{apiVersion: 1, kind: [a], metadata: null}", ["/apiVersion", "/kind"]),
        ("{apiVersion: '', kind: null, metadata: []}", ["/apiVersion", "/kind"]),
        ("{apiVersion: v1, kind: Service, metadata: {}}", ["/spec"]),
        ("{apiVersion: v1, kind: Service, metadata: {}, spec: null}", ["/spec"]),
        ("{apiVersion: v1, kind: Service, metadata: {}, spec: [a]}", ["/spec"]),
        ("{apiVersion: v1, kind: ConfigMap, metadata: {}}", ["/data"]),
        ("{apiVersion: v1, kind: ConfigMap, metadata: {}, data: null}", []),
        ("{apiVersion: v1, kind: ConfigMap, metadata: {}, binaryData: {}}", []),
        ("{apiVersion: v1, kind: ConfigMap, metadata: {}, stringData: {}}", ["/data"]),
        ("{apiVersion: v1, kind: Secret, metadata: {}, stringData: {}}", []),
        ("{apiVersion: v1, kind: Secret, metadata: {}}", ["/data"]),
        ("{apiVersion: v1, kind: Secret, metadata: {}, type: kubernetes.io/service-account-token}", []),
        ("{apiVersion: v1, kind: ServiceAccount, metadata: {}}", []),
        ("{apiVersion: v1, kind: Namespace, metadata: {}}", []),
        (f"{{apiVersion: {RBAC}, kind: Role, metadata: {{}}}}", ["/rules"]),
        (f"{{apiVersion: {RBAC}, kind: ClusterRole, metadata: {{}}, aggregationRule: {{}}}}", []),
        (f"{{apiVersion: {RBAC}, kind: RoleBinding, metadata: {{}}, roleRef: null}}", ["/roleRef", "/subjects"]),
        (f"{{apiVersion: {RBAC}, kind: RoleBinding, metadata: {{}}, roleRef: {{}}, subjects: []}}", []),
        ("{apiVersion: example.org/v1, kind: Service, metadata: {}}", []),
        ("{apiVersion: v1, kind: Thing, metadata: {}}", []),
    ],
)
def test_the_four_parts_of_an_object(body: str, paths: list[str]) -> None:
    assert [hit.path for hit in plain("API001", body)] == paths


@pytest.mark.parametrize(
    ("api", "found"),
    [
        ("v1", 0),
        ("apps/v1", 0),
        ("flowcontrol.apiserver.k8s.io/v1", 0),
        ("gateway.networking.k8s.io/v1", 1),
        ("snapshot.storage.k8s.io/v1", 1),
        ("monitoring.example.org/v1", 0),
        ("a/b/c", 1),
        ("7", 0),
        ("null", 0),
    ],
)
def test_types_of_others_are_found_by_their_group(api: str, found: int) -> None:
    hits = alone("API002", f"{{apiVersion: {api}, kind: Thing}}", api_groups=("monitoring.example.org",))
    assert len(hits) == found


def test_definitions_are_found_where_they_are() -> None:
    files = {
        "charts/shop/crds/pane.yaml": DEFINITION,
        "charts/shop/crds/README.md": "# panes",
        "charts/shop/templates/a.yaml": f"{{{{ if .Values.none }}}}\n{DEFINITION}{{{{ end }}}}\n",
        "charts/shop/templates/b.yaml": '{{ include "pane" . }}\n',
        "charts/shop/templates/_pane.tpl": f'{{{{ define "pane" }}}}\n{DEFINITION}{{{{ end }}}}\n',
        "charts/shop/charts/cellar/Chart.yaml": "apiVersion: v2\nname: cellar\nversion: 1.0.0\n",
        "charts/shop/charts/cellar/templates/c.yaml": DEFINITION,
        "charts/shop/charts/cellar/crds/c.yaml": DEFINITION,
    }
    found = [(hit.file, hit.line) for hit in source("API003", files)]
    assert found == [("crds/pane.yaml", 0), ("templates/a.yaml", 3), ("templates/b.yaml", 0)]


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("{metadata: {generateName: a-}, status: {}}", ["/metadata/generateName", "/status"]),
        ("{metadata: {generateName: ''}, status: null}", []),
        ("{metadata: [generateName], status: 7}", ["/status"]),
    ],
)
def test_what_cannot_be_applied_again(body: str, paths: list[str]) -> None:
    assert [hit.path for hit in plain("API008", body)] == paths


def test_what_differs_between_two_renderings_is_found() -> None:
    one = replace(blameless().objects[0], unstable=("/data/token", "/metadata/annotations/checksum"))
    assert [hit.path for hit in declarative.check(one, blameless())] == list(one.unstable)


def test_kinds_have_their_article() -> None:
    (hit,) = alone("API002", "apiVersion: traefik.io/v1\nkind: IngressRoute\nmetadata: {name: a}")
    assert hit.message == "an IngressRoute of traefik.io is none of Kubernetes' own types"
