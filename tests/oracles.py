"""Parts of Kubernetes that answer questions, built from Go modules of the tests and kept in a cache outside the checkout."""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helm.clis import cache_folder


@dataclass(frozen=True, slots=True)
class Oracle:
    """One of them. home: the folder of its module; sources: the files that decide what it is."""

    name: str
    home: Path
    sources: tuple[str, ...]

    def program(self) -> Path:
        """Where it is for these sources, or will be."""
        digest = hashlib.sha256(b"\0".join((self.home / name).read_bytes() for name in self.sources)).hexdigest()
        return cache_folder() / f"{self.name}-{digest[:16]}"

    def build(self) -> Path:
        """The program, built if it is not there; needs go, and minutes."""
        target = self.program()
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f"{target.name}.{os.getpid()}")
            command = ["go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", str(temporary), "."]
            subprocess.run(command, cwd=self.home, check=True, env={**os.environ, "CGO_ENABLED": "0"})
            temporary.replace(target)
        return target

    def wanted(self) -> Path:
        """The program for a test; without it the test is skipped here and fails in CI."""
        if self.program().exists():
            return self.program()
        if os.environ.get("CI") and shutil.which("go"):
            return self.build()
        if os.environ.get("CI"):
            raise RuntimeError("go is missing")
        pytest.skip(f"the {self.name} oracle is not built; `python -m tests.{self.name}.oracle` builds it, with go")
