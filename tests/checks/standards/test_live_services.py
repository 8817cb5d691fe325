"""LIVE: end points, names, variables, and what needs what."""

import pytest

from tests.checks.standards.asking import laid, severities

ENDS = "kind: EndpointSlice\nmetadata: {name: a, labels: {kubernetes.io/service-name: web-shop-test}}\nendpoints: [%s]"
POD = "kind: Pod\nmetadata: {name: web-shop-test-5d8f9-%d}\nstatus: {conditions: [{type: Ready, status: 'False'}]}"


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ("kind: Pod", []),
        ("kind: Endpoints\nmetadata: {name: web-shop-test}\nsubsets: null", [""]),
        ("kind: Endpoints\nmetadata: {name: web-shop-test}\nsubsets: [{notReadyAddresses: [{ip: 10.0.0.1}]}]", [""]),
        (ENDS % "", [""]),
        (ENDS % "{conditions: {ready: false}}", [""]),
        (ENDS % "{conditions: {ready: false}}, {conditions: {ready: true}}", []),
        (ENDS % "{addresses: [10.0.0.1]}", []),
        ("\n---\n".join(POD % index for index in range(4)), [""]),
        ("\n---\n".join(POD % index for index in range(3)), []),
        ("kind: Service\nmetadata: {creationTimestamp: '2026-01-02T00:00:00Z'}", ["info"]),
        ("kind: Service\nmetadata: {creationTimestamp: null}", []),
    ],
)
def test_end_points(recorded: str, expected: list[str]) -> None:
    assert severities(laid("LIVE005", "", recorded=recorded)) == expected


def test_names_that_no_test_was_told_are_asked_by_a_person() -> None:
    silent = "kind: Pod\nmetadata: {name: web-shop-test-connection-test}\nspec: {containers: [{args: [%s]}]}"
    for word, count in (
        ("web-shop-test", 0),
        ("http://web-shop-test:80/", 0),
        ("web-shop-test2", 1),
        ("a-web-shop-test", 1),
    ):
        hits = laid("LIVE005", silent % word, recorded="kind: Pod")
        assert len(hits) == count
        assert all(
            hit.message.endswith("-- sh -c 'nslookup web-shop-test && nslookup web-shop-test.shop'") for hit in hits
        )


def test_what_has_no_variables_cannot_miss_any() -> None:
    late = "kind: Service\nmetadata: {creationTimestamp: '2026-01-02T00:00:00Z'}"
    assert laid("LIVE005", "kind: Service\nspec: {clusterIP: None}", recorded=late) == []
    assert (
        laid("LIVE005", "kind: Deployment\nspec: {template: {spec: {enableServiceLinks: false}}}", recorded=late) == []
    )


NEEDS = "kind: {}\nspec: {{template: {{spec: {{containers: [{{env: [{{name: A, value: {}}}]{}}}]{}}}}}}}"
UNPROBED = ", readinessProbe: null"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (NEEDS.format("StatefulSet", "web-shop-test", "", ""), []),
        (NEEDS.format("StatefulSet", "web-shop-test", UNPROBED, ""), ["info"]),
        (NEEDS.format("StatefulSet", "web-shop-test2", UNPROBED, ""), []),
        (NEEDS.format("StatefulSet", "store-shop-test", UNPROBED, ""), []),
        (NEEDS.format("StatefulSet", "web-shop-test", f"{UNPROBED}, command: [wait-for, it]", ""), []),
        (NEEDS.format("StatefulSet", "web-shop-test", UNPROBED, ", initContainers: [{name: a, args: ['web-shop-test:80']}]"), []),
        (NEEDS.format("StatefulSet", "web-shop-test", UNPROBED, ", initContainers: [{name: a, args: [other]}]"), ["info"]),
        (NEEDS.format("Job", "web-shop-test", "", ""), []),
    ],
)  # fmt: skip
def test_who_needs_whom(objects: str, expected: list[str]) -> None:
    assert severities(laid("LIVE007", objects, recorded="kind: Pod")) == expected


def test_only_where_it_is_allowed_is_anything_taken_away() -> None:
    objects = NEEDS.format("StatefulSet", "web-shop-test", "", "")
    (hit,) = laid("LIVE007", objects, recorded="kind: Pod", settings={"disruptive": True})
    assert "kubectl --namespace shop scale --replicas=0 deployment/web-shop-test && " in hit.message
    assert "--replicas=4" in hit.message
    assert hit.message.endswith("kubectl --namespace shop rollout status statefulset/store-shop-test")
