"""Every example in the docs is run, and prints what the docs say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Repository

TOP = Path(__file__).parents[1]
DOCS = [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMIT = re.compile(r"\b[0-9a-f]{10}\b")


def examples(text: str) -> list[tuple[str, list[str]]]:
    """(command, lines of its output) of each example in a page."""
    found: list[tuple[str, list[str]]] = []
    for block in _BLOCK.findall(text):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def fits(said: list[str], shown: list[str]) -> bool:
    """Whether an output is what is shown; a line of three dots stands for any lines."""
    pattern = "".join("(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in said)) is not None


@pytest.mark.parametrize(
    "page", [page for page in DOCS if examples(page.read_text("utf-8"))], ids=lambda page: page.name
)
def test_examples_print_what_the_page_says(page: Path, repository: Repository) -> None:
    for folder in ("charts", "environments"):
        shutil.copytree(TOP / folder, repository.root / folder, symlinks=True)
    shutil.copy(TOP / "rendiff.yaml", repository.root)
    repository.commit()
    tools = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    for command, shown in examples(page.read_text("utf-8")):
        done = subprocess.run(
            ["sh", "-c", command], cwd=repository.root, capture_output=True, text=True, check=False,
            env={"PATH": tools, "HOME": str(repository.home)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert fits(_COMMIT.sub("0123456789", done.stdout).splitlines(), shown), f"{command}\n{done.stdout}"


def test_links_between_pages_lead_somewhere() -> None:
    for page in DOCS:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_files_that_pages_name_are_there() -> None:
    for page in DOCS:
        for name in re.findall(r"(?<![\w/.-])((?:pipeline|tests|benchmarks)/[\w/.]+\w)", page.read_text("utf-8")):
            assert (TOP / name).exists(), f"{page.name}: {name}"
