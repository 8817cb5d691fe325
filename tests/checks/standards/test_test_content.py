"""TEST: helm tests, what they need and what they do."""

import json

import pytest

from tests.checks.standards.asking import alone, severities

TEST = "kind: Pod\nmetadata: {name: a, annotations: {helm.sh/hook: test}}\nspec: {volumes: %s, containers: [{name: web, %s}]}"
THERE = """
kind: ConfigMap
metadata: {name: config}
---
kind: Service
metadata: {name: web}
---
kind: Service
metadata: {name: far, namespace: other}
---
kind: Certificate
apiVersion: cert-manager.io/v1
metadata: {name: a}
spec: {secretName: made}
---
kind: Deployment
apiVersion: apps/v1
metadata: {name: user}
spec: {template: {spec: {volumes: [{name: a, persistentVolumeClaim: {claimName: used}}]}}}
---
kind: StatefulSet
apiVersion: apps/v1
metadata: {name: store}
spec: {volumeClaimTemplates: [{metadata: {name: data}}, null]}
---
"""


def ask(rule: str, container: str, volumes: str = "[]") -> list[str]:
    return [f"{hit.key} {hit.severity or ''}".strip() for hit in alone(rule, THERE + TEST % (volumes, container))]


@pytest.mark.parametrize(
    ("container", "volumes", "missing"),
    [
        ("envFrom: [{configMapRef: {name: config}}]", "[]", []),
        ("envFrom: [{configMapRef: {name: by-hand}}]", "[]", ["by-hand"]),
        ("envFrom: [{configMapRef: {name: by-hand, optional: true}}]", "[]", []),
        ("env: [{name: A, valueFrom: {secretKeyRef: {name: by-hand, key: a}}}]", "[]", ["by-hand"]),
        ("env: [{name: A, valueFrom: {secretKeyRef: {name: made, key: a}}}]", "[]", []),
        ("stdin: true", "[{name: a, configMap: {name: by-hand}}]", ["by-hand"]),
        ("stdin: true", "[{name: a, persistentVolumeClaim: {claimName: by-hand}}]", ["by-hand"]),
        ("stdin: true", "[{name: a, persistentVolumeClaim: {claimName: data-store-0}}]", []),
    ],
)
def test_what_a_test_names_is_there(container: str, volumes: str, missing: list[str]) -> None:
    assert ask("TEST009", container, volumes) == missing


def test_accounts_are_there_and_secrets_for_images_need_not_be() -> None:
    spec = "{serviceAccountName: %s, imagePullSecrets: [{name: pull}], containers: []}"
    test = "kind: Pod\nmetadata: {name: a, annotations: {helm.sh/hook: test}}\nspec: "
    assert alone("TEST009", test + spec % "default") == []
    assert [hit.path for hit in alone("TEST009", test + spec % "by-hand")] == ["/spec/serviceAccountName"]


@pytest.mark.parametrize(
    ("said", "hosts"),
    [
        ("http://web/ready", []),
        ("web:8080", []),
        ("web.shop:8080", []),
        ("http://web.shop.svc/ready", []),
        ("http://web.shop.svc.cluster.local:80/ready", []),
        ("far.other.svc", []),
        ("http://elsewhere/ready", ["elsewhere"]),
        ("elsewhere:8080", ["elsewhere"]),
        ("elsewhere.shop:8080", ["elsewhere.shop"]),
        ("http://web.other.svc/", ["web.other.svc"]),
        ("http://far/", ["far"]),
        ("https://example.org/", ["example.org info"]),
        ("10.0.0.1:80", ["10.0.0.1 info"]),
        ("http://localhost:80/ $(HOST):80 http://$HOST/", []),
        ("12:30", []),
    ],
)
def test_services_that_a_test_asks_are_there(said: str, hosts: list[str]) -> None:
    script = f"wget -q {said} && echo 'asked'"
    for container in (
        f"args: [{json.dumps(said)}]",
        f"command: [sh, -c, {json.dumps(script)}]",
        f"env: [{{name: A, value: {json.dumps(said)}}}]",
    ):
        assert ask("TEST009", container) == hosts


def test_other_pods_need_not_be_self_contained() -> None:
    assert alone("TEST009", "kind: Pod\nmetadata: {name: a}\nspec: {containers: [{args: ['http://elsewhere/']}]}") == []
    assert (
        alone("TEST010", "kind: Pod\nmetadata: {name: a}\nspec: {containers: [{args: [helm, uninstall, a]}, {}]}") == []
    )


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (["kubectl", "-n", "shop", "delete", "pod", "a"], ["kubectl delete"]),
        (["sh", "-c", "kubectl get pods && /usr/bin/kubectl scale deploy/a --replicas=0"], ["kubectl scale"]),
        (["kubectl", "get", "pod", "delete-me"], []),
        (["helm", "upgrade", "a", "."], ["helm"]),
        (["helm", "status", "a"], []),
        (["rm", "-rf", "/data/a"], ["rm -r /data/a"]),
        (["sh", "-c", "rm --recursive /data"], ["rm -r /data"]),
        (["rm", "-f", "/data/a"], []),
        (["rm", "-rf", "/database", "/scratch/a"], []),
        (["mysql", "-e", "DROP TABLE device"], ["SQL that deletes"]),
        (["sh", "-c", "mysql <<EOF\ndelete from device;\nEOF"], ["SQL that deletes"]),
        (["sh", "-c", "echo 'truncate device' | mysql"], ["SQL that deletes"]),
        (["mysql", "-e", "SELECT dropped, deleted FROM device"], []),
        (["curl", "-X", "DELETE", "http://web/"], ["curl -X DELETE"]),
        (["curl", "-XPOST", "http://web/"], ["curl -X POST"]),
        (["sh", "-c", "curl --request=put http://web/"], ["curl -X PUT"]),
        (["curl", "-X", "GET", "http://web/POST"], []),
        (["echo", "helm"], []),
    ],
)
def test_tests_change_nothing(words: list[str], changes: list[str]) -> None:
    volumes = "[{name: data, persistentVolumeClaim: {claimName: own}}, {name: scratch, emptyDir: {}}]"
    mounts = "volumeMounts: [{name: data, mountPath: /data/}, {name: scratch, mountPath: /scratch}]"
    assert ask("TEST010", f"{mounts}, command: {json.dumps(words)}", volumes) == changes


@pytest.mark.parametrize(
    ("claim", "mount", "is_told"),
    [
        ("used", "{name: a}", True),
        ("used", "{name: a, readOnly: true}", False),
        ("used", "{name: b}", False),
        ("own", "{name: a}", False),
        ("data-store-0", "{name: a}", True),
        ("data-store-12", "{name: a}", True),
        ("data-other-0", "{name: a}", False),
        ("null", "{name: a}", False),
    ],
)
def test_tests_do_not_write_to_what_others_use(claim: str, mount: str, is_told: bool) -> None:
    volumes = f"[{{name: a, persistentVolumeClaim: {{claimName: {claim}}}}}, null]"
    assert ask("TEST010", f"volumeMounts: [{mount}, null]", volumes) == [claim] * is_told


def test_several_containers_may_test_several_things() -> None:
    test = "kind: Pod\nmetadata: {name: a, annotations: {helm.sh/hook: test}}\nspec: {containers: [{}, {}], initContainers: [{}]}"
    assert severities(alone("TEST010", test)) == ["info"]
