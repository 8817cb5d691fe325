"""SEC: what gives access, as it is rendered."""

import json
import time

import pytest

from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.release import Context, release_of
from tests.checks.standards.asking import alone

POD = "kind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, %s}]}"
KEY = "-----BEGIN PRIVATE KEY-----"
CERTIFICATE = "-----BEGIN CERTIFICATE-----"


@pytest.mark.parametrize(
    ("env", "found"),
    [
        ("[{name: DB_PASSWORD, value: hunter2}]", ["DB_PASSWORD"]),
        ("[{name: DB_PASSWORD, value: 1234}]", ["DB_PASSWORD"]),
        ("[{name: DB_PASSWORD, value: ''}, {name: API_KEY, value: null}, {name: TOKEN}]", []),
        ("[{name: DB_PASSWORD, value: $(OTHER)}, {name: TOKEN, value: /run/token}]", []),
        ("[{name: DB_PASSWORD_FILE, value: a}, {name: PWD, value: a}]", []),
        ("[{name: ALLOW_EMPTY_PASSWORD, value: 'yes'}, {name: USE_TOKEN, value: a}]", []),
        ("[{name: DB_USER, value: me}]", []),
        (
            "[{name: DB_USER, value: me}, {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: a, key: b}}}]",
            ["DB_USER"],
        ),
        (f"[{{name: X, value: '{CERTIFICATE} a'}}]", ["X"]),
        ("[{name: TOKEN, valueFrom: {configMapKeyRef: {name: a, key: b}}}]", ["TOKEN"]),
        ("[{name: LEVEL, valueFrom: {configMapKeyRef: {name: a, key: b}}}]", []),
        ("[{name: TOKEN, valueFrom: {secretKeyRef: {name: a, key: b}}}]", []),
        ("[null, 5, {name: [TOKEN], value: a}, {value: a}, {name: TOKEN, valueFrom: a, value: [b]}]", []),
        ("{name: TOKEN, value: a}", []),
        ("null", []),
    ],
)
def test_variables_take_credentials_from_secrets(env: str, found: list[str]) -> None:
    hits = alone("SEC001", POD % f"env: {env}")
    assert [hit.key for hit in hits] == found
    assert not any("hunter2" in hit.message for hit in hits)


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("PASSWORD", "hunter2", ["name"]),
        ("db.rootpw", "hunter2", ["name"]),
        ("PASSWORD_FILE", "hunter2", []),
        ("PASSWORD", "", []),
        ("PASSWORD", "${PASSWORD}", []),
        ("password-policy.json", "{}", []),
        ("tls.key", "a", ["store"]),
        ("trust.jks", "", ["store"]),
        ("a.txt", KEY, ["PEM"]),
        ("a.crt", CERTIFICATE, ["PEM"]),
        ("ca.crt", CERTIFICATE, []),
        ("ca-bundle.pem", CERTIFICATE, []),
        ("service-ca.crt", CERTIFICATE, []),
        ("ca.crt", KEY, ["PEM"]),
        ("db.ini", "[db]\nhost=a\npassword=hunter2\n", ["password"]),
        ("db.yaml", "db:\n  user: a\n  - password: 'hunter2' # mine", ["password"]),
        ("db.json", '{\n  "apiKey": "hunter2",\n  "a": 1\n}', ["apiKey"]),
        ("a.sh", "export TOKEN=hunter2;\nPASSWORD=$(cat /a)\nSECRET=${A}", ["TOKEN"]),
        ("a.py", 'password = get_password()\ntoken = os.environ["TOKEN"]', []),
        ("a.properties", "password=\ntoken = \nsecret=''\napi.key = /run/key", []),
        ("a.yaml", "password:\n  secretKeyRef: a\ntoken: |\n  a\nsecret: *a\ncertificate: {a: b}", []),
        ("a.yaml", "tokenTTL: 30m\nsecretName: a\nmax_tokens: 4096\nenable_token: true", []),
        ("a.txt", "The password: choose a long one\n# password=hunter2", []),
        ("a.txt", "password == hunter2", []),
        ("a.ini", "a_token=x\nb_token=y\na_token=z", ["a_token", "b_token"]),
    ],
)
def test_configmaps_hold_no_credentials(key: str, value: str, found: list[str]) -> None:
    hits = alone("SEC002", f"kind: ConfigMap\nmetadata: {{name: a}}\ndata: {{{json.dumps(key)}: {json.dumps(value)}}}")
    assert [hit.key for hit in hits] == found
    assert not any("hunter2" in hit.message for hit in hits)


