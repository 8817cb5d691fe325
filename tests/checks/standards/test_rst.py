"""RST: scripts that outlive their program, and who starts pods again."""

import json
from time import perf_counter

import pytest

from tests.checks.standards.asking import alone, severities

POD = "kind: {kind}\nmetadata: {{name: web{hook}}}\nspec: {spec}\n"


def vector(*words: str, kind: str = "containers") -> list[str]:
    spec = json.dumps({kind: [{"name": "web", "command": words}]})
    return [hit.message for hit in alone("RST001", POD.format(kind="Pod", hook="", spec=spec))]


@pytest.mark.parametrize(
    ("script", "count"),
    [
        ("exec server", 0),
        ("while true; do server; sleep 1; done", 1),
        ("while :\ndo\n  server --port 80\ndone", 1),
        ("while [ 1 ]; do server; done", 1),
        ("while sleep 60; do backup; done", 1),
        ("set -e; mkdir -p /a; while true; do echo hello; sleep 5; done", 0),
        ("while true; do nc -z db 3306 && break; sleep 1; done; exec server", 0),
        ("while true; do if ask; then exec server; fi; done", 0),
        ("server & while true; do sleep 60; done", 1),
        ("until nc -z db 3306; do sleep 1; done; exec server", 0),
        ("until nc -z db 3306; do sleep 1; done", 0),
        ("until /opt/wait-for-db.sh; do sleep 1; done", 0),
        ("until server; do echo again; sleep 1; done", 1),
        ("while ! server; do sleep 1; done", 1),
        ("while ! setup; do sleep 1; done; exec server", 0),
        ("while read line; do use $line; done < list; server", 0),
        ("for i in 1 2; do while true; do server; done; done", 1),
        ("while true; do a; while true; do b; done; done", 2),
        ("while true; do server", 1),
        ("server || true", 1),
        ("server || :", 1),
        ("server; true", 0),
        ("rm -f /tmp/x || true; exec server", 0),
        ("echo hello || true", 0),
        ("server; sleep infinity", 1),
        ("server & sleep 365d", 1),
        ("server; sleep 5", 0),
        ("server && tail -f /dev/null", 1),
        ("server; tail -F /var/log/x", 0),
        ("tail -f /dev/null", 0),
        ("sleep infinity", 0),
        ("echo idle; sleep infinity", 0),
        ("supervisord -n", 1),
        ("exec /usr/bin/supervisord", 1),
        ("echo supervisord", 0),
        ("echo 'while true; do server; done'", 0),
        ("", 0),
        ("done; done; done", 0),
    ],
)
def test_scripts(script: str, count: int) -> None:
    assert len(vector("sh", "-c", script)) == count, vector("sh", "-c", script)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("server",), 0),
        (("supervisord", "-n"), 1),
        (("/sbin/tini", "--", "/usr/bin/supervisord"), 1),
        (("python3.11", "/usr/bin/supervisord"), 1),
        (("runsvdir", "/etc/service"), 1),
        (("forever", "app.js"), 1),
        (("server", "forever"), 0),
        (("pm2", "start", "app.js"), 1),
        (("pm2", "start", "app.js", "--no-daemon"), 0),
        (("pm2-runtime", "app.js"), 0),
        (("sleep", "365d"), 0),
        (("python", "-c", "while True: serve()"), 0),
    ],
)
def test_vectors(words: tuple[str, ...], count: int) -> None:
    assert len(vector(*words)) == count


def test_only_what_goes_on_running_is_looked_at() -> None:
    loop = ("sh", "-c", "while true; do server; done")
    assert vector(*loop, kind="initContainers") == []
    spec = {"containers": [{"args": ["-c", loop[2]]}]}
    assert [hit.path for hit in alone("RST001", POD.format(kind="Pod", hook="", spec=spec))] == [
        "/spec/containers/0/args/1"
    ]
    for kind, hook in (("Pod", ", annotations: {helm.sh/hook: test}"), ("Job", "")):
        body = {"template": {"spec": spec}} if kind == "Job" else spec
        assert alone("RST001", POD.format(kind=kind, hook=hook, spec=body)) == []


@pytest.mark.parametrize(
    ("kind", "policy", "hook", "expected"),
    [
        ("Deployment", "Always", "", []),
        ("Deployment", "null", "", []),
        ("Deployment", "Never", "", [""]),
        ("StatefulSet", "OnFailure", "", [""]),
        ("DaemonSet", "[Never]", "", [""]),
        ("Job", "Never", "", []),
        ("Pod", "Always", "", []),
        ("Pod", "Never", "", ["info"]),
        ("Pod", "OnFailure", "", []),
        ("Pod", "Never", ", annotations: {helm.sh/hook: pre-install}", []),
    ],
)
def test_restart_policies(kind: str, policy: str, hook: str, expected: list[str]) -> None:
    spec = f"{{restartPolicy: {policy}}}"
    body = spec if kind == "Pod" else f"{{template: {{spec: {spec}}}}}"
    assert severities(alone("RST002", POD.format(kind=kind, hook=hook, spec=body))) == expected


def test_long_scripts_are_read_in_time_that_grows_with_them() -> None:
    start = perf_counter()
    for script in (
        "a;" * 20_000,
        "until " + "a" * 50_000 + "; do b; done",
        "until " + "wait" * 10_000 + "!; do b; done",
    ):
        vector("sh", "-c", script)
    assert perf_counter() - start < 5
