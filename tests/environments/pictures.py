"""The pictures of docs/systems.md: `python -m tests.environments.pictures` draws them anew.

A system is drawn as ci has it, where the most of each is on; where pods run is a picture of each environment.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.environments.drawing import picture
from tests.environments.own import DOCUMENTS, ENVIRONMENTS, TOP, objects
from tests.environments.system import system

FOLDER = TOP / "docs" / "pictures"
_DRAWN = "ci"


def pictures(top: Path) -> dict[str, str]:
    """Each picture by the name of its file, of the checkout at `top`."""
    streams = _rendiff(top, "render", "-e", _DRAWN).split(f"# Release: {_DRAWN}/")[1:]
    found = {}
    for stream in streams:
        release, _, text = stream.partition("\n")
        chart = DOCUMENTS[_DRAWN]["releases"][release].get("chart", release)
        found[f"{chart}.svg"] = picture(chart, system(release, objects(text)))
    return found | {f"{name}.svg": _rendiff(top, "schedule", "-e", name, "-o", "svg") for name in ENVIRONMENTS}


def _rendiff(top: Path, *arguments: str) -> str:
    """What rendiff prints without a cache; where pods have to wait, `schedule` ends with 1."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "PYTHONPATH": str(TOP)}
    command = [sys.executable, "-m", "pipeline", *arguments, "--no-cache"]
    done = subprocess.run(command, cwd=top, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return done.stdout


def draw() -> None:
    """Writes all pictures, and removes those of what is no more."""
    FOLDER.mkdir(exist_ok=True)
    fresh = pictures(TOP)
    for path in FOLDER.glob("*.svg"):
        if path.name not in fresh:
            path.unlink()
    for name, text in fresh.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    draw()
