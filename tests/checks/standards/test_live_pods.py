"""LIVE: pods that do not come back, and pods on other nodes than theirs."""

import pytest

from tests.checks.standards.asking import laid, severities

CRASHING = "kind: Pod\nstatus: {containerStatuses: [null, {name: web, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}}]}"


@pytest.mark.parametrize(
    ("recorded", "is_allowed", "expected"),
    [
        ("kind: Pod", False, []),
        ("kind: Pod", True, ["info"]),
        (CRASHING, False, [""]),
        (CRASHING, True, [""]),
        (CRASHING.replace("CrashLoopBackOff", "ErrImagePull"), False, []),
        (CRASHING.replace("containerStatuses", "initContainerStatuses"), False, [""]),
    ],
)
def test_what_comes_back(recorded: str, is_allowed: bool, expected: list[str]) -> None:
    assert severities(laid("LIVE006", "", recorded=recorded, settings={"disruptive": is_allowed})) == expected


def test_commands_can_be_given_to_a_shell() -> None:
    recorded = "kind: Pod\nmetadata: {name: web-shop-test-5d8f9-0}"
    (hit,) = laid("LIVE006", "", recorded=recorded, settings={"disruptive": True})
    assert hit.message.endswith(
        "kubectl --namespace shop delete pod web-shop-test-5d8f9-0 && "
        "kubectl --namespace shop rollout status deployment/web-shop-test"
    )
    hostile = "kind: Pod\nmetadata: {name: 'a; rm -rf /'}\nspec: {containers: [{readinessProbe: null}]}"
    device = laid("LIVE006", hostile, recorded="kind: Pod", settings={"disruptive": True})
    assert ["nothing recreates" in hit.message for hit in device] == [False, True]


NODE = "kind: Node\nmetadata: {name: node-1, labels: %s}\nspec: {%s}\n"
OTHER = "---\nkind: Node\nmetadata: {name: node-2, labels: %s}\n"
WEB = "kind: Deployment\nspec: {template: {spec: {%s}}}"
APART = "affinity: {podAntiAffinity: {%s: [%s]}}"
HOST = "topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app.kubernetes.io/component: web}}"


@pytest.mark.parametrize(
    ("spec", "recorded", "expected"),
    [
        ("nodeSelector: {rack: one}", NODE % ("{rack: one}", ""), []),
        ("nodeSelector: {rack: one}", NODE % ("{rack: two}", ""), ["nodeSelector"]),
        ("nodeSelector: null", NODE % ("{}", "unschedulable: true"), []),
        ("nodeSelector: null", NODE % ("{}", "taints: [{key: a, effect: NoSchedule}]"), []),
        ("nodeSelector: null", NODE % ("{}", "taints: [{key: a, effect: NoExecute}]"), ["evict"]),
        ("tolerations: [{operator: Exists}]", NODE % ("{}", "taints: [{key: a, effect: NoExecute}]"), []),
        ("nodeSelector: null", NODE.replace("node-1", "node-9") % ("{}", ""), []),
        (APART % ("requiredDuringSchedulingIgnoredDuringExecution", f"{{{HOST}}}"), "kind: Pod", ["podAntiAffinity"]),
        (APART % ("preferredDuringSchedulingIgnoredDuringExecution", f"{{weight: 1, podAffinityTerm: {{{HOST}}}}}"), "kind: Pod", ["4 of 4"]),
    ],
)  # fmt: skip
def test_where_pods_are(spec: str, recorded: str, expected: list[str]) -> None:
    hits = laid("LIVE008", WEB % spec, recorded=recorded)
    assert len({hit.key for hit in hits}) == len(expected)
    assert all(word in hit.message for word, hit in zip(expected, hits, strict=False))


def test_soft_rules_of_nodes_are_counted() -> None:
    prefer = "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: rack, operator: In, values: [one]}]}}]}}"
    pods = "---\n" + "\n---\n".join(
        f"kind: Pod\nmetadata: {{name: web-shop-test-5d8f9-{index}}}\nspec: {{nodeName: node-2}}" for index in range(3)
    )
    recorded = NODE % ("{rack: one}", "") + OTHER % "{rack: two}" + pods
    (hit,) = laid("LIVE008", WEB % prefer, recorded=recorded)
    assert hit.message.startswith("3 of 4 pods")
    assert laid("LIVE008", WEB % prefer, recorded=NODE % ("{rack: one}", "")) == []


def test_pods_that_wait_and_nodes_that_nobody_knows() -> None:
    waiting = "kind: Pod\nspec: {nodeName: null}\nstatus: {phase: Pending}"
    assert (
        laid("LIVE008", WEB % "nodeSelector: {rack: one}", recorded=waiting + "\n---\n" + NODE % ("{rack: one}", ""))
        == []
    )
    (hit,) = laid("LIVE008", "", recorded="kind: Pod\nspec: {nodeName: elsewhere}")
    assert "not among the nodes" in hit.message
