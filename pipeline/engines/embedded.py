"""The embedded engine: Helm's own SDK inside this process, with the checks of `helm template` that its render skips.

Facts: pkg/cmd/install.go (order of the checks), pkg/action/install.go and action.go of helm.sh/helm/v4 at the SDK's version.
"""

import io
import tarfile
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import helm_python
import orjson
from helm_python import Chart, _native
from helm_python.errors import HelmError, HelmValuesError

from pipeline.engines.assembly import assemble
from pipeline.engines.engine import Job, Piece, RenderError
from pipeline.engines.integers import TEMPLATE, with_integers

# Chart.yaml and one template of a chart that asks Helm's own semver library about a constraint.
_PROBE: Final = {
    "Chart.yaml": "apiVersion: v2\nname: probe\nversion: 1.0.0\n",
    "templates/probe.yaml": "{{ semverCompare .Values.constraint .Capabilities.KubeVersion.Version }}",
    "templates/version.yaml": "{{ .Capabilities.KubeVersion.Version }}",
}


class Embedded:
    """The engine that needs nothing else installed. A chart is loaded afresh for each render: a render changes it."""

    @property
    def name(self) -> str:
        return f"embedded {helm_python.helm_sdk_version().removeprefix('v')}"

    def render(self, job: Job) -> tuple[Piece, ...]:
        try:
            _check_name(job.name)
            _check_folder(job.chart)
            if not job.integers:
                return _rendered(job, job.chart)
            with tempfile.TemporaryDirectory(dir=job.chart.parent) as folder:
                return _rendered(job, with_integers(job.chart, job.values, job.integers, Path(folder)))
        except HelmError as error:
            raise RenderError(str(error)) from error


ENGINE: Final = Embedded()


def _rendered(job: Job, folder: Path) -> tuple[Piece, ...]:
    with Chart.load(folder) as chart:
        metadata = chart.metadata
        _check_installable(metadata)
        _check_dependencies(metadata, chart.dependencies)
        files = _files(chart, job, metadata.get("kubeVersion", ""))
        crds = tuple(Piece(crd["filename"], crd["data"]) for crd in chart.crds)
    preamble = f"{metadata['name']}/{TEMPLATE}"
    return assemble({path: text for path, text in files.items() if path != preamble}, crds)


def _files(chart: Chart, job: Job, constraint: str) -> dict[str, str]:
    """Rendered text by path. Helm looks at kubeVersion after the values and before the templates."""
    refusal = _refusal(constraint, job.kube_version) if constraint else ""
    try:
        files = _render(chart, job.values, job.name, job.namespace, job.kube_version, tuple(job.api_versions))
    except HelmValuesError:
        raise
    except HelmError as error:
        raise RenderError(refusal or str(error)) from error
    if refusal:
        raise RenderError(refusal)
    return files


def _render(
    chart: Chart, values: Mapping[str, Any], name: str, namespace: str, kube_version: str, api_versions: tuple[str, ...]
) -> dict[str, str]:
    """The wheel's own wrapper passes neither version, its native call takes both."""
    options = {"name": name, "namespace": namespace, "kube_version": kube_version, "api_versions": api_versions}
    text = _native.call_string(
        "helm_render", chart._raw(), orjson.dumps(values).decode(), orjson.dumps(options).decode()
    )
    files: dict[str, str] = orjson.loads(text)
    return files


def _check_name(name: str) -> None:
    try:
        helm_python.validate_release_name(name)
    except HelmError as error:
        raise RenderError(f'release name check failed: release name "{name}": {error}') from error


def _check_folder(chart: Path) -> None:
    file = chart / "Chart.yaml"
    if not file.exists():
        raise RenderError(f"unable to detect chart at {file}: open {file}: no such file or directory")


def _check_installable(metadata: Mapping[str, Any]) -> None:
    kind = metadata.get("type", "")
    if kind not in ("", "application"):
        raise RenderError(f"{kind} charts are not installable")


def _check_dependencies(metadata: Mapping[str, Any], loaded: list[dict[str, Any]]) -> None:
    there = {dependency["name"] for dependency in loaded}
    missing = [wanted["name"] for wanted in metadata.get("dependencies") or () if wanted["name"] not in there]
    if missing:
        raise RenderError(
            "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to "
            f"fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: {', '.join(missing)}"
        )


@cache
def _refusal(constraint: str, kube_version: str) -> str:
    """Why Helm refuses the chart for this version of Kubernetes, "" if it does not."""
    with Chart.load_archive(_probe()) as chart:
        version = _render(chart, {"constraint": "*"}, "probe", "probe", kube_version, ())[
            "probe/templates/version.yaml"
        ]
    try:
        with Chart.load_archive(_probe()) as chart:
            answer = _render(chart, {"constraint": constraint}, "probe", "probe", kube_version, ())
        fits = answer["probe/templates/probe.yaml"] == "true"
    except HelmError:
        fits = False
    return "" if fits else f"chart requires kubeVersion: {constraint} which is incompatible with Kubernetes {version}"


@cache
def _probe() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, text in _PROBE.items():
            entry = tarfile.TarInfo(f"probe/{path}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()
