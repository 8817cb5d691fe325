"""Environments for the tests about references, out of texts of objects."""

from pipeline.checks.references.entries import Index
from pipeline.checks.references.index import index_of
from pipeline.checks.references.judging import judge
from pipeline.checks.references.view import Breach
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, release_of
from pipeline.manifests.kyaml import load_all


def indexed(
    text: str,
    namespace: str = "shop",
    source: str = "shop/templates/all.yaml",
    release: str = "test",
    chart: str = "shop",
) -> Index:
    """The index of a release that renders these objects."""
    bodies = [body for body in load_all(text) if body]
    objects = tuple(manifest(index, body, source) for index, body in enumerate(bodies))
    return index_of(release_of(objects, "1.34.2", DEFAULTS, Context(release, namespace, chart, "1.0.0")))


def judged(**releases: str | Index) -> list[Breach]:
    """What is broken in an environment of these releases."""
    indices = {label: indexed(one) if isinstance(one, str) else one for label, one in releases.items()}
    broken, crashes = judge(indices)
    assert not crashes
    return list(broken)


def rules(**releases: str | Index) -> list[str]:
    """The rules that are broken."""
    return [one.rule for one in judged(**releases)]


def pod(spec: str, kind: str = "Deployment", name: str = "web", labels: str = "{app: web}") -> str:
    """A workload with a pod of this spec, given as flow YAML."""
    top = "" if kind == "Deployment" else "hook"
    annotations = '{helm.sh/hook: "pre-install"}' if top else "{}"
    body = f"spec: {{template: {{metadata: {{labels: {labels}}}, spec: {spec}}}}}"
    group = "apps/v1" if kind == "Deployment" else "batch/v1"
    return f"---\napiVersion: {group}\nkind: {kind}\nmetadata: {{name: {name}, annotations: {annotations}}}\n{body}\n"


def made(kind: str, name: str, more: str = "", version: str = "v1") -> str:
    """An object with only a name, and further lines."""
    return f"---\napiVersion: {version}\nkind: {kind}\nmetadata: {{name: {name}}}\n{more}\n"
