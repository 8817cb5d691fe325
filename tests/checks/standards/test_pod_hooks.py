"""POD: what containers do right after they start and right before they end."""

import json
from typing import Any

import pytest

from pipeline.checks.hit import Hit
from tests.checks.standards.asking import alone, severities


def asked(rule: str, hook: Any, **spec: Any) -> list[Hit]:
    name = {"POD008": "postStart", "POD009": "preStop"}[rule]
    container = {
        "name": "web", "command": ["serve", "--from", "/work/page"], "lifecycle": {name: hook},
        "volumeMounts": [{"name": "host", "mountPath": "/host"}, {"name": "work", "mountPath": "/work"}],
    }  # fmt: skip
    volumes = [{"name": "host", "hostPath": {"path": "/tmp"}}, {"name": "work", "emptyDir": {}}]
    body = {"kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [container], "volumes": volumes, **spec}}
    return alone(rule, json.dumps(body))


def shell(script: str) -> dict[str, Any]:
    return {"exec": {"command": ["sh", "-c", script]}}


@pytest.mark.parametrize(
    ("hook", "expected"),
    [
        (shell("manage migrate"), ["warning"]),
        ({"exec": {"command": ["manage", "migrate"]}}, ["warning"]),
        (shell("echo hello > /work/page"), ["warning"]),
        (shell("date | tee -a /work/page"), ["warning"]),
        (shell("cp /etc/page /work/page"), ["warning"]),
        (shell("cat /work/page > /work/other; cp /work/page /x"), [""]),
        (shell("echo > /dev/null"), [""]),
        (shell("warm || exit 1"), ["warning"]),
        (shell("warm; exit 0"), [""]),
        (shell("warm-cache &"), [""]),
        ({"httpGet": {"path": "/warm"}}, [""]),
        (["sh"], [""]),
        ({"exec": ["sh"]}, [""]),
        ({}, []),
        (None, []),
    ],
)
def test_post_start_does_nothing_that_counts(hook: Any, expected: list[str]) -> None:
    hits = asked("POD008", hook)
    assert severities(hits) == expected
    assert all(hit.message.startswith("to review: ") is not bool(hit.severity) for hit in hits)


@pytest.mark.parametrize(
    ("hook", "grace", "expected"),
    [
        (shell("mysqldump all > /backup/x.sql"), None, "warning"),
        (shell("/usr/bin/pg_dump x"), None, "warning"),
        (shell("run-backup.sh"), None, "warning"),
        (shell("rsync -a /work there:"), None, "warning"),
        (shell("redis-cli shutdown"), None, ""),
        (shell("sleep 30"), None, "warning"),
        (shell("sleep 29"), None, ""),
        (shell("sleep 20; nginx -s quit; sleep 10"), None, "warning"),
        (shell("sleep 1m"), 60, "warning"),
        (shell("sleep 1m"), 61, ""),
        (shell("sleep infinity"), 10_000, "warning"),
        (shell("sleep $TIME"), None, ""),
        (shell("sleep 30"), "60", "warning"),
        (shell("sleep 1"), 0, ""),
        ({"sleep": {"seconds": 30}}, None, "warning"),
        ({"sleep": {"seconds": 10**15}}, None, "warning"),
        ({"sleep": {"seconds": 5}}, None, ""),
        (shell("timeout -s KILL 45 drain"), None, "warning"),
        (shell("timeout 5 drain"), None, ""),
        (shell("drain --timeout=60s"), None, "warning"),
        (shell("curl --max-time 40 http://localhost/drain"), None, "warning"),
        (shell("curl --max-time 4 http://localhost/drain"), None, ""),
        (shell("date > /host/last.txt"), None, "warning"),
        (shell("date > /work/last.txt"), None, ""),
        (shell("date > /hostile"), None, ""),
        ({"httpGet": {"path": "/deregister"}}, None, ""),
    ],
)
def test_pre_stop_is_quick(hook: Any, grace: Any, expected: str) -> None:
    hits = asked("POD009", hook, **({} if grace is None else {"terminationGracePeriodSeconds": grace}))
    assert severities(hits) == [expected]
    assert hits[0].message.startswith("to review: ") is not bool(expected)


def test_what_is_no_hook_is_none() -> None:
    assert not asked("POD009", None)
    assert not alone("POD009", "kind: Pod\nmetadata: {name: a}\nspec: {containers: [{lifecycle: [preStop]}]}")
