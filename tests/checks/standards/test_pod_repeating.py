"""POD: what initContainers do, which run again whenever their pod restarts."""

import json

import pytest

from tests.checks.standards.asking import alone

MKDIR, FIFO, LINK = "mkdir without -p", "mkfifo without a test", "ln -s without -f"
CLONE, TABLE, INSERT = (
    "git clone into a folder that may be there",
    "CREATE TABLE without IF NOT EXISTS",
    "INSERT without a guard",
)


def pod(script: str, *mounts: str) -> str:
    volumes = [{"name": "work", "emptyDir": {}}, {"name": "data", "persistentVolumeClaim": {"claimName": "x"}}]
    body = {
        "command": ["sh", "-c", script], "volumeMounts": [{"name": name, "mountPath": f"/{name}"} for name in mounts],
    }  # fmt: skip
    spec = {"volumes": volumes, "initContainers": [body], "containers": [body]}
    return json.dumps({"kind": "Pod", "metadata": {"name": "web"}, "spec": spec})


@pytest.mark.parametrize(
    ("script", "keys"),
    [
        ("mkfifo /pod-data/pipe", [FIFO]),
        ("test -p /pod-data/pipe || mkfifo /pod-data/pipe", []),
        ("mkfifo /p || true", []),
        ("[ ! -p /p ] && mkfifo /p", []),
        ("cd /p && mkfifo p", [FIFO]),
        ("if [ ! -p /p ]; then\n  mkfifo /p\nfi", []),
        ("if [ -p /p ]; then echo; fi; mkfifo /p", [FIFO]),
        ("[ -d /p ] || { mkdir /p; ln -s a b; }", []),
        ("f() { mkdir /p; }; f", [MKDIR]),
        ("rm -rf /p; mkdir /p", []),
        ("rm -rf /p/*; mkdir /p/a /p/b", []),
        ("rm -rf /q; mkdir /p", [MKDIR]),
        ("mkdir -p /p; mkdir -pm 755 /q; mkdir --parents /r", []),
        ("mkdir -m 755 /p; mkdir /q", [MKDIR]),
        ("ln -s a b", [LINK]),
        ("ln -sf a b; ln -sfn a b; ln -s --force a b; ln a b", []),
        ("git clone https://example.org/x /x", [CLONE]),
        ("git clone https://example.org/x $(mktemp -d)", []),
        ("git -C /x pull || git clone https://example.org/x /x", []),
        ("git pull", []),
        ("psql -c 'create  table a (b int)'", [TABLE]),
        ("psql -c 'create table  if  not exists a (b int)'", []),
        ("mysql -e 'CREATE DATABASE a'", ["CREATE DATABASE without IF NOT EXISTS"]),
        ("psql -lqt | grep -qw a || psql -c 'CREATE DATABASE a'", []),
        ("psql -c 'INSERT INTO a VALUES (1)'", [INSERT]),
        ("psql -c 'INSERT INTO a VALUES (1) ON CONFLICT DO NOTHING'", []),
        ("mysql -e 'INSERT IGNORE INTO a VALUES (1)'", []),
        ("psql <<E\nCREATE TABLE a;\nINSERT INTO a VALUES (1);\nE", [TABLE, INSERT]),
        ("psql -c '\\d a' || psql <<E\nCREATE TABLE a;\nE", []),
        ("echo a >> /log", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_cannot_run_twice_is_found(script: str, keys: list[str]) -> None:
    assert [hit.key for hit in alone("POD007", pod(script))] == keys


@pytest.mark.parametrize(
    ("script", "keys"),
    [
        ("mkdir /work/a", [MKDIR]),
        ("mkdir /tmp/a", []),
        ("mkdir /tmp/a /work/a", [MKDIR]),
        ("mkdir a", [MKDIR]),
        ("ln -s /work/a /usr/bin/a", []),
        ("ln -s /usr/bin/a /work/a", [LINK]),
        ("git clone https://example.org/x", [CLONE]),
        ("echo a >> /work/log", []),
        ("echo a >> /data/log", ["appends to '/data/log'"]),
        ("echo a >>/data/log 2>&1", ["appends to '/data/log'"]),
        ("grep a /data/log || echo a >> /data/log", []),
        ("echo a > /data/log", []),
    ],
)
def test_what_lies_in_no_volume_is_new_each_time(script: str, keys: list[str]) -> None:
    assert [hit.key for hit in alone("POD007", pod(script, "work", "data"))] == keys


def test_a_claim_of_a_stateful_set_outlives_its_pod() -> None:
    body = '{"command": [sh, -c, "echo a >> /x/log"], volumeMounts: [{name: claimed, mountPath: /x}]}'
    text = "kind: StatefulSet\nmetadata: {name: a}\nspec: {template: {spec: {initContainers: [%s]}}}"
    assert len(alone("POD007", text % body)) == 1


def test_a_command_without_a_shell_is_read_too() -> None:
    text = "kind: Pod\nmetadata: {name: a}\nspec: {initContainers: [{command: [mkfifo], args: [/p]}]}"
    (hit,) = alone("POD007", text)
    assert (hit.path, hit.key) == ("/spec/initContainers/0/command/0", FIFO)


@pytest.mark.parametrize(
    "script", ["mkdir /work/a; " * 10_000, "CREATE" + " " * 100_000 + "TABLE", "rm -rf /a; mkdir /b; " * 1_000]
)
def test_long_scripts_take_no_time(script: str) -> None:
    assert len(alone("POD007", pod(script))) <= 1
