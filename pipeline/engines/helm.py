"""The helm engine: the `helm` program of the user, 3.x or 4.x."""

import re
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import orjson

from pipeline.engines.engine import Job, Piece, RenderError
from pipeline.errors import CommandError
from pipeline.process import run

_SOURCE = re.compile(r"^---\n# Source: (.*)\n", re.MULTILINE)
_HINT = "\n\nUse --debug flag to render out invalid YAML"


@dataclass(frozen=True)
class Program:
    """helm as a program; it gets an empty home and no variables of ours, so that no plugin or token reaches a chart.

    path: the program; timeout: seconds for one call.
    """

    path: str
    timeout: float = 60

    @cached_property
    def name(self) -> str:
        with tempfile.TemporaryDirectory() as home:
            version = run((self.path, "version", "--template", "{{.Version}}"), Path(home), variables=_variables(home))
        return f"helm {version.decode().strip().removeprefix('v')}"

    def render(self, job: Job) -> tuple[Piece, ...]:
        with tempfile.TemporaryDirectory() as home:
            values = Path(home) / "values.json"
            values.write_bytes(orjson.dumps(job.values))
            try:
                output = run(
                    arguments(self.path, job, values), Path(home), variables=_variables(home), timeout=self.timeout
                )
            except CommandError as error:
                raise RenderError(_said(error.stderr)) from error
        return pieces(output.decode("utf-8", "replace"))


def arguments(program: str, job: Job, values: Path) -> tuple[str, ...]:
    """The call of `helm template` for a job. Integers of `set` go through --set, the only way that keeps them whole."""
    listed = (argument for version in job.api_versions for argument in ("--api-versions", version))
    whole = (argument for leaf in sorted(job.integers, key=repr) for argument in ("--set", _setting(leaf, job.values)))
    return (
        program, "template", job.name, str(job.chart), "--namespace", job.namespace, "--include-crds",
        "--kube-version", job.kube_version, "--values", str(values), *listed, *whole,
    )  # fmt: skip


def pieces(output: str) -> tuple[Piece, ...]:
    """The output of `helm template` taken apart again; only the first document of a file of CRDs has a source line."""
    _, *parts = _SOURCE.split(output)
    return tuple(Piece(source, text.removesuffix("\n")) for source, text in zip(parts[::2], parts[1::2], strict=True))


def _setting(leaf: tuple[str | int, ...], values: object) -> str:
    path = ""
    for step in leaf:
        values = values[step]  # type: ignore[index]  # the path comes from these very values
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += ("." if path else "") + re.sub(r"([\\.,=\[\]{}])", r"\\\1", step)
    return f"{path}={values}"


def _variables(home: str) -> dict[str, str]:
    return {
        "HOME": home,
        "PATH": "/usr/bin:/bin",
        "HELM_CACHE_HOME": home,
        "HELM_CONFIG_HOME": home,
        "HELM_DATA_HOME": home,
    }


def _said(stderr: str) -> str:
    """What stands after the last `Error: ` that begins a line; before it are warnings."""
    text = stderr.strip()
    start = max(text.rfind("\nError: ") + 1, 0)
    return text[start:].removeprefix("Error: ").removesuffix(_HINT).strip()
