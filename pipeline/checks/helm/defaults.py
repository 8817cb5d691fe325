"""The values that a chart has where nobody sets any: its own, and below the names of its dependencies theirs.

Facts: helm.sh/helm/v4, pkg/chart/common/util/coalesce.go.
"""

from collections.abc import Mapping
from typing import Any

from pipeline.manifests.reading import mapping
from pipeline.repository.merging import merge
from pipeline.repository.subcharts import Files, aliases, metadata_of, subcharts


def defaults_of(contents: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The values of a chart, of its files by path, as Helm checks them against its schema."""
    own = _without_null(metadata_of(contents.get("values.yaml", b"")))
    names = aliases(contents)
    shared = {"global": mapping(own.get("global"))}
    below = {
        alias: merge(merge(defaults_of(files.contents), mapping(own.get(alias))), shared)
        for name, files in subcharts(Files(contents, ""))
        for alias in names.get(name, (name,))
        if alias not in own or isinstance(own[alias], Mapping)
    }
    return {**own, **below}


def _without_null(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Helm takes null for a value that is not set, but for one in a list."""
    return {
        key: _without_null(value) if isinstance(value, Mapping) else value
        for key, value in values.items()
        if value is not None
    }
