"""HELM007: Chart.yaml says only what Helm reads (helm.sh/helm/v4, pkg/chart/v2/metadata.go and dependency.go)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, SHOULD, WARNING, chart
from pipeline.checks.subjects.chart import METADATA, ChartSource
from pipeline.manifests.reading import listing, mapping
from pipeline.repository.nearest import suggest

_TOP: Final = frozenset((
    "name", "home", "sources", "version", "description", "keywords", "maintainers", "icon", "apiVersion", "condition",
    "tags", "appVersion", "deprecated", "annotations", "kubeVersion", "dependencies", "type",
))  # fmt: skip
_OLDER: Final = frozenset(("engine", "tillerVersion"))
_LISTS: Final[Mapping[str, frozenset[str]]] = {
    "dependencies": frozenset(
        ("name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias")
    ),
    "maintainers": frozenset(("name", "email", "url")),
}


@chart("HELM007", SHOULD, WARNING, "reason")
def keys(chart: ChartSource) -> Iterator[Hit]:
    """Chart.yaml has only keys that Helm knows."""
    yield from _unknown(chart, chart.metadata, _TOP, ())
    for part, known in _LISTS.items():
        for index, entry in enumerate(listing(chart.metadata.get(part))):
            yield from _unknown(chart, mapping(entry), known, (part, index))


def _unknown(
    chart: ChartSource, given: Mapping[str, Any], known: frozenset[str], path: tuple[str | int, ...]
) -> Iterator[Hit]:
    folded = {key.lower(): key for key in known}
    for key in given:
        if key in known or not isinstance(key, str):
            continue
        line = chart.line_of(METADATA, *path, key)
        where = ".".join(map(str, (*path, key)))
        if not path and key in _OLDER:
            yield chart.hit(METADATA, f"{key!r} is a key of Helm 2", line, INFO, where)
        elif key.lower() in folded:
            yield chart.hit(METADATA, f"{key!r} is written {folded[key.lower()]!r}", line, INFO, where)
        else:
            yield chart.hit(METADATA, f"Helm knows no key {where!r}{suggest(key, known)}", line, key=where)