@pytest.mark.parametrize("data", ["null", "[a]", "5", "{a: null, b: [c], d: {e: f}, g: 5}"])
def test_configmaps_of_any_shape_are_read(data: str) -> None:
    assert alone("SEC002", f"kind: ConfigMap\nmetadata: {{name: a}}\ndata: {data}\nbinaryData: {data}") == []


def test_binary_data_is_judged_by_its_name() -> None:
    (hit,) = alone("SEC002", "kind: ConfigMap\nmetadata: {name: a}\nbinaryData: {a/b.p12: AAAA}")
    assert hit.path == "/binaryData/a~1b.p12"


@pytest.mark.parametrize(
    "line", ["password=a" + " " * 100_000 + "x", " " * 100_000 + "password", "password=" + "a" * 100_000 + "("]
)
def test_no_line_takes_long(line: str) -> None:
    """Blanks behind a value could be divided in many ways."""
    began = time.perf_counter()
    assert alone("SEC002", f"kind: ConfigMap\nmetadata: {{name: a}}\ndata: {{a: {json.dumps(line)}}}") == []
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--db-password=hunter2"], ["--db-password"]),
        (["--token", "hunter2"], ["--token"]),
        (["-Dapi.key=hunter2"], ["-Dapi.key"]),
        (["--db-password=$(DB_PASSWORD)", "--token", "$(TOKEN)", "--secret=${A}", "--api-key", "--verbose"], []),
        (["--password-file=/a", "--password-stdin", "host", "--tls-cert=a", "--token-ttl=5"], []),
        (["mysql", "-uroot", "-phunter2"], ["-p"]),
        (["/usr/bin/mysqladmin", "-p$(PASSWORD)"], []),
        (["ssh", "-p2222"], []),
        (["postgres://me:hunter2@db/shop"], ["a URL with a password"]),
        (["postgres://me:$(PASSWORD)@db/shop", "http://db:5432/a@b"], []),
        (["curl", "-H", "Authorization: Bearer hunter2"], ["an Authorization header"]),
        (["curl", "-H", "Authorization: Bearer $TOKEN", "-H", "authorization:"], []),
        (["sh", "-c", "mysql -phunter2 && PGPASSWORD=hunter2 psql; exec app --token=$TOKEN"], ["-p", "PGPASSWORD"]),
        (["sh", "-c", 'mysql -p"$PASSWORD" -e "select 1"'], []),
        (["sh", "-ec", "curl -H 'Authorization: Basic hunter2' https://me:hunter2@a/"], ["an Authorization header", "a URL with a password"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "place",
    ["args: %s", "command: %s", "livenessProbe: {exec: {command: %s}}", "lifecycle: {preStop: {exec: {command: %s}}}"],
)
def test_command_lines_name_no_credentials(place: str, words: list[str], found: list[str]) -> None:
    hits = alone("SEC003", POD % (place % json.dumps(words)))
    assert sorted(hit.key for hit in hits) == sorted(found)
    assert not any("hunter2" in hit.message for hit in hits)


def test_the_word_is_pointed_to() -> None:
    container = (
        "command: [mysql], args: [-u, root, -phunter2], lifecycle: {postStart: {exec: {command: [a, --token, b]}}}"
    )
    assert [hit.path for hit in alone("SEC003", POD % container)] == [
        "/spec/containers/0/args/2",
        "/spec/containers/0/lifecycle/postStart/exec/command/2",
    ]


@pytest.mark.parametrize(
    "value", ["null", "5", "[null, 5, [a], {b: c}]", "{exec: null}", "{exec: {command: {a: b}}}", "{preStop: 5}"]
)
def test_commands_of_any_shape_are_read(value: str) -> None:
    assert alone("SEC003", POD % f"command: {value}, args: {value}, livenessProbe: {value}, lifecycle: {value}") == []


@pytest.mark.parametrize(
    ("role", "is_encrypted", "count"),
    [("production", False, 1), ("production", True, 0), ("minikube", False, 0), ("", False, 0)],
)
def test_production_encrypts_secrets(role: str, is_encrypted: bool, count: int) -> None:
    context = Context("test", "shop", "shop", "1.0.0", "telescope", role)
    rendered = release_of((), "1.34.2", Settings(secrets_encrypted=is_encrypted), context)
    assert len([*by_id()["SEC006"].check(Live((), rendered))]) == count
    assert [*by_id()["SEC006"].check(Live((), release_of((), "1.34.2", Settings())))] == []
