"""Other tools that judge manifests, built from their Go modules at one version each and kept in a cache outside the checkout."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.helm.clis import cache_folder


@dataclass(frozen=True, slots=True)
class Peer:
    """A program: its name, the Go module that has it in cmd/, the version of that module."""

    name: str
    module: str
    version: str

    @property
    def program(self) -> Path:
        """Where it is, or will be."""
        return cache_folder() / "peers" / f"{self.name}-{self.version}"


KUBECONFORM = Peer("kubeconform", "github.com/yannh/kubeconform", "v0.8.0")
KUBE_SCORE = Peer("kube-score", "github.com/zegl/kube-score", "v1.20.0")


def build(peer: Peer) -> Path:
    """The program, built if it is not there; needs go, and a minute."""
    if not peer.program.exists():
        peer.program.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=peer.program.parent) as folder:
            command = [
                "go",
                "install",
                "-trimpath",
                "-ldflags",
                "-s -w",
                f"{peer.module}/cmd/{peer.name}@{peer.version}",
            ]
            subprocess.run(command, check=True, cwd=folder, env={**os.environ, "CGO_ENABLED": "0", "GOBIN": folder})
            (Path(folder) / peer.name).replace(peer.program)
    return peer.program


def peer(wanted: Peer) -> Path:
    """The program for a test; without it the test is skipped here and fails in CI."""
    if wanted.program.exists():
        return wanted.program
    if not os.environ.get("CI"):
        pytest.skip(f"{wanted.name} is not built; `python -m tests.peers.programs` builds it, with go")
    if not shutil.which("go"):
        raise RuntimeError("go is missing")
    return build(wanted)


if __name__ == "__main__":
    for wanted in (KUBECONFORM, KUBE_SCORE):
        print(wanted.name, build(wanted))
