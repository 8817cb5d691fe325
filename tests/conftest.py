"""What many tests need: a repository of their own, and the command as a user runs it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

# These machines are noisy, and a red run must be red again: no deadlines, and in CI the same examples each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

_IDENTITY = {
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org", "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What a run of the command said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Repository:
    """A git repository in a folder of its own, with a home and a cache of its own."""

    root: Path
    home: Path

    def write(self, files: Mapping[str, str | bytes]) -> "Repository":
        for path, content in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, **_IDENTITY},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def commit(self, files: Mapping[str, str | bytes] | None = None, message: str = "change") -> str:
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def rendiff(self, *arguments: str, stdin: str = "", folder: Path | None = None, **variables: str) -> Answer:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *arguments], cwd=folder or self.root, input=stdin.encode(), capture_output=True,
            env={**kept, "HOME": str(self.home), "XDG_CACHE_HOME": str(self.home / "cache"), **variables}, check=False, timeout=120,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    root, home = tmp_path / "work", tmp_path / "home"
    root.mkdir()
    home.mkdir()
    made = Repository(root, home)
    made.git("init", "-q", "-b", "main")
    return made


CHART = {
    "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "charts/web/values.yaml": "replicas: 1\nimage: nginx\n",
    "charts/web/templates/web.yaml": (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n"
        "  replicas: {{ .Values.replicas }}\n  template:\n    spec:\n      containers:\n"
        "        - name: web\n          image: {{ .Values.image }}\n"
    ),
}
ENVIRONMENT = "version: 1\nkubeVersion: 1.34.2\nnamespace: shop\nreleases:\n  web: {}\n"


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """One chart in two environments, committed."""
    repository.commit({
        **CHART,
        "environments/ci/environment.yaml": ENVIRONMENT,
        "environments/production/environment.yaml": ENVIRONMENT + "promotesFrom: ci\n",
        "environments/production/web.yaml": "replicas: 3\n",
    })  # fmt: skip
    return repository
