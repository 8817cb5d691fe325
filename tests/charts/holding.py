"""What a chart of this repository holds to, asked of helm itself, of kubeconform and of rendiff."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from pipeline.engines.embedded import ENGINE
from pipeline.engines.engine import Job, printed
from pipeline.manifests.kyaml import load_all
from tests.charts.rendered import NAME, NAMESPACE, VERSION, Objects
from tests.conftest import Repository
from tests.helm.clis import SDK, helm
from tests.peers.conforming import Answer, Text, theirs

TOP = Path(__file__).parents[2]


def rendered(chart: str, values: Mapping[str, Any] | None = None) -> Objects:
    """The objects of one chart, as the embedded engine renders them."""
    return Objects(tuple(one for one in load_all(_text(chart, values or {})) if one))


def is_linted(chart: str, values: Mapping[str, Any], folder: Path, version: str) -> None:
    """`helm lint --strict` objects to nothing."""
    done = _helm(version, "lint", "--strict", str(TOP / "charts" / chart), "--values", _file(values, folder))
    assert done.returncode == 0, done.stdout
    assert "[WARNING]" not in done.stdout


def renders_alike(chart: str, values: Mapping[str, Any], folder: Path) -> None:
    """`helm template` prints what `rendiff render` has."""
    done = _helm(SDK, "template", *_install(chart, values, folder), "--kube-version", VERSION)
    assert done.returncode == 0, done.stderr
    assert done.stdout == _text(chart, values)


def is_taken(chart: str, values: Mapping[str, Any], folder: Path) -> None:
    """`helm install --dry-run=client` takes it; that of Helm 3 asks a cluster all the same."""
    done = _helm(SDK, "install", *_install(chart, values, folder), "--dry-run=client")
    assert done.returncode == 0, done.stderr


def conforms(chart: str, values: Mapping[str, Any]) -> None:
    """kubeconform knows every object and objects to none."""
    assert theirs([Text(chart, _text(chart, values), VERSION)]) == [Answer.PASSED]


def is_blameless(chart: str, repository: Repository) -> None:
    """`rendiff validate` has neither an error nor a warning."""
    shutil.copytree(TOP / "charts" / chart, repository.root / "charts" / chart)
    shutil.copy(TOP / "rendiff.yaml", repository.root)
    repository.commit()
    answer = repository.rendiff("validate", f"charts/{chart}", "-o", "json", "--fail-on", "error,warning")
    assert answer.code == 0, answer.out + answer.err
    assert orjson.loads(answer.out)


def _text(chart: str, values: Mapping[str, Any]) -> str:
    return printed(ENGINE.render(Job(TOP / "charts" / chart, NAME, NAMESPACE, VERSION, (), values)))


def _install(chart: str, values: Mapping[str, Any], folder: Path) -> list[str]:
    return [NAME, str(TOP / "charts" / chart), "--namespace", NAMESPACE, "--values", _file(values, folder)]


def _file(values: Mapping[str, Any], folder: Path) -> str:
    path = folder / "given.yaml"
    path.write_bytes(orjson.dumps(values))
    return str(path)


def _helm(version: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(helm(version)), *arguments], capture_output=True, text=True, check=False)
