"""CFG: where the configuration of a container comes from, as it is rendered."""

import json

import pytest

from tests.checks.standards.asking import alone

POD = "kind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, %s}]}"
MAP = "kind: ConfigMap\nmetadata: {name: web}\ndata: %s"


@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("echo 'a=1' > /etc/app/app.ini; exec app", ["/etc/app/app.ini"]),
        ("printf 'a' >> \"/etc/app.conf\"", ["/etc/app.conf"]),
        ("cat > /etc/app.yaml <<EOF\na: 1\nEOF\nexec app", ["/etc/app.yaml"]),
        ("cat <<'EOF' > /etc/app.yml\na: 1\nEOF", ["/etc/app.yml"]),
        ("echo a | tee -a /etc/app.properties", ["/etc/app.properties"]),
        ("/bin/echo a > /a.json && echo b > /b.xml", ["/a.json", "/b.xml"]),
        ("echo a > /a.cfg; echo b >> /a.cfg", ["/a.cfg"]),
        ("cat /config/app.ini > /etc/app.ini", []),
        ("sed s/a/b/ /config/app.ini > /etc/app.ini", []),
        ("echo started > /tmp/ready", []),
        ("echo writes > into; app --config /etc/app.ini", []),
        ("echo 'a > /etc/app.ini'", []),
        ("app --x=1 > /var/log/app.json", []),
    ],
)
def test_configuration_that_commands_write_is_found(script: str, files: list[str]) -> None:
    assert [hit.key for hit in alone("CFG001", POD % f"command: [sh, -c, {json.dumps(script)}]")] == files


@pytest.mark.parametrize(
    ("value", "is_text"),
    [
        ('"' + 256 * "a" + '"', False),
        ('"' + 257 * "a" + '"', True),
        (r'"a\nb"', True),
        (r'"a\n"', False),
        ("[a, b]", False),
        ("null", False),
        ("5", False),
    ],
)
def test_variables_hold_no_files(value: str, is_text: bool) -> None:
    assert len(alone("CFG001", POD % f"env: [{{name: A, value: {value}}}]")) == is_text


def test_how_long_a_variable_may_be_is_a_setting() -> None:
    assert alone("CFG001", POD % "env: [{name: A, value: abc}]", env_length=3) == []
    assert len(alone("CFG001", POD % "env: [{name: A, value: abcd}]", env_length=3)) == 1


@pytest.mark.parametrize(
    ("container", "volumes", "is_told"),
    [
        ("env: [{name: A}]", "[]", False),
        ("envFrom: [{}]", "[]", False),
        ("volumeMounts: [{name: a}]", "[{name: a, configMap: {name: b}}]", False),
        ("volumeMounts: [{name: a}]", "[{name: a, projected: {}}]", False),
        ("volumeMounts: [{name: a}]", "[{name: a, emptyDir: {}}]", True),
        ("volumeMounts: [{name: b}]", "[{name: a, secret: {}}]", True),
        ("volumeMounts: [{name: [a]}, null]", "[null, {name: [a], secret: {}}]", True),
        ("env: []", "null", True),
    ],
)
def test_a_container_takes_configuration(container: str, volumes: str, is_told: bool) -> None:
    pod = f"kind: Pod\nmetadata: {{name: web}}\nspec: {{containers: [{{{container}}}], initContainers: [{{}}], volumes: {volumes}}}"
    assert len(alone("CFG003", pod)) == is_told


def test_tests_need_no_configuration() -> None:
    test = "metadata: {name: a, annotations: {helm.sh/hook: test}}"
    assert alone("CFG003", f"kind: Pod\n{test}\nspec: {{containers: [{{}}]}}") == []
    assert alone("CFG003", f"kind: ConfigMap\n{test}\ndata: {{a.xml: b}}") == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ('{settings.xml: "<a/>"}', ["/data/settings.xml"]),
        ('{settings.ini: "[a]", SETTINGS.YML: "", LOG_LEVEL: info}', []),
        ("{server.insecure: 'true', application.instanceLabelKey: a}", []),
        (r'{server.insecure: "a\nb"}', ["/data/server.insecure"]),
        ("{.htaccess: a, a/b.sh: c}", ["/data/a~1b.sh"]),
        ("{1: 2, a.sh: null}", ["/data/a.sh"]),
        ("[a.xml]", []),
        ("null", []),
    ],
)
def test_files_of_other_formats_are_told(data: str, told: list[str]) -> None:
    assert [hit.path for hit in alone("CFG003", MAP % data)] == told


@pytest.mark.parametrize(
    ("mount", "is_told"),
    [
        ("{name: a, readOnly: true}", False),
        ("{name: a}", True),
        ("{name: a, readOnly: 'true'}", True),
        ("{name: d}", False),
        ("{name: {a: b}}", False),
        ("null", False),
    ],
)
def test_mounts_of_configuration_are_read_only(mount: str, is_told: bool) -> None:
    volumes = "[{name: a, configMap: {}}, {name: b, secret: {}}, {name: c, projected: {}}, {name: d, emptyDir: {}}, 5]"
    pod = f"kind: Pod\nmetadata: {{name: web}}\nspec: {{containers: [{{volumeMounts: [{mount}]}}], volumes: {volumes}}}"
    assert len(alone("CFG008", pod)) == is_told
