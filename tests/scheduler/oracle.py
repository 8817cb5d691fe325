"""kube-scheduler's own filters, built from its Go modules below this folder."""

import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.oracles import Oracle

ORACLE = Oracle("scheduler", Path(__file__).parent, ("go.mod", "go.sum", "main.go"))


@cache
def oracle() -> Path:
    """The program for a test."""
    return ORACLE.wanted()


def answers(questions: Sequence[Any]) -> list[dict[str, list[str]]]:
    """For each question the reasons by name of node, none where the node takes the pod."""
    done = subprocess.run([str(oracle())], input=json.dumps(questions).encode(), capture_output=True, check=True)
    found: list[dict[str, list[str]]] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    print(ORACLE.build())
