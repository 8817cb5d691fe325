"""Indices are small, hold no value, are the same after a trip through JSON, and come out of whatever a chart prints."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.references.hosts import services_in
from pipeline.checks.references.index import from_json, index_of, placed, to_json
from pipeline.checks.references.judging import judge
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, release_of
from pipeline.model.problem import Place
from tests.checks.examples import blameless
from tests.checks.references.releases import indexed, made, pod

KINDS = (
    "ConfigMap", "Secret", "Service", "Ingress", "Deployment", "StatefulSet", "Job", "CronJob", "Pod", "NetworkPolicy",
    "PodDisruptionBudget", "HorizontalPodAutoscaler", "RoleBinding", "ClusterRole", "ServiceAccount", "HTTPRoute", "Certificate",
    "ExternalSecret", "SecretProviderClass", "Rollout", "ValidatingWebhookConfiguration", "CustomResourceDefinition", "APIService",
)  # fmt: skip
KEYS = (
    "kind", "metadata", "name", "namespace", "labels", "annotations", "helm.sh/hook", "spec", "template", "containers", "env",
    "envFrom", "valueFrom", "secretKeyRef", "configMapRef", "key", "value", "args", "volumes", "secret", "projected", "sources",
    "items", "persistentVolumeClaim", "csi", "selector", "matchLabels", "matchExpressions", "podSelector", "ingress", "from",
    "rules", "http", "paths", "backend", "service", "port", "tls", "backendRefs", "webhooks", "clientConfig", "roleRef",
    "subjects", "resourceNames", "verbs", "resources", "data", "type", "ports", "volumeClaimTemplates", "secretObjects",
    "imagePullSecrets", "scaleTargetRef", "serviceName", "target", "jobTemplate", "serviceAccountName", "DB_HOST", "optional",
)  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers(-9, 99) | st.text(max_size=5)
    | st.sampled_from((*KINDS, "web", "pre-install", "create", "secrets", "x.shop.svc", "a://b:1/c", "DB_HOST", "*"))
)  # fmt: skip
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=40,
)
BODIES = st.builds(
    lambda kind, group, body: {"kind": kind, "apiVersion": group, **body},
    st.sampled_from(KINDS),
    st.sampled_from(("v1", "apps/v1", "batch/v1", "example.org/v1", None, 7)),
    st.dictionaries(st.sampled_from(("metadata", "spec", *KEYS[-15:])), JSON, max_size=4),
)


@given(st.lists(BODIES, max_size=4))
def test_whatever_a_chart_prints_has_an_index_that_can_be_written_and_judged(bodies: list[dict[str, Any]]) -> None:
    objects = tuple(manifest(index, body) for index, body in enumerate(bodies))
    index = index_of(release_of(objects, "1.34.2", DEFAULTS, Context("test", "shop", "shop", "1.0.0")))
    assert from_json(orjson.loads(orjson.dumps(to_json(index)))) == index
    _, crashes = judge({"production/test": index, "production/other": index})
    assert not crashes


def test_an_index_is_small() -> None:
    release = blameless()
    assert len(orjson.dumps(to_json(index_of(release)))) < 300 * len(release.objects)


def test_no_value_of_a_secret_and_of_a_variable_is_in_an_index() -> None:
    secret = made("Secret", "s", "data: {password: aHVudGVyMg==}\nstringData: {other: hunter2}")
    url = "postgres://user:hunter2@database:5432/db?password=hunter2"
    text = pod(f"{{containers: [{{name: c, args: ['{url}'], env: [{{name: DB_URL, value: '{url}'}}]}}]}}")
    said = orjson.dumps(to_json(indexed(secret + text))).decode()
    assert "password" in said
    assert "database" in said
    assert "hunter2" not in said
    assert "aHVudGVyMg" not in said


def test_places_are_asked_for_with_the_objects_index_and_the_pointer() -> None:
    index = indexed(
        made("ConfigMap", "c") + pod("{serviceAccountName: a}") + made("Service", "s", "spec: {selector: {a: b}}")
    )
    known = placed(index, lambda at, path: Place("f.yaml", at + 1, path))
    assert [one.spot.place for one in known.objects] == [Place("f.yaml", line, "") for line in (1, 2, 3)]
    assert [one.spot.place for one in known.needs] == [Place("f.yaml", 2, "/spec/template/spec/serviceAccountName")]
    assert [one.spot.place for one in known.selections] == [Place("f.yaml", 3, "/spec/selector")]


def test_the_namespace_of_an_object_without_one_is_the_releases() -> None:
    index = indexed(made("ConfigMap", "c") + "---\nkind: ConfigMap\nmetadata: {name: d, namespace: other}\n" + made("ClusterRole", "r", "", "rbac.authorization.k8s.io/v1"))  # fmt: skip
    assert [one.spot.resource.namespace for one in index.objects] == ["shop", "other", ""]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("web.shop.svc", [("web", "shop")]),
        ("http://web.shop.svc.cluster.local:80/x", [("web", "shop")]),
        ("a@web-0.web.shop.svc", [("web", "shop")]),
        ("_grpc._tcp.web.shop.svc", [("web", "shop")]),
        ("web.shop.svc,api.shop.svc", [("web", "shop"), ("api", "shop")]),
        ("*.web.shop.svc", [("web", "shop")]),
        ("*.shop.svc", []),
        ("shop.svc", []),
        (".svc", []),
        ("web..svc", []),
        ("-web.shop.svc", []),
        ("{{ name }}.shop.svc", []),
        ("${NAME}.shop.svc", []),
        ("$NAME.shop.svc", []),
        ("$(NAME)-web.shop.svc", []),
        ("%s.shop.svc", []),
        ("web.${NAMESPACE}.svc", []),
        ("web.shop.svc_x", []),
        ("Web.shop.svc", []),
    ],
)
def test_full_names_of_services(text: str, found: list[tuple[str, str]]) -> None:
    assert list(services_in(text)) == found


@pytest.mark.parametrize("piece", ["a", ".", "a.", ".svc", "a.svc", "-", "a.a.svc.", ".svc\n"])
def test_long_texts_are_read_in_time(piece: str) -> None:
    assert len(list(services_in(piece * 200_000))) <= 100
