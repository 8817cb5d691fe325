"""The real helm programs, built from their Go modules below this folder and kept in a cache outside the checkout."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
VERSIONS = ("4.2.3", "4.3.1", "3.22.0")
SDK = "4.2.3"


def cache_folder() -> Path:
    """Where programs for the tests are kept."""
    given = os.environ.get("RENDIFF_TESTS_CACHE")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(given) if given else base / "rendiff-tests"


def program(version: str) -> Path:
    """Where the helm of this version is, or will be."""
    return cache_folder() / "helm" / version / "helm"


def build(version: str) -> Path:
    """The helm of this version, built if it is not there; needs go."""
    target = program(version)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        module = f"helm.sh/helm/v{version.split('.')[0]}"
        temporary = target.with_name(f"helm.{os.getpid()}")
        flags = f"-s -w -X {module}/internal/version.version=v{version}"
        command = [
            "go",
            "build",
            "-trimpath",
            "-buildvcs=false",
            "-ldflags",
            flags,
            "-o",
            str(temporary),
            f"{module}/cmd/helm",
        ]
        subprocess.run(command, cwd=HERE / version, check=True)
        temporary.replace(target)
    return target


@cache
def helm(version: str) -> Path:
    """The helm of this version for a test; without one the test is skipped here and fails in CI."""
    if program(version).exists():
        return program(version)
    if os.environ.get("CI"):
        return build(version)
    pytest.skip(f"helm {version} is not built; `python -m tests.helm.clis` builds it, with go")


@cache
def module_folder(version: str) -> Path:
    """Where Go keeps the source of this version of Helm, with Helm's own test charts in it."""
    if not shutil.which("go"):
        if os.environ.get("CI"):
            raise RuntimeError("go is missing")
        pytest.skip("go is not installed, so Helm's own test charts are not here")
    module = f"helm.sh/helm/v{version.split('.')[0]}"
    command = ["go", "list", "-m", "-f", "{{.Dir}}", module]
    answer = subprocess.run(command, cwd=HERE / version, check=True, capture_output=True, text=True)
    if not answer.stdout.strip():
        subprocess.run(["go", "mod", "download", module], cwd=HERE / version, check=True)
        answer = subprocess.run(command, cwd=HERE / version, check=True, capture_output=True, text=True)
    return Path(answer.stdout.strip())


if __name__ == "__main__":
    for wanted in VERSIONS:
        print(wanted, build(wanted))
