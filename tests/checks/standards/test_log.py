"""LOG: files that logs go to, and formats that are chosen."""

import json
from time import perf_counter

import pytest

from tests.checks.standards.asking import alone

POD = "---\nkind: Pod\nmetadata: {{name: web}}\nspec: {{containers: [{}]}}\n"


def files(container: str) -> list[str]:
    return [hit.key for hit in alone("LOG001", POD.format(container))]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("server > /var/log/server.log 2>&1", ["/var/log/server.log"]),
        ("server >> server.log", ["server.log"]),
        ("server 2> /var/log/errors", ["/var/log/errors"]),
        ("server | tee -a /data/out.log x.txt", ["/data/out.log"]),
        ("server > /dev/stdout 2> /dev/stderr", []),
        ("server > /proc/1/fd/1", []),
        ("server > /data/result.csv", []),
        ("server > /dev/null", []),
        ("server --log-file=/a.log; server >> b.log > b.log", ["/a.log", "b.log"]),
        ("echo '> /var/log/x.log'", []),
    ],
)
def test_scripts(script: str, expected: list[str]) -> None:
    assert files(json.dumps({"command": ["sh", "-c", script]})) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("[server, --log-file=/var/log/x]", ["/var/log/x"]),
        ("[server, --log-file, out.log]", ["out.log"]),
        ("[server, -logfile, /a]", ["/a"]),
        ("[server, --error_log_path=/a]", ["/a"]),
        ("[server, --log-dir=/a, --log.file=/b]", ["/a", "/b"]),
        ("[server, --log-file=/dev/stdout, --logfile=-, --log-file=, --log-file]", []),
        ("[server, --catalog-file=/a, --log-level=/x, log-file=/x]", []),
        ("[1, null, {a: b}]", []),
    ],
)
def test_options(words: str, expected: list[str]) -> None:
    assert files(f"{{args: {words}}}") == expected


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ("{name: LOG_FILE, value: /data/app.log}", ["/data/app.log"]),
        ("{name: APP_LOGFILE, value: app.log}", ["app.log"]),
        ("{name: LOG_DIR, value: /logs}", ["/logs"]),
        ("{name: LOG_FILE, value: /dev/stderr}", []),
        ("{name: LOG_FILE, value: 'off'}", []),
        ("{name: LOG_FILE, valueFrom: {fieldRef: {}}}", []),
        ("{name: CATALOG_FILE, value: /x}", []),
        ("{name: LOG_FILE, value: 1}, null, {name: [x], value: /x}", []),
    ],
)
def test_variables(env: str, expected: list[str]) -> None:
    assert files(f"{{env: [{env}]}}") == expected


@pytest.mark.parametrize(
    ("mount", "volume", "count"),
    [
        ("mountPath: /var/log", "emptyDir: {}", 1),
        ("mountPath: /var/log/", "persistentVolumeClaim: {}", 1),
        ("mountPath: /var/log/app", "emptyDir: {}", 1),
        ("mountPath: /var/log, readOnly: true", "emptyDir: {}", 0),
        ("mountPath: /var/log", "hostPath: {}", 0),
        ("mountPath: /var/log", "configMap: {}", 0),
        ("mountPath: /var/logs", "emptyDir: {}", 0),
        ("mountPath: [/var/log]", "emptyDir: {}", 0),
    ],
)
def test_mounts(mount: str, volume: str, count: int) -> None:
    spec = f"{{volumeMounts: [{{name: logs, {mount}}}]}}], volumes: [{{name: logs, {volume}}}"
    assert len(files(spec)) == count


def formats(container: str, more: str = "", log_format: str = "") -> list[tuple[str, str]]:
    hits = alone("LOG004", POD.format(container) + more, log_format=log_format)
    return [
        (hit.path.removeprefix("/spec/containers/0"), "review" if "to review: " in hit.message else hit.key)
        for hit in hits
    ]


MAP = "---\nkind: ConfigMap\nmetadata: {name: m}\ndata: {LOG_FORMAT: text, other: x, LOG_ENCODING: JSON}\n"
REF = "{name: LOG_FORMAT, valueFrom: {configMapKeyRef: {name: %s, key: %s}}}"


@pytest.mark.parametrize(
    ("container", "expected"),
    [
        ("{env: [{name: LOG_FORMAT, value: json}, {name: APP_LOG_ENCODING, value: JSON}]}", []),
        ("{env: [{name: LOG_FORMAT, value: text}]}", [("/env/0", "LOG_FORMAT")]),
        ("{env: [{name: LOGFORMAT}]}", [("/env/0", "LOGFORMAT")]),
        ("{env: [{name: LOG_LEVEL, value: text}, {name: FORMAT, value: text}]}", []),
        ("{args: [--log-format=json, --log.format, json]}", []),
        ("{args: [--log-format=logfmt]}", [("/args/0", "--log-format")]),
        ("{args: [--log-format, text]}", [("/args/0", "--log-format")]),
        ("{args: [-log-format]}", [("/args/0", "-log-format")]),
        (f"{{env: [{REF % ('m', 'LOG_FORMAT')}]}}", [("/env/0", "LOG_FORMAT")]),
        (f"{{env: [{REF % ('m', 'LOG_ENCODING')}]}}", []),
        (f"{{env: [{REF % ('m', 'none')}]}}", [("/env/0", "review")]),
        (f"{{env: [{REF % ('none', 'x')}]}}", [("/env/0", "review")]),
        ("{env: [{name: LOG_FORMAT, valueFrom: {secretKeyRef: {}}}]}", [("/env/0", "review")]),
        ("{envFrom: [{configMapRef: {name: m}}]}", [("/envFrom/0", "LOG_FORMAT")]),
        ("{envFrom: [{configMapRef: {name: m}, prefix: X_}]}", [("/envFrom/0", "X_LOG_FORMAT")]),
        ("{envFrom: [{configMapRef: {name: m}}], env: [{name: LOG_FORMAT, value: json}]}", []),
        ("{envFrom: [null, {configMapRef: 1}, {secretRef: {name: m}}], env: {a: 1}}", []),
    ],
)
def test_formats(container: str, expected: list[tuple[str, str]]) -> None:
    assert formats(container, MAP) == expected
    assert formats(container, MAP, "^{") == []


def test_long_words_are_read_in_time_that_grows_with_them() -> None:
    start = perf_counter()
    for word in ("-" * 100_000, "--" + "log-" * 50_000 + "x", "--log-file=" + "\n" * 100_000):
        files(json.dumps({"args": [word]}))
    assert perf_counter() - start < 5
