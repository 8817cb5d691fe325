"""shellcheck as Debian has it, unpacked without root into a cache outside the checkout."""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.helm.clis import cache_folder


def program() -> Path:
    """Where it is, or will be."""
    return cache_folder() / "shellcheck" / "usr" / "bin" / "shellcheck"


def unpack() -> Path:
    """The program, brought if it is not there; needs apt-get and dpkg."""
    target = cache_folder() / "shellcheck"
    if not program().exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent) as folder:
            _download(Path(folder))
            (package,) = Path(folder).glob("shellcheck_*.deb")
            subprocess.run(["dpkg", "-x", str(package), f"{folder}/unpacked"], check=True)
            Path(folder, "unpacked").replace(target)
    return program()


def shellcheck() -> Path:
    """The program for a test; without it the test is skipped here and fails in CI."""
    if program().exists():
        return program()
    if os.environ.get("CI"):
        return unpack()
    pytest.skip("shellcheck is not here; `python -m tests.charts.shellcheck` brings it, on Debian")


def _download(folder: Path) -> None:
    command = ["apt-get", "download", "--quiet", "shellcheck"]
    if subprocess.run(command, cwd=folder, check=False).returncode:
        subprocess.run(["apt-get", "update", "--quiet"], check=True)  # a new machine has no lists of packages
        subprocess.run(command, cwd=folder, check=True)


if __name__ == "__main__":
    print("shellcheck", unpack())
