"""One chart of the parity tables, and both ways to render it."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.engines.engine import Engine, Job, RenderError, printed
from pipeline.manifests.kyaml import load_all
from pipeline.repository.merging import merge
from pipeline.repository.setting import apply

HEAD = "apiVersion: v2\nname: edge\nversion: 0.1.0\n"
Files = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Case:
    """Files of a chart, and how it is installed. settings: texts as `--set` takes them."""

    files: Files
    values: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    name: str = "rel"
    namespace: str = "shop"
    kube_version: str = "1.34.2"
    api_versions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What came out: the stream, or Helm's reason."""

    stream: str
    reason: str


def chart(templates: Files, defaults: str = "", head: str = HEAD, **install: Any) -> Case:
    """A chart of one level: `templates` by name below templates/."""
    files = {
        "Chart.yaml": head,
        "values.yaml": defaults,
        **{f"templates/{name}": text for name, text in templates.items()},
    }
    return Case(files, **install)


def config(text: str, name: str = "c") -> str:
    """A ConfigMap around template text that gives one value."""
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n  v: {text}\n"


def write(case: Case, folder: Path) -> Path:
    """The chart on disk, in a folder of its name."""
    top = folder / "edge"
    for path, content in case.files.items():
        target = top / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return top


def job_of(case: Case, folder: Path) -> Job:
    """What an engine is asked for a case."""
    values: Mapping[str, object] = {}
    for document in load_all(case.values):
        values = merge(values, document or {})
    integers: frozenset[tuple[str | int, ...]] = frozenset()
    for path, text in case.settings.items():
        applied = apply(values, path, text)
        values, integers = applied.values, integers | applied.integers
    return Job(folder, case.name, case.namespace, case.kube_version, case.api_versions, values, integers)


def engine_outcome(engine: Engine, job: Job) -> Outcome:
    """What one of our engines makes of it."""
    try:
        return Outcome(printed(engine.render(job)), "")
    except RenderError as error:
        return Outcome("", str(error))


def cli_outcome(program: Path, case: Case, folder: Path) -> Outcome:
    """What `helm template` prints, or its last error without the hints around it."""
    values = folder.parent / "given.yaml"
    values.write_text(case.values, encoding="utf-8")
    command = [
        str(program),
        "template",
        case.name,
        str(folder),
        "--include-crds",
        "-n",
        case.namespace,
        "-f",
        str(values),
    ]
    command += ["--kube-version", case.kube_version]
    for version in case.api_versions:
        command += ["--api-versions", version]
    for path, text in case.settings.items():
        command += ["--set", f"{path}={text}"]
    done = subprocess.run(
        command, capture_output=True, env={"HOME": str(folder.parent), "PATH": "/usr/bin:/bin"}, check=False
    )
    if done.returncode == 0:
        # Without a manifest Helm prints the end of an empty line before the hooks; no document begins there.
        return Outcome(done.stdout.decode().removeprefix("\n"), "")
    said = done.stderr.decode().strip()
    reason = said[max(said.rfind("\nError: ") + 1, 0) :].removeprefix("Error: ")
    # RenderError puts Helm's list of violations in order.
    return Outcome("", str(RenderError(reason.removesuffix("\n\nUse --debug flag to render out invalid YAML"))))
