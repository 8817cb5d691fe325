"""How names of passwords, tokens and keys look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.credentials import accounts, gives_access, is_credential, is_literal


@pytest.mark.parametrize(
    "name",
    [
        "PASSWORD", "MYSQL_ROOT_PASSWORD", "PGPASSWORD", "dbPasswd", "DB_PWD", "CLIENT_SECRET", "apiToken", "API_KEY",
        "APIKEY", "AWS_ACCESS_KEY_ID", "PRIVATE_KEY", "GOOGLE_CREDENTIALS", "TLS_CERT", "SERVER_CERTIFICATE",
        "TLSCERT", "rootpw", "secretKey", "db-password", "ldap.bindPassword", "SECRET_KEY_BASE",
        "jwtSecret", "PASSWORD_HASH", "--db-password", "TOKEN", "clientSecret", "secret", "AUTH_SECRET", "minioSecretKey",
        "DB_PASS", "SMTP_PASS", "smtpPass", "pass", "SSH_PASSPHRASE", "keyPassphrase", "SSL_PASS_PHRASE",
    ],
)  # fmt: skip
def test_names_of_credentials(name: str) -> None:
    assert is_credential(name)


@pytest.mark.parametrize(
    "name",
    [
        "PWD", "OLDPWD", "PASSWORD_FILE", "passwordPath", "SECRET_NAME", "secretName", "existingSecret",
        "existingSecretPasswordKey", "pullSecrets", "imagePullSecrets", "TOKEN_TTL", "ALLOW_EMPTY_PASSWORD",
        "automountServiceAccountToken", "CERT_MANAGER_ENABLED", "CERT_DIR", "CONCERT", "TOKENIZER",
        "bearer_token_file", "adminPasswordKey", "secretKeys", "PASSWORD_MIN_LENGTH", "usePassword", "KEY", "monkey",
        "TOKEN_URL", "--password-stdin", "CERT_DURATION", "CA_CERTS", "caCert", "tlsReqcert", "extraEnvVarsSecret",
        "passwordsSecret", "certificate-secret", "rootUserSecretKey", "passwordsSecretKeystoreKey", "numTokens",
        "SECRET_KEY_CMD", "secretFieldSelector", "certItem", "BYPASS", "byPass", "COMPASS", "proxy_pass", "fastcgi_pass",
        "passThrough", "PASSPHRASE_FILE", "PASSES",
    ],
)  # fmt: skip
def test_names_that_speak_about_credentials(name: str) -> None:
    assert not is_credential(name)


def test_certificates_count_where_they_are_asked_for() -> None:
    assert is_credential("TLS_CERT")
    assert not is_credential("TLS_CERT", certificates=False)
    assert is_credential("CERT_PASSWORD", certificates=False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("hunter2", True),
        ("1234", True),
        (1234, True),
        ("'quoted'", True),
        ("$5.00", True),
        ("", False),
        (None, False),
        ("true", False),
        (False, False),
        ("/run/secrets/db", False),
        ("$(DB_PASSWORD)", False),
        ("${DB_PASSWORD}", False),
        ("$DB_PASSWORD", False),
        ("$", False),
        (":$(encoded)", False),
        ("a${B}", False),
        ("{{ password }}", False),
        ("<password>", False),
        ("%(password)s", False),
        ("vault:secret/data/db#password", False),
        ([], False),
        ({"a": "b"}, False),
    ],
)
def test_values_that_are_written_out(value: object, expected: bool) -> None:
    assert is_literal(value) == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("MAX_TOKENS", "4096", False),
        ("tokens", 5, False),
        ("TOKEN", "30s", False),
        ("TOKEN", "abc123", True),
        ("PASSWORD", "4096", True),
    ],
)
def test_a_token_that_is_a_small_number_counts_something(name: str, value: object, expected: bool) -> None:
    assert gives_access(name, value) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["DB_USER", "DB_PASSWORD"], {"DB_USER"}),
        (["dbUsername", "dbPassword"], {"dbUsername"}),
        (["MYSQL_USER", "MYSQL_ROOT_PASSWORD"], {"MYSQL_USER"}),
        (["USERNAME", "PASSWORD"], {"USERNAME"}),
        (["USER", "HOME"], set()),
        (["A_USER", "B_PASSWORD"], set()),
        (["NAME", "PASSWORD"], set()),
        (["DB_USER", "DB_CERT", "DB_PASSWORD_FILE"], set()),
        (["", "_", "-USER"], set()),
    ],
)
def test_users_stand_beside_their_passwords(names: list[str], expected: set[str]) -> None:
    assert accounts(names) == expected


def test_ten_thousand_names_are_compared_in_no_time() -> None:
    names = [f"{letter}{index}_{word}" for index in range(5_000) for letter in "AB" for word in ("USER", "PASSWORD")]
    assert len(accounts(names)) == 10_000


@given(st.text(), st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text())))
def test_no_name_and_no_value_is_too_strange(name: str, value: object) -> None:
    assert gives_access(name, value) in (True, False)
    assert accounts([name, name]) <= {name}
