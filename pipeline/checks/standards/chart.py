"""CHART: which files make a chart, and where they lie."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from posixpath import dirname, normpath
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, MUST, SHOULD, WARNING, chart
from pipeline.checks.subjects.chart import METADATA, ChartSource
from pipeline.manifests.ranges import admits
from pipeline.manifests.reading import listing, mapping, text
from pipeline.repository.neighbours import LOCAL, pointed

VALUES: Final = "values.yaml"
_OPTIONAL: Final = {"LICENSE": ("license", "licence"), "README.md": ("readme",), "templates/NOTES.txt": ("notes",)}
_VERSION: Final = re.compile(r"-(?=v?[0-9])")


@chart("CHART001", SHOULD, ERROR, "none")
def metadata_file(chart: ChartSource) -> Iterator[Hit]:
    """Chart.yaml exists and parses."""
    if METADATA in chart.files:
        yield from _faults(chart, METADATA)
        return
    near = next((path for path in sorted(chart.files) if path.lower() in ("chart.yaml", "chart.yml")), "")
    yield chart.hit(
        near or METADATA, f"the chart has {near!r}, no {METADATA!r}" if near else f"there is no {METADATA!r}"
    )


@chart("CHART002", SHOULD, ERROR, "none")
def values_file(chart: ChartSource) -> Iterator[Hit]:
    """values.yaml exists and is a mapping."""
    if VALUES in chart.files:
        yield from _faults(chart, VALUES)
    elif not chart.is_library:
        yield chart.hit(METADATA, f"there is no {VALUES!r}", key=VALUES)


@chart("CHART003", SHOULD, ERROR, "reason")
def templates_folder(chart: ChartSource) -> Iterator[Hit]:
    """templates/ directory exists."""
    own = [path for path in chart.files if path.startswith("templates/")]
    if any(path.endswith(".yaml") for path in own) or (own and chart.is_library):
        return
    missing = "templates/ has no .yaml file" if own else "there is no templates/"
    if chart.dependencies:
        message = f"{missing}; all this chart renders comes from its dependencies"
        yield chart.hit(METADATA, message, severity=INFO, key="templates")
    else:
        yield chart.hit(METADATA, missing, key="templates")


@chart("CHART004", SHOULD, WARNING, "config")
def dependencies(chart: ChartSource) -> Iterator[Hit]:
    """Dependent charts live in charts/."""
    there = _subcharts(chart)
    known = {name for names in there.values() for name in names}
    for index, one in enumerate(chart.dependencies):
        name = text(one.get("name"))
        if name and name not in known:
            yield from _absent(chart, one, name, chart.line_of(METADATA, "dependencies", index, "name"))
    listed = {text(one.get("name")) for one in _listed(chart)}
    for entry, names in there.items():
        if listed.isdisjoint(names):
            yield chart.hit(METADATA, f"{entry!r} is no dependency of {METADATA}", key=entry)


@chart("CHART005", MAY, INFO, "reason")
def optional_files(chart: ChartSource) -> Iterator[Hit]:
    """Optional files sit in their known places."""
    for path, words in _OPTIONAL.items():
        if chart.text(path).strip() or (chart.is_library and path.endswith("NOTES.txt")):
            continue
        near = next((one for one in sorted(chart.files) if one != path and _is_near(one, words)), "")
        if near:
            yield chart.hit(near, f"{near!r} belongs to {path!r}", key=path)
        else:
            missing = f"{path!r} is empty" if path in chart.files else f"there is no {path!r}"
            yield chart.hit(METADATA, missing, key=path)


@chart("CHART006", SHOULD, WARNING, "config")
def parent(chart: ChartSource) -> Iterator[Hit]:
    """Charts are kept under the project's charts/ directory."""
    if chart.is_packed:
        return
    if not _folder(chart):
        yield chart.hit(
            METADATA, "to review: which folder the chart lies in, for it is not known here", 0, INFO, "parent"
        )
        return
    above = PurePosixPath(normpath(chart.folder)).parent
    if above.name != "charts" and not {above.name, str(above)} & set(chart.settings.parents):
        yield chart.hit(METADATA, f"the chart lies in {str(above)!r}, not in charts/", key="parent")


