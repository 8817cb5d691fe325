"""PSP: as whom containers run, and what they may do."""

from typing import Any

import pytest

from tests.checks.standards.asking import alone, severities

POD = "kind: Pod\nmetadata: {name: web}\nspec: {%s}"


def one(rule: str, context: str, **settings: Any) -> list[str]:
    return severities(alone(rule, POD % f"containers: [{{name: web, securityContext: {context}}}]", **settings))


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ("{allowPrivilegeEscalation: true}", [""]),
        ("{allowPrivilegeEscalation: false}", []),
        ("{}", ["info"]),
        ("null", ["info"]),
        ("{privileged: true}", []),
        ("{allowPrivilegeEscalation: false, capabilities: {add: [SYS_ADMIN]}}", [""]),
        ("{allowPrivilegeEscalation: false, capabilities: {add: [NET_ADMIN, cap_sys_admin]}}", [""]),
        ("{allowPrivilegeEscalation: true, capabilities: {add: [CAP_SYS_ADMIN]}}", ["", ""]),
        ("{allowPrivilegeEscalation: false, capabilities: {add: SYS_ADMIN}}", []),
    ],
)
def test_escalation(context: str, expected: list[str]) -> None:
    assert one("PSP002", context) == expected


@pytest.mark.parametrize(
    ("pods", "own", "expected"),
    [
        ("{}", "{}", [""]),
        ("null", "null", [""]),
        ("{}", "{runAsNonRoot: false}", [""]),
        ("{}", "{runAsUser: 0}", ["error"]),
        ("{}", "{runAsNonRoot: true, runAsUser: 0}", ["error"]),
        ("{}", "{runAsUser: 1000}", []),
        ("{}", "{runAsNonRoot: true}", []),
        ("{runAsNonRoot: true}", "{}", []),
        ("{runAsNonRoot: true}", "{runAsNonRoot: false}", [""]),
        ("{runAsUser: 0}", "{}", ["error"]),
        ("{runAsUser: 0}", "{runAsUser: 1000}", []),
        ("{runAsUser: 1000}", "{runAsUser: 0}", ["error"]),
        ("{runAsUser: 1000}", "{runAsNonRoot: false}", []),
        ("{}", "{runAsUser: false}", [""]),
        ("{}", "{runAsUser: '1000'}", [""]),
    ],
)
def test_not_root(pods: str, own: str, expected: list[str]) -> None:
    spec = f"securityContext: {pods}, containers: [{{name: web, securityContext: {own}}}]"
    assert severities(alone("PSP006", POD % spec)) == expected


def test_root_by_the_pod_is_said_of_each_container() -> None:
    hits = alone(
        "PSP006", POD % "securityContext: {runAsUser: 0}, containers: [{name: a}], initContainers: [{name: b}]"
    )
    assert [(hit.path, hit.key) for hit in hits] == [("/spec/securityContext/runAsUser", name) for name in "ab"]


@pytest.mark.parametrize(
    ("context", "is_asked", "expected"),
    [
        ("{readOnlyRootFilesystem: true}", True, []),
        ("{readOnlyRootFilesystem: false}", False, [""]),
        ("{}", False, [""]),
        ("{}", True, ["error"]),
    ],
)
def test_read_only_root(context: str, is_asked: bool, expected: list[str]) -> None:
    assert one("PSP009", context, read_only_root=is_asked) == expected


@pytest.mark.parametrize(
    ("given", "permitted", "expected"),
    [
        ("{drop: [ALL]}", (), []),
        ("{drop: [all]}", (), []),
        ("{drop: [NET_RAW]}", (), ["info"]),
        ("null", (), ["info"]),
        ("{drop: [ALL], add: [NET_ADMIN]}", (), [""]),
        ("{drop: [ALL], add: [CAP_NET_ADMIN]}", ("NET_ADMIN",), []),
        ("{drop: [ALL], add: [net_admin]}", ("CAP_NET_ADMIN",), []),
        ("{drop: [ALL], add: [ALL, NET_ADMIN]}", ("NET_ADMIN",), [""]),
        ("{drop: [ALL], add: [null, 1, [x]]}", (), []),
        ("{drop: ALL, add: NET_ADMIN}", (), ["info"]),
    ],
)
def test_capabilities(given: str, permitted: tuple[str, ...], expected: list[str]) -> None:
    assert one("PSP010", f"{{capabilities: {given}}}", capabilities=permitted) == expected
