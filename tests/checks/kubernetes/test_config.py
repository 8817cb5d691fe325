"""ConfigMaps and Secrets where something stands for a secret, as it does in every comparison."""

from base64 import b64encode
from time import perf_counter

import pytest

from pipeline.model.config import Secret, Text
from pipeline.model.problem import Place
from pipeline.repository.placeholders import placeholder, stands_in
from tests.checks.kubernetes.judging import errors

PLACE = Place("environment.yaml", 1)
MADE = placeholder(Secret("db.password", Text("${PASSWORD}", PLACE), None, PLACE))
SOPS = "ENC[AES256_GCM,data:Zm9v,iv:YQ==,tag:YQ==,type:str]"
REGISTRY = "kubernetes.io/dockerconfigjson"


def said(bag: str, key: str, value: str, kind: str = "Opaque") -> set[str]:
    body = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "type": kind, bag: {key: value}}
    return errors(body)


@pytest.mark.parametrize(
    ("value", "rules"),
    [
        (MADE, set()),
        (f"user:{MADE}@db", set()),
        (SOPS, set()),
        (b64encode(MADE.encode()).decode(), set()),
        ("no base64!", {"K8S166"}),
        ("ENC[", {"K8S166"}),
    ],
)
def test_what_stands_for_a_secret_need_not_be_base64(value: str, rules: set[str]) -> None:
    assert said("data", "password", value) == rules
    assert said("stringData", "password", value) == set()


@pytest.mark.parametrize(
    ("bag", "value", "rules"),
    [
        ("stringData", MADE, set()),
        ("data", MADE, set()),
        ("data", b64encode(MADE.encode()).decode(), set()),
        ("stringData", SOPS, set()),
        ("stringData", "auths:", {"K8S165"}),
        ("data", b64encode(b"auths:").decode(), {"K8S165"}),
    ],
)
def test_what_stands_for_a_secret_need_not_be_json(bag: str, value: str, rules: set[str]) -> None:
    assert said(bag, ".dockerconfigjson", value, REGISTRY) == rules


def test_what_looks_like_the_begin_of_something_encrypted_is_read_once() -> None:
    start = perf_counter()
    assert not stands_in("ENC[A," * 200_000)
    assert stands_in("ENC[A,data:" * 100_000)
    assert perf_counter() - start < 2
