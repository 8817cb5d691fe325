"""kube-scheduler's own filters, built from its Go modules below this folder and kept in a cache outside the checkout."""

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
SOURCES = ("go.mod", "go.sum", "main.go")


def program() -> Path:
    """Where the oracle for these sources is, or will be."""
    digest = hashlib.sha256(b"\0".join((HERE / name).read_bytes() for name in SOURCES)).hexdigest()
    return cache_folder() / f"scheduler-{digest[:16]}"


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
    pytest.skip("kube-scheduler's filters are not built; `python -m tests.scheduler.oracle` builds them, with go")


def answers(questions: Sequence[Any]) -> list[dict[str, list[str]]]:
    """For each question the reasons by name of node, none where the node takes the pod."""
    done = subprocess.run([str(oracle())], input=json.dumps(questions).encode(), capture_output=True, check=True)
    found: list[dict[str, list[str]]] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    print(build())
