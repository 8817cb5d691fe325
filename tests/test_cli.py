"""The command line itself: help, versions, unknown words."""

import subprocess
import sys

import pytest

from pipeline import __version__
from pipeline.formats.registry import NAMES
from tests.conftest import Repository


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["reveiw"], "No such command 'reveiw'. Did you mean 'review'?"),
        (["cache", "clera"], "Did you mean 'clear'?"),
        (["review", "--bsae", "x"], "--base"),
        (["review", "--jobs", "0"], "--jobs"),
        (["render", "--vars", "all"], "'default', 'env'"),
    ],
)
def test_an_unknown_word_gets_the_nearest_one(repository: Repository, arguments: list[str], words: str) -> None:
    answer = repository.rendiff(*arguments)
    assert answer.code == 3
    assert words in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["-h"], ["review", "--help"], ["diff", "-h"], ["render", "-h"], ["values", "-h"], ["cache", "-h"]],
)
def test_help_is_there_for_every_word(repository: Repository, arguments: list[str]) -> None:
    answer = repository.rendiff(*arguments)
    assert answer.code == 0
    assert answer.out.startswith("Usage: rendiff")


@pytest.mark.parametrize("command", ["review", "diff", "validate"])
def test_the_help_names_the_formats_that_there_are(repository: Repository, command: str) -> None:
    shown = " ".join(repository.rendiff(command, "-h").out.split())
    assert f"-o, --output FORMAT[=FILE] {', '.join(NAMES[:-1])} or {NAMES[-1]}, to stdout" in shown


def test_the_version(repository: Repository) -> None:
    assert repository.rendiff("--version").out == f"rendiff {__version__}\n"


def test_help_imports_little() -> None:
    code = "import sys; from pipeline.cli import run; run(['--help']); print([m for m in ('yaml', 'orjson', 'helm_python', 'deepdiff') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
