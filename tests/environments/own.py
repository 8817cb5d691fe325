"""This repository's own environments as a user has them: their files, what they render, and the same asked of helm itself."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonpatch
import yaml

from tests.charts.rendered import Body
from tests.conftest import Repository
from tests.helm.clis import SDK, helm

TOP = Path(__file__).parents[2]
ENVIRONMENTS = ("minikube", "ci", "production")
DOCUMENTS: Mapping[str, Any] = {
    name: yaml.safe_load((TOP / "environments" / name / "environment.yaml").read_text("utf-8"))
    for name in ENVIRONMENTS
}  # fmt: skip
# What a pipeline sets.
VARIABLES: dict[str, Any] = {
    "CI_COMMIT_SHORT_SHA": "0a1b2c3d", "TANGODB_PASSWORD": "Bb2-given", "TANGODB_ROOT_PASSWORD": "Cc3-given",
    "TOKEN_SECRET": "Dd4-given-token", "ACCOUNT_USERNAME": "ada", "ACCOUNT_PASSWORD": "Ee5-given", "MPI_SSH_KEY": "a-key",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Installed:
    """One release of one environment."""

    environment: str
    name: str

    @property
    def entry(self) -> Mapping[str, Any]:
        """What environment.yaml says of it."""
        found: Mapping[str, Any] = DOCUMENTS[self.environment]["releases"][self.name]
        return found

    @property
    def chart(self) -> Path:
        return TOP / "charts" / str(self.entry.get("chart", self.name))

    @property
    def namespace(self) -> str:
        return expanded(self.entry.get("namespace", DOCUMENTS[self.environment]["namespace"]))

    @property
    def layers(self) -> list[Path]:
        """Files of values, the lowest first."""
        folder, shared = TOP / "environments" / self.environment, DOCUMENTS[self.environment].get("values", [])
        names = [*shared, "values.yaml", f"{self.name}.yaml", *self.entry.get("values", [])]
        return [folder / name for name in names if (folder / name).exists()]


RELEASES = tuple(Installed(name, release) for name in ENVIRONMENTS for release in DOCUMENTS[name]["releases"])


def copied(repository: Repository) -> Repository:
    """The charts and environments, committed in a repository of their own."""
    for folder in ("charts", "environments"):
        shutil.copytree(TOP / folder, repository.root / folder, symlinks=True)
    shutil.copy(TOP / "rendiff.yaml", repository.root)
    repository.commit()
    return repository


def render(repository: Repository, environment: str) -> dict[str, str]:
    """What rendiff renders of an environment in a pipeline, by release; secrets are readable."""
    answer = repository.rendiff("render", "-e", environment, "--vars", "env", "--show-secrets", **VARIABLES)
    assert answer.code == 0, answer.err
    streams = answer.out.split(f"# Release: {environment}/")[1:]
    return {name: text for name, _, text in (stream.partition("\n") for stream in streams)}


def objects(stream: str) -> list[Body]:
    """The objects of a stream of manifests."""
    return [one for one in yaml.safe_load_all(stream) if one]


def template(installed: Installed) -> str:
    """What `helm template` prints of a release with the same layers."""
    version = DOCUMENTS[installed.environment]["kubeVersion"]
    return _helm("template", *_arguments(installed), "--include-crds", "--kube-version", version)


def dry_run(installed: Installed) -> str:
    """What `helm install --dry-run=client` says of a release."""
    return _helm("install", *_arguments(installed), "--dry-run=client")


def patched(installed: Installed, bodies: list[Body]) -> list[Body]:
    """Objects with the patches of a release on them, by the one glob that our own patches use: `Kind/name*`."""
    patches = yaml.safe_load((TOP / "environments" / installed.environment / installed.entry["patches"]).read_bytes())
    for patch in patches:
        kind, _, name = patch["resource"].partition("/")
        (index,) = (
            index
            for index, one in enumerate(bodies)
            if one["kind"] == kind and one["metadata"]["name"].startswith(name.removesuffix("*"))
        )
        bodies[index] = jsonpatch.apply_patch(bodies[index], patch["operations"])
    return bodies


def expanded(text: str) -> str:
    """A text with variables in it, as a shell reads it."""
    return subprocess.run(
        ["sh", "-c", f'printf %s "{text}"'], env=VARIABLES, capture_output=True, text=True, check=True
    ).stdout


def _arguments(installed: Installed) -> list[str]:
    layers = [word for layer in installed.layers for word in ("--values", str(layer))]
    settings = [f"{path}={expanded(value)}" for path, value in installed.entry.get("set", {}).items()]
    secrets = [f"{path}={expanded(one['from'])}" for path, one in installed.entry.get("secrets", {}).items()]
    given = [word for one in settings for word in ("--set", one)]
    given += [word for one in secrets for word in ("--set-string", one)]
    return [installed.name, str(installed.chart), "--namespace", installed.namespace, *layers, *given]


def _helm(*arguments: str) -> str:
    done = subprocess.run([str(helm(SDK)), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
