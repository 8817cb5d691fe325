"""What kube-score finds by the checks that our rules mirror is what we find, in the examples of the rule; else it is said why."""

from dataclasses import dataclass, field

import pytest

from tests.peers.mirrors import named
from tests.peers.scoring import examples, ours, theirs

MIRRORED = tuple(named("kube-score"))
WEB, TEST = "Deployment/web-shop-test", "Pod/web-shop-test-connection-test"
Found = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Why, and what only one of the two finds in an example: its name -> objects or files."""

    reason: str
    theirs: Found = field(default_factory=dict)
    ours: Found = field(default_factory=dict)


DIFFERENCES = {
    ("API007", "deployment-pod-selector-labels-match-template-metadata-labels"): Difference(
        "it looks at Deployments, we at every workload that has a selector",
        ours={"bad": {"DaemonSet/watch-shop-test"}},
    ),
    ("CTRL004", "cronjob-restartpolicy"): Difference(
        "it looks at CronJobs, we also at bare Pods that end",
        ours={"bad": {"Pod/device-shop-test"}},
    ),
    ("IMG005", "container-image-pull-policy"): Difference(
        "it demands Always, we that an environment can say it",
        theirs={"bad": {WEB}, "good": {WEB, TEST}, "blameless": {WEB, TEST}},
        ours={"bad": {"templates/tests/web-connection-test.yaml"}},
    ),
    ("META009", "label-values"): Difference(
        "it reads no ConfigMaps, we the labels of every object",
        ours={"bad": {"ConfigMap/web-shop-test"}},
    ),
    ("NET001", "pod-networkpolicy"): Difference(
        "it wants policies for what leaves a pod as well, and for tests; we for what listens",
        theirs={"bad": {TEST}, "good": {WEB, TEST}, "blameless": {WEB, TEST}},
    ),
    ("NET002", "networkpolicy-targets-pod"): Difference(
        "it accepts a policy that selects every pod of the namespace, we want it to name a component",
        ours={"bad": {"NetworkPolicy/web-shop-test"}},
    ),
    ("PSP006", "container-security-context-user-group-id"): Difference(
        "it wants users and groups from 10000 on, we any that is not root",
        theirs={"bad": {TEST}, "good": {WEB, TEST}, "blameless": {WEB, TEST}},
    ),
    ("REF008", "networkpolicy-targets-pod"): Difference(
        "it looks at NetworkPolicies, we also at PodDisruptionBudgets",
        ours={"bad": {"PodDisruptionBudget/web-shop-test"}},
    ),
    ("REF009", "statefulset-has-servicename"): Difference(
        "our rule is of StatefulSets and of autoscalers, the example of the latter; horizontalpodautoscaler-has-target finds it",
        ours={"bad": {"HorizontalPodAutoscaler/web-shop-test"}},
    ),
    ("SVC004", "service-targets-pod"): Difference(
        "it asks whether any pod is selected, we by which labels",
        ours={"bad": {"Service/web-shop-test"}},
    ),
}


@pytest.mark.parametrize(("rule", "check"), MIRRORED)
def test_kube_score_finds_what_we_find(rule: str, check: str) -> None:
    found: dict[str, tuple[set[str], set[str]]] = {
        name: (theirs(check, example), ours(rule, example)) for name, example in examples(rule).items()
    }
    said = DIFFERENCES.get((rule, check), Difference(""))
    assert {name: them - us for name, (them, us) in found.items() if them - us} == said.theirs
    assert {name: us - them for name, (them, us) in found.items() if us - them} == said.ours


def test_differences_are_of_checks_that_are_mirrored() -> None:
    assert set(MIRRORED) >= DIFFERENCES.keys()
