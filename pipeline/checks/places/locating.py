"""File and line of a hit: in the values file whose value came through unchanged, else in the template, else in the chart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.places.documents import written_in
from pipeline.checks.places.matching import document_of, match
from pipeline.checks.places.values import Origins, leaf_of
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.template import Document
from pipeline.manifests.pointer import steps
from pipeline.manifests.reading import at
from pipeline.repository.origins import Written, leaves_of

EXACT: Final = "exact"
TEMPLATE: Final = "template"
CHART: Final = "chart"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands. certainty: EXACT, TEMPLATE (the file is certain, the line is not) or CHART."""

    file: str
    line: int
    certainty: str


@dataclass(frozen=True)
class Sources:
    """What a rendering was made from.

    folder: of the chart, from the top of the repository, "" for plain manifests; files: of the chart, by path within it;
    laid: values laid over the chart's own; values: merged, as Helm got them.
    """

    folder: str
    files: Mapping[str, bytes]
    laid: Written = field(default_factory=Written)
    values: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def documents(self) -> dict[int, tuple[Document | None, bool]]:
        """The documents of templates that were found so far, by index of the object."""
        return {}

    @cached_property
    def origins(self) -> Origins:
        """Where each leaf of the values comes from."""
        return leaves_of(self.files, self.folder, self.laid, self.values)

    def is_outside(self, file: str) -> bool:
        """Whether a file is none of the chart's: laid over its values, or where a release is declared."""
        is_laid = any(path == file for _, path, _ in self.laid.layers)
        return is_laid or (file.startswith("environments/") and file not in self.files)


def locate(hit: Hit, release: Release | None, sources: Sources) -> Spot:
    """The place of a hit."""
    if hit.resource >= 0 and release is not None:
        return _of_object(release.objects[hit.resource], hit.path, release, sources)
    if not hit.file:
        return Spot(f"{sources.folder}/Chart.yaml", 0, CHART)
    file = hit.file if sources.is_outside(hit.file) else f"{sources.folder}/{hit.file}"
    return Spot(file, hit.line, EXACT if hit.line else TEMPLATE)


def _of_object(one: Manifest, pointer: str, release: Release, sources: Sources) -> Spot:
    path, prefix = in_chart(one.source) if sources.folder else (one.source, ())
    data = sources.files.get(path)
    if data is None:
        return Spot(_archive(path, sources), 0, CHART)
    file = f"{sources.folder}/{path}" if sources.folder else path
    document, certain = sources.documents.get(one.index) or _document(one, data, release, sources)
    if document is None:
        return Spot(file, 1, TEMPLATE)
    way = _numbered(one.body, steps(pointer))
    found = match(document, one, way)
    rendered = at(one.body, *way)
    if (
        rendered is not None
        and not isinstance(rendered, Mapping)
        and (leaf := leaf_of(found, rendered, prefix, sources.origins))
    ):
        return Spot(leaf.place.file, leaf.place.line, EXACT if certain and found.sure else TEMPLATE)
    line = found.entry.line if found.entry else document.line
    missing = rendered is None or (found.entry is not None and _is_flow(found.entry.value))
    whole = not found.rest or (missing and not (found.entry and found.entry.printed))
    return Spot(file, line, EXACT if certain and found.sure and whole else TEMPLATE)


def _document(one: Manifest, data: bytes, release: Release, sources: Sources) -> tuple[Document | None, bool]:
    """The document that an object comes from, looked for once."""
    found = document_of(written_in(data), one, release.counts[one.source])
    sources.documents[one.index] = found
    return found


def _is_flow(value: str) -> bool:
    """Whether a map or list is written on one line with its key."""
    return value.startswith("[") or (value.startswith("{") and not value.startswith("{{"))


@lru_cache(maxsize=1024)
def in_chart(source: str) -> tuple[str, tuple[str, ...]]:
    """Path within the chart, and the key of the subchart in the values, for Helm's source path."""
    path = source.partition("/")[2]
    parts = path.split("/")
    prefix = tuple(parts[index + 1] for index in range(0, len(parts) - 2, 2) if parts[index] == "charts")
    return path, prefix


def _archive(path: str, sources: Sources) -> str:
    """The packed subchart that a template stands in; the chart's own metadata where there is none."""
    parts = path.split("/")
    if parts[0] == "charts" and len(parts) > 2:
        packed = sorted(
            name for name in sources.files if name.startswith(f"charts/{parts[1]}-") and name.endswith(".tgz")
        )
        if packed:
            return f"{sources.folder}/{packed[0]}"
    return f"{sources.folder}/Chart.yaml"


def _numbered(body: Any, way: tuple[str, ...]) -> tuple[str | int, ...]:
    """The steps of a pointer with the positions of lists as numbers."""
    found: list[str | int] = []
    for step in way:
        number = isinstance(body, list) and step.isdigit()
        found.append(int(step) if number else step)
        body = at(body, found[-1])
    return tuple(found)
