"""The API server's own validation, built from its Go modules below this folder and kept in a cache outside the checkout."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.helm.clis import cache_folder

HERE = Path(__file__).parent
SOURCES = ("go.mod", "go.sum", "main.go", "strategies.go")


def program() -> Path:
    """Where the oracle for these sources is, or will be."""
    digest = hashlib.sha256(b"\0".join((HERE / name).read_bytes() for name in SOURCES)).hexdigest()
    return cache_folder() / f"apiserver-{digest[:16]}"


def build() -> Path:
    """The oracle, built if it is not there; needs go, and minutes."""
    target = program()
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f"{target.name}.{os.getpid()}")
        command = ["go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", str(temporary), "."]
        subprocess.run(command, cwd=HERE, check=True, env={**os.environ, "CGO_ENABLED": "0"})
        temporary.replace(target)
    return target


@cache
def oracle() -> Path:
    """The oracle for a test; without it the test is skipped here and fails in CI."""
    if program().exists():
        return program()
    if os.environ.get("CI") and shutil.which("go"):
        return build()
    if os.environ.get("CI"):
        raise RuntimeError("go is missing")
    pytest.skip("the API server's validation is not built; `python -m tests.apiserver.oracle` builds it, with go")


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
    print(build())
