"""Amounts of resources: read and compared as the API server does."""

import random
from typing import Any

from tests.checks.kubernetes.judging import disagreements, refused

NUMBERS = ["1", "0", "0.5", ".5", "5.", "1.5", "100", "1e3", "1E3", "1e-3", "-1", "+1", "1_000", "0x1", "1 "]
SUFFIXES = ["", "", "m", "k", "K", "Ki", "M", "Mi", "Gi", "E", "Ei", "u", "n", "b", " Mi", "mi", "e", "e+2"]


def _pod(request: Any, limit: Any, name: str) -> dict[str, Any]:
    resources = {"requests": {name: request}, "limits": {name: limit}}
    spec = {"containers": [{"name": "a", "image": "a", "resources": resources}]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": spec}


def test_amounts_are_read_and_compared_as_the_api_server_does() -> None:
    chance = random.Random("amounts")

    def amount() -> Any:
        usual = chance.random() < 0.8
        number = chance.choice(NUMBERS[:9] if usual else NUMBERS)
        text = number + chance.choice(
            ("", "m", "k", "M", "Mi", "Gi") if usual and "e" not in number.lower() else SUFFIXES
        )
        return chance.choice((text, text, text, 1, 0.5, 2000, 0))

    bodies = [_pod(amount(), amount(), chance.choice(("cpu", "memory", "example.org/card"))) for _ in range(3000)]
    assert disagreements(bodies) == []
    assert 0.2 < sum(refused(bodies)) / len(bodies) < 0.8
