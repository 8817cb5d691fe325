"""Every script of every chart is linted: shell by shellcheck, Python by ruff."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.charts.shellcheck import shellcheck

TOP = Path(__file__).parents[2]
CHARTS = TOP / "charts"
SHELL, PYTHON = (sorted(CHARTS.rglob(f"*.{ending}")) for ending in ("sh", "py"))


def said(*command: str) -> str:
    """What a linter says, "" where it objects to nothing."""
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_there_are_scripts() -> None:
    assert SHELL
    assert PYTHON


@pytest.mark.parametrize("path", SHELL, ids=lambda path: str(path.relative_to(CHARTS)))
def test_shell_is_posix_and_clean(path: Path) -> None:
    assert path.read_text("utf-8").startswith("#!/bin/sh\n")
    assert said(str(shellcheck()), str(path)) == ""


def test_shellcheck_objects(tmp_path: Path) -> None:
    bad = tmp_path / "bad.sh"
    bad.write_text("#!/bin/sh\necho $1\n")
    assert "SC2086" in said(str(shellcheck()), str(bad))


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_python_is_clean(command: list[str]) -> None:
    assert said(sys.executable, "-m", "ruff", *command, *map(str, PYTHON)) == ""
