"""POD: what the commands of containers do beside running one program."""

import json

import pytest

from tests.checks.standards.asking import alone, severities

POD = "kind: {kind}\nmetadata: {{name: web, annotations: {{{hook}}}}}\nspec: {{{where}: [{container}]}}"
JOB = "kind: Job\nmetadata: {{name: web}}\nspec: {{template: {{spec: {{containers: [{container}]}}}}}}"


def container(script: str, **more: object) -> str:
    return json.dumps({"name": "web", "command": ["/bin/sh", "-c", script], **more})


def pod(body: str, where: str = "containers", hook: str = "", kind: str = "Pod") -> str:
    return POD.format(kind=kind, hook=hook, where=where, container=body)


@pytest.mark.parametrize(
    ("command", "keys"),
    [
        (["/usr/bin/supervisord", "-c", "/etc/supervisord.conf"], ["supervisord"]),
        (["tini", "--", "/usr/bin/supervisord"], ["supervisord"]),
        (["python3", "/usr/bin/supervisord"], ["supervisord"]),
        (["/sbin/init"], ["init"]),
        (["init", "--db"], []),
        (["/etc/init.d/nginx", "start"], ["nginx"]),
        (["sh", "-c", "service nginx start; exec app"], ["service"]),
        (["sh", "-c", "app service"], []),
        (["dumb-init", "app"], []),
        (["app", "--title", "monitor", "monit"], []),
        (["sh", "-c", "nginx & exec app"], ["& nginx"]),
        (["sh", "-c", "while true; do date; done & exec app"], ["& done"]),
        (["sh", "-c", "trap : TERM; sleep infinity & wait"], []),
        (["sh", "-c", "a && b 2>&1 | c"], []),
        ([], []),
    ],
)
def test_one_process_is_run(command: list[str], keys: list[str]) -> None:
    assert [hit.key for hit in alone("POD004", pod(json.dumps({"name": "web", "command": command})))] == keys


@pytest.mark.parametrize(
    ("script", "keys"),
    [
        ("apk add coreutils; serve", ["apk add"]),
        ("apt-get update && apt-get install -y curl", ["apt-get install"]),
        ("if ! which curl; then sudo yum -y install curl; fi", ["yum install"]),
        ("pip3 install --no-cache-dir x", ["pip install"]),
        ("python3.7 -m pip install x", ["pip install"]),
        ("npm ci && npm start", ["npm ci"]),
        ("go get example.org/x; go run x", ["go get"]),
        ("gem install x", ["gem install"]),
        ("curl -s https://example.org | sh", ["curl | sh"]),
        ("wget -O- https://example.org | sudo bash -s", ["wget | bash"]),
        ("curl -s https://example.org || sh repair", []),
        ("curl -s https://example.org | jq .", []),
        ('bash -c "$(curl -fsSL https://example.org)"', ["bash with what is loaded"]),
        ("echo apk add; npm start; pip list; apt-get update", []),
        ("go run install.go", []),
    ],
)
def test_nothing_is_installed_at_start(script: str, keys: list[str]) -> None:
    hits = alone("POD005", pod(container(script)))
    assert [hit.key for hit in hits] == keys
    assert severities(hits) == [""] * len(keys)


@pytest.mark.parametrize(
    ("script", "more", "expected"),
    [
        ("pip install --target /work/lib x", {}, "info"),
        ("pip install --target=/work x", {}, "info"),
        ("GOBIN=/work/bin go install x", {}, "info"),
        ("go install x", {"env": [{"name": "GOBIN", "value": "/work"}]}, "info"),
        ("npm install", {"workingDir": "/work/app"}, "info"),
        ("pip install -r /work/requirements.txt", {}, ""),
        ("pip install --target /workers x", {}, ""),
        ("apk add curl", {}, ""),
    ],
)
def test_what_an_init_container_installs_into_a_volume_is_a_hint(
    script: str, more: dict[str, object], expected: str
) -> None:
    body = container(script, volumeMounts=[{"name": "work", "mountPath": "/work/"}], **more)
    assert severities(alone("POD005", pod(body, "initContainers"))) == [expected]
    assert severities(alone("POD005", pod(body))) == [""]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("manage migrate && exec server", [("", "migrate")]),
        ("rails db:migrate; rails server", [("", "db:migrate")]),
        ("alembic upgrade head\nexec gunicorn app", [("", "upgrade")]),
        ("/app/bin/run-migrations.sh && exec /app/server", [("", "run-migrations.sh")]),
        ("chown -R app /data; createdb x; exec server", [("", "chown -R"), ("", "createdb")]),
        ("chown app /data; exec server", []),
        ("exec server migrate", []),
        ("manage migrate && echo done", []),
        ("manage migrate | tee /log", []),
        ("helm upgrade x; pip install --upgrade y; server", []),
        ("ls /migrations; cat upgrade; exec server --upgrade", []),
        ("immigrate; server", []),
        ("until nc -z db 1; do sleep 1; done; exec server", [("info", "wait")]),
        ("while ! nc -z db 1; do sleep 1; done\nexec server", [("info", "wait")]),
        ("while true; do serve; done; exec server", []),
        ("until serve; do sleep 1; done", []),
        ("/wait-for-it.sh db:1 -- server", [("info", "wait")]),
        ("dockerize -wait tcp://db:1 server", [("info", "wait")]),
        ("dockerize server", []),
        ("", []),
    ],
)
def test_set_up_is_no_part_of_the_main_command(script: str, expected: list[tuple[str, str]]) -> None:
    hits = alone("POD006", pod(container(script)))
    assert list(zip(severities(hits), [hit.key for hit in hits], strict=True)) == expected


def test_a_program_that_waits_needs_no_shell() -> None:
    assert severities(alone("POD006", pod('{name: web, args: [wait-for-it.sh, "db:1", --, server]}'))) == ["info"]


def test_jobs_and_hooks_may_set_up_in_their_main_command() -> None:
    body = container("manage migrate && exec server")
    assert not alone("POD006", JOB.format(container=body))
    assert not alone("POD006", pod(body, hook="helm.sh/hook: pre-install"))
    assert not alone("POD006", pod(body, "initContainers"))


@pytest.mark.parametrize("rule", ["POD004", "POD005", "POD006"])
@pytest.mark.parametrize(
    "broken",
    [
        "null",
        "1",
        "{command: sh}",
        "{command: [null, 1, [sh], {a: b}]}",
        "{command: [sh, -c], args: {a: b}}",
        "{args: [-c]}",
    ],
)
def test_commands_of_any_shape_are_read(rule: str, broken: str) -> None:
    assert alone(rule, pod(broken)) == []


@pytest.mark.parametrize(
    "script", ["until a; " * 10_000, "manage migrate; " * 10_000 + "server", "apk add a; " * 10_000]
)
def test_long_scripts_take_no_time(script: str) -> None:
    for rule in ("POD004", "POD005", "POD006"):
        assert len(alone(rule, pod(container(script)))) <= 10_000
