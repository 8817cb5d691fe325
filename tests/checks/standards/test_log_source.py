"""LOG: hosts of syslog that templates write out."""

from time import perf_counter

import pytest

from tests.checks.standards.asking import written

POD = "kind: Pod\nspec:\n  containers:\n    - name: web\n      env:\n        - name: {}\n          value: {}\n"


def hosts(template: str) -> list[str]:
    return [hit.key.rpartition("/")[2] for hit in written("LOG002", {"templates/web.yaml": template})]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SYSLOG_HOST", '"logs.example.org:514"', ["logs.example.org"]),
        ("SYSLOG_HOST", "logs", ["logs"]),
        ("SYSLOG_SERVER", "10.0.0.1", ["10.0.0.1"]),
        ("SYSLOG", "logs.example.org", ["logs.example.org"]),
        ("SYSLOG_HOST", "{{ .Values.syslog.host | quote }}", []),
        ("SYSLOG_HOST", '"{{ .Values.syslog.host }}:514"', []),
        ("SYSLOG_HOST", "localhost", []),
        ("SYSLOG_HOST", "127.0.0.1:514", []),
        ("SYSLOG_FACILITY", "local0", []),
        ("SYSLOG_PORT", '"514"', []),
        ("SYSLOG_VERSION", "1.2", []),
        ("SYSLOG_ADDRESS", "0.0.0.0", []),
        ("TARGET", "syslog://logs", ["logs"]),
        ("TARGET", "syslog+tcp://logs.example.org:6514", ["logs.example.org"]),
        ("TARGET", "logs.example.org:514", ["logs.example.org"]),
        ("TARGET", "logs.example.org:5140", []),
        ("TARGET", "syslog://{{ .Values.host }}", []),
        ("TARGET", "logs.example.org", []),
    ],
)
def test_variables(name: str, value: str, expected: list[str]) -> None:
    assert hosts(POD.format(name, value)) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("kind: ConfigMap\ndata:\n  SYSLOG_HOST: logs\n", ["logs"]),
        (
            "kind: ConfigMap\ndata:\n  rsyslog.conf: |\n    *.* @@logs.example.org:514\n    *.* @127.0.0.1:514\n",
            ["logs.example.org"],
        ),
        ("kind: ConfigMap\ndata:\n  nginx.conf: |\n    access_log syslog:server=logs;\n", ["logs"]),
        ("kind: Pod\nspec:\n  containers:\n    - args: [--to, 'syslog://logs']\n", ["logs"]),
        ("kind: Service\nspec:\n  ports:\n    - port: 514\n", []),
        ("kind: Secret\nstringData:\n  SYSLOG_HOST: logs\n", []),
    ],
)
def test_where_they_are_looked_for(template: str, expected: list[str]) -> None:
    assert hosts(template) == expected


def test_long_texts_are_read_in_time_that_grows_with_them() -> None:
    start = perf_counter()
    for said in ("a" * 100_000, "a." * 50_000, "a-" * 50_000, "syslog://" * 10_000, "a:51" * 25_000):
        hosts(f"kind: ConfigMap\ndata:\n  a: {said}\n")
    assert perf_counter() - start < 10
