"""The API server's own validation, built from its Go modules below this folder."""

import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.oracles import Oracle

ORACLE = Oracle("apiserver", Path(__file__).parent, ("go.mod", "go.sum", "main.go", "strategies.go"))


@cache
def oracle() -> Path:
    """The program for a test."""
    return ORACLE.wanted()


def verdicts(program: Path, bodies: Sequence[Any], emulated: str = "") -> list[dict[str, Any]]:
    """What the API server says of each object: nothing, or `stage` and `refused`; and `warnings`.

    emulated: another minor version ("1.34") whose feature gates are in force.
    """
    stream = "\n---\n".join(json.dumps(body) for body in bodies)
    command = [str(program), "-emulate", emulated] if emulated else [str(program)]
    done = subprocess.run(command, input=stream.encode(), capture_output=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    print(ORACLE.build())
