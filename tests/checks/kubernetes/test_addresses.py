"""Addresses and ranges: ours against the API server's, strict since 1.36 and not before."""

import random
from typing import Any

import pytest

from pipeline.checks.kubernetes.addresses import address_fault, range_fault, special_fault
from tests.checks.kubernetes.judging import refused

DECIMAL = ["10", "0", "255", "1", "127", "169", "254", "224"]
HEXADECIMAL = ["fe80", "2001", "db8", "0", "1", "ffff", "", "ff02"]
ODD = ["00", "010", "256", "-1", "::", "1.2.3.4", "fffff", " ", ""]
ENDS = ["", "", "", "/0", "/8", "/24", "/32"]
ODD_ENDS = ["/33", "/128", "/08", "/", "/-1", "/+8", "%eth0", "/255.0.0.0", " "]


def _texts() -> list[str]:
    """Addresses and ranges of both families, one in three of them odd."""
    chance = random.Random("addresses")
    found = []
    for _ in range(2000):
        parts, mark, number = chance.choice(((DECIMAL, ".", 4), (HEXADECIMAL, ":", chance.choice((8, 3, 4)))))
        chosen = chance.choices(parts, k=number)
        if chance.random() < 0.2:
            chosen[chance.randrange(number)] = chance.choice(ODD)
        found.append(mark.join(chosen) + chance.choice(ODD_ENDS if chance.random() < 0.15 else ENDS))
    return found + ["::", "::1", "::ffff:1.2.3.4", "fe80::1", "ff02::1", "0.0.0.0", "1:2:3:4:5:6:7:8", "2001:db8::/32"]


def _policy(given: str) -> dict[str, Any]:
    spec = {"podSelector": {}, "ingress": [{"from": [{"ipBlock": {"cidr": given}}]}]}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a"}, "spec": spec}


def _pod(given: str) -> dict[str, Any]:
    spec = {"containers": [{"name": "a", "image": "a"}], "hostAliases": [{"ip": given}]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": spec}


def _service(given: str) -> dict[str, Any]:
    spec = {"ports": [{"port": 80}], "externalIPs": [given]}
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": spec}


@pytest.mark.parametrize("version", [34, 37])
def test_an_address_is_read_as_the_api_server_reads_it(version: int) -> None:
    texts = _texts()
    answers = refused([_pod(text) for text in texts], f"1.{version}")
    assert [
        text for text, bad in zip(texts, answers, strict=True) if bool(address_fault(text, version)) is not bad
    ] == []


@pytest.mark.parametrize("version", [34, 37])
def test_a_range_is_read_as_the_api_server_reads_it(version: int) -> None:
    texts = [text for text in _texts() if text]  # an empty one is missing
    answers = refused([_policy(text) for text in texts], f"1.{version}")
    assert [text for text, bad in zip(texts, answers, strict=True) if bool(range_fault(text, version)) is not bad] == []
    assert 0.1 < sum(answers) / len(answers) < 0.97


def test_special_addresses_are_those_of_the_api_server() -> None:
    texts = [text for text in _texts() if not address_fault(text, 37)]
    answers = refused([_service(text) for text in texts])
    assert [text for text, bad in zip(texts, answers, strict=True) if bool(special_fault(text)) is not bad] == []
    assert any(answers)