@chart("CHART008", MUST, ERROR, "none")
def name_of_folder(chart: ChartSource) -> Iterator[Hit]:
    """Chart name equals its directory name."""
    folder = _folder(chart)
    if not chart.name or chart.name == folder:
        return
    line = chart.line_of(METADATA, "name")
    if not folder:
        message = f"to review: whether the folder of the chart is named {chart.name!r}, for it is not known here"
        yield chart.hit(METADATA, message, line, INFO)
    else:
        yield chart.hit(METADATA, f"the chart {chart.name!r} lies in a folder {folder!r}", line)


def _folder(chart: ChartSource) -> str:
    """Name of the chart's folder, "" where the path does not tell."""
    name = PurePosixPath(normpath(chart.folder)).name
    return "" if name == ".." else name


def _faults(chart: ChartSource, path: str) -> Iterator[Hit]:
    """What keeps a file from being one map without doubt."""
    found = chart.yaml(path)
    if found.error:
        yield chart.hit(path, f"{path!r} is no YAML: {found.error}", found.line, key=path)
    elif not isinstance(found.value, Mapping) and (found.value is not None or path == METADATA):
        yield chart.hit(path, f"{path!r} holds no map of keys", 1, key=path)
    for one in found.duplicates:
        name = ".".join(map(str, one.path))
        yield chart.hit(path, f"{name!r} stands twice", one.line, key=f"{path} {name}")


def _subcharts(chart: ChartSource) -> Mapping[str, set[str]]:
    """Each folder and archive in charts/ with the names of the chart that it may be; Helm passes over those with _ or . in front."""
    found: dict[str, set[str]] = {}
    for path in sorted(path for path in chart.files if path.startswith("charts/")):
        entry, separator, _ = path.removeprefix("charts/").partition("/")
        place = f"charts/{entry}"
        if place in found or entry[:1] in ("", "_", "."):
            continue
        if separator:
            name = text(mapping(chart.yaml(f"{place}/{METADATA}").value).get("name"))
            found[place] = {entry, name}
        elif entry.endswith(".tgz"):
            found[place] = set(_names(entry.removesuffix(".tgz")))
    return found


def _names(packed: str) -> Iterable[str]:
    """The names that a packed chart may have: its own, and what stands in front of a version."""
    return (packed, *(packed[: match.start()] for match in _VERSION.finditer(packed)))


def _listed(chart: ChartSource) -> Iterator[Mapping[str, Any]]:
    """The dependencies of Chart.yaml, and of the file that Helm 2 had for them (CHART013 speaks of it)."""
    yield from chart.dependencies
    older = mapping(chart.yaml("requirements.yaml").value)
    yield from (mapping(one) for one in listing(older.get("dependencies")))


def _absent(chart: ChartSource, one: Mapping[str, Any], name: str, line: int) -> Iterator[Hit]:
    """What is wrong with a dependency that is not in charts/: nothing where its repository points to the chart."""
    repository = text(one.get("repository"))
    place = pointed(chart.folder, repository)
    beside = (chart.neighbours or {}).get(place)
    missing = f"the dependency {name!r} is not in charts/"
    if beside:
        missing = _misfit(place, beside, name, text(one.get("version")))
    elif place and any(f"{normpath(chart.folder)}/{path}".startswith(f"{place}/") for path in chart.files):
        return
    elif repository.startswith(LOCAL) and not _is_known(chart, place):
        message = f"to review: whether {repository.removeprefix(LOCAL)!r} holds the chart {name!r}"
        yield chart.hit(METADATA, message, line, INFO, name)
        return
    if missing:
        yield chart.hit(METADATA, missing, line, None if chart.settings.fetched else ERROR, name)


def _misfit(place: str, beside: tuple[str, str], name: str, wanted: str) -> str:
    """Why Helm does not take a chart of the repository for a dependency, "" where it does."""
    held, version = beside
    if held != name:
        return f"{place!r} holds the chart {held!r}, not the dependency {name!r}"
    if admits(wanted, version) is False:
        return f"{place!r} holds version {version} of the dependency {name!r}, and {wanted} is asked for"
    return ""


def _is_known(chart: ChartSource, place: str) -> bool:
    """Whether the chart would be known if it lay there: all folders beside this one are."""
    return chart.neighbours is not None and place.startswith(f"{dirname(normpath(chart.folder))}/")


def _is_near(path: str, words: Iterable[str]) -> bool:
    """Whether a file in the root or in templates/ has one of these names, however it is spelt."""
    return path.removeprefix("templates/").lower().split(".")[0] in words
