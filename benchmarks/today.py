"""What a team does today: `helm template` for every release of both revisions, two at a time, `diff -ru`, a schema check."""

import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.corpus import Shape, releases


def compare(repository: Path, revisions: Sequence[str], helm: Path, work: Path, shape: Shape) -> str:
    """The output of diff; everything that renders stands in work/<revision>/<environment>/<chart>.yaml afterwards."""
    for revision in revisions:
        _export(repository, revision, work / f"tree-{revision}")
        with ThreadPoolExecutor(2) as pool:
            tree, out = work / f"tree-{revision}", work / revision
            waiting = [pool.submit(_template, helm, tree, out, *release) for release in releases(shape)]
            for future in waiting:
                future.result()
    command = ["diff", "-ru", *(str(work / revision) for revision in revisions)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _export(repository: Path, revision: str, target: Path) -> None:
    target.mkdir(parents=True)
    with subprocess.Popen(["git", "archive", revision], cwd=repository, stdout=subprocess.PIPE) as archive:
        subprocess.run(["tar", "x", "-C", str(target)], stdin=archive.stdout, check=True)


def _template(helm: Path, tree: Path, out: Path, environment: str, chart: str) -> None:
    folder = tree / "environments" / environment
    target = out / environment / f"{chart}.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(helm), "template", chart, str(tree / "charts" / chart), "--include-crds", "--kube-version", "1.34.2",
        "-n", f"space-{environment[-1]}", "-f", str(tree / "environments/common.yaml"), "-f", str(folder / "values.yaml"),
        "-f", str(folder / f"{chart}.yaml"),
    ]  # fmt: skip
    with target.open("wb") as file:
        subprocess.run(command, stdout=file, check=True, env={"HOME": str(out), "PATH": "/usr/bin:/bin"})


def check(revisions: Sequence[str], kubeconform: Path, schemas: Path, work: Path) -> None:
    """kubeconform over everything that was rendered, strict, two at a time, with schemas on disk.

    ValueError where it did not check all, or refused something: its time would mean nothing.
    """
    command = [
        str(kubeconform), "-n", "2", "-strict", "-ignore-missing-schemas", "-summary", "-kubernetes-version", "1.34.2",
        "-schema-location", str(schemas), *(str(work / revision) for revision in revisions),
    ]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    if "Invalid: 0, Errors: 0, Skipped: 0" not in said:
        raise ValueError(said)
