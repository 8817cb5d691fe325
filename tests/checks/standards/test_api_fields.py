"""API: fields at their level, and selectors that fit."""

import pytest

from tests.checks.standards.asking import plain

POD_FIELDS = (
    "restartPolicy", "nodeSelector", "affinity", "tolerations", "volumes", "serviceAccountName", "hostNetwork", "hostPID",
    "hostIPC",
)  # fmt: skip


def deployment(spec: str, kind: str = "Deployment", api: str = "apps/v1") -> str:
    return f"apiVersion: {api}\nkind: {kind}\nspec: {spec}"


@pytest.mark.parametrize("field", [*POD_FIELDS, "image"])
@pytest.mark.parametrize(
    ("kind", "api", "above"),
    [
        ("Deployment", "apps/v1", [(), ("template",)]),
        ("Job", "batch/v1", [(), ("template",)]),
        ("CronJob", "batch/v1", [(), ("jobTemplate",), ("jobTemplate", "spec"), ("jobTemplate", "spec", "template")]),
        ("Pod", "v1", []),
    ],
)
def test_fields_of_pods_above_the_pod(field: str, kind: str, api: str, above: list[tuple[str, ...]]) -> None:
    for steps in above:
        opening = "".join(f"{{{step}: " for step in steps)
        hits = plain("API006", deployment(f"{opening}{{{field}: a}}{'}' * len(steps)}", kind, api))
        assert [hit.path for hit in hits] == ["/".join(("/spec", *steps, field))]


@pytest.mark.parametrize(
    ("spec", "paths"),
    [
        ("{restartPolicy: Never, hostNetwork: true, volumes: [], containers: [{image: a}]}", []),
        ("{image: a}", ["/spec/image"]),
        ("{image: null}", []),
        ("{securityContext: {hostPID: false}}", ["/spec/securityContext/hostPID"]),
        (
            "{securityContext: {privileged: true, capabilities: {}, runAsUser: 1}}",
            ["/spec/securityContext/privileged", "/spec/securityContext/capabilities"],
        ),
        ("{containers: [{hostIPC: true}]}", ["/spec/containers/0/hostIPC"]),
        (
            "{initContainers: [null, {securityContext: {hostNetwork: true, privileged: true}}]}",
            ["/spec/initContainers/1/securityContext/hostNetwork"],
        ),
        ("{containers: [7, null, [a], {securityContext: [a]}], securityContext: 7}", []),
        ("null", []),
        ("[a]", []),
    ],
)
def test_fields_inside_of_the_pod(spec: str, paths: list[str]) -> None:
    assert [hit.path for hit in plain("API006", deployment(spec, "Pod", "v1"))] == paths


@pytest.mark.parametrize(
    ("spec", "paths"),
    [
        ("{ingress: [{ports: [{port: 80}, {name: http}]}]}", ["/spec/ingress/0/ports/1/name"]),
        ("{egress: [null, {ports: [{name: http, port: 80}]}]}", ["/spec/egress/1/ports/0/name"]),
        ("{ingress: [{ports: null}, {ports: [null, 7]}], egress: 7}", []),
    ],
)
def test_ports_of_policies_have_no_names(spec: str, paths: list[str]) -> None:
    body = f"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec: {spec}"
    assert [hit.path for hit in plain("API006", body)] == paths


@pytest.mark.parametrize(
    ("selector", "labels", "paths"),
    [
        ("null", "{a: b}", ["/spec/selector"]),
        ("{}", "{a: b}", ["/spec/selector"]),
        ("{matchLabels: {}, matchExpressions: []}", "{a: b}", ["/spec/selector"]),
        ("[a]", "{a: b}", ["/spec/selector"]),
        ("{a: b}", "{a: b}", ["/spec/selector"]),
        ("{matchLabels: {a: b}}", "{a: b, c: d}", []),
        ("{matchLabels: {a: c}}", "{a: b}", ["/spec/selector/matchLabels/a"]),
        ("{matchLabels: {a/b: c, a: b}}", "{a: b}", ["/spec/selector/matchLabels/a~1b"]),
        ("{matchLabels: {a: b}}", "null", ["/spec/selector/matchLabels/a"]),
        ("{matchExpressions: [{key: a, operator: In, values: [b, c]}]}", "{a: b}", []),
        (
            "{matchExpressions: [{key: a, operator: Exists}, {key: a, operator: DoesNotExist}]}",
            "{a: b}",
            ["/spec/selector/matchExpressions/1"],
        ),
        (
            "{matchExpressions: [null, {key: [a], operator: In}]}",
            "{a: b}",
            ["/spec/selector/matchExpressions/0", "/spec/selector/matchExpressions/1"],
        ),
    ],
)
def test_the_selector_fits_the_pods(selector: str, labels: str, paths: list[str]) -> None:
    spec = f"{{selector: {selector}, template: {{metadata: {{labels: {labels}}}}}}}"
    for kind in ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"):
        assert [hit.path for hit in plain("API007", deployment(spec, kind))] == paths


def test_the_old_group_chose_a_selector_itself() -> None:
    spec = "{template: {metadata: {labels: {a: b}}}}"
    assert plain("API007", deployment(spec, api="extensions/v1beta1")) == []
    assert plain("API007", deployment(spec, "Job", "batch/v1")) == []
