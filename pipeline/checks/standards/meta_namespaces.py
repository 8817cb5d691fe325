"""META: the namespace of objects."""

import re
from collections.abc import Iterator
from typing import Any, Final

from pipeline.checks.hit import Hit, an
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, chart, objects, release
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.schemas.scope import is_cluster_scoped

_PLACE: Final = "/metadata/namespace"
_OF_RELEASE: Final = re.compile(r"""["']?\{\{-?\s*\$?\.Release\.Namespace(?:\s*\|\s*\w+)*\s*-?\}\}["']?""")


@release("META010", SHOULD, WARNING, "reason")
def literal_namespace(release: Release) -> Iterator[Hit]:
    """No literal namespace in metadata."""
    own = release.context.namespace if release.context else None
    for one in release.objects:
        said = _namespace(one)
        if said is not None and said != own and not is_cluster_scoped(one.group, one.kind):
            yield one.hit(_PLACE, f"namespace {said!r} is fixed")
    for pod in release.pods:
        said = pod.metadata.get("namespace")
        if said not in (None, "") and pod.metadata is not pod.owner.metadata:
            yield pod.owner.hit(f"{pod.meta_path}/namespace", f"namespace {said!r} of the pod template is fixed", INFO)


@chart("META011", SHOULD, INFO, "config")
def templated_namespace(chart: ChartSource) -> Iterator[Hit]:
    """Templated release namespace is better left out."""
    for template in chart.templates:
        entries = [
            entry
            for document in template.documents
            if not is_cluster_scoped(document.value("apiVersion").rpartition("/")[0], document.kind)
            and (entry := document.entry("metadata", "namespace"))
        ]
        written = [entry.line for entry in entries if _OF_RELEASE.fullmatch(entry.value)]
        if not written and _goes_home(chart, template.path):
            written = [entry.line for entry in entries[:1]] or [0]
        for line in written:
            yield chart.hit(template.path, "metadata.namespace is the namespace of the release anyway", line)


@objects("META012", MAY, WARNING, "none")
def cluster_scoped(one: Manifest, release: Release) -> Iterator[Hit]:
    """Cluster-scoped objects carry no namespace."""
    said = _namespace(one)
    if said is not None and is_cluster_scoped(one.group, one.kind):
        yield one.hit(_PLACE, f"{an(one.kind)} belongs to the cluster, not to namespace {said!r}")


def _namespace(one: Manifest) -> Any:
    """What is written, None where nothing is."""
    said = one.metadata.get("namespace")
    return None if said == "" else said


def _goes_home(chart: ChartSource, path: str) -> bool:
    """Whether a template prints objects with the namespace of their release."""
    own = chart.defaults.context.namespace if chart.defaults and chart.defaults.context else ""
    return any(
        one.namespace == own and not is_cluster_scoped(one.group, one.kind) for one in chart.own.get(path, ()) if own
    )
