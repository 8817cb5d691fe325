"""HELM004 to HELM006: Chart.lock is up to date, and what lies in charts/ is what Chart.yaml and the lock ask for.

Facts: helm.sh/helm/v4, pkg/downloader/manager.go, pkg/chart/v2/util/dependencies.go; helm.sh/docs/helm/helm_dependency.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks.helm.lock import Dependencies, digests
from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, MUST, SHOULD, WARNING, chart
from pipeline.checks.subjects.chart import METADATA, ChartSource
from pipeline.manifests.ranges import admits
from pipeline.manifests.reading import listing, mapping, text
from pipeline.repository.subcharts import Files, metadata_of, subcharts

_OLDER: Final = "requirements.yaml"
_PACKED: Final = ".tgz"


@dataclass(frozen=True, slots=True)
class Vendored:
    """A chart in charts/. entry: its folder or archive; version: "" where it has none."""

    entry: str
    name: str
    version: str

    @property
    def place(self) -> str:
        return f"charts/{self.entry}"


@chart("HELM004", MUST, ERROR, "reason")
def lock(chart: ChartSource) -> Iterator[Hit]:
    """Chart.lock is up to date."""
    file = _lock_file(chart)
    if file not in chart.files:
        return
    read = chart.yaml(file)
    locked = mapping(read.value)
    if read.error or not isinstance(read.value, Mapping):
        yield chart.hit(file, f"{file} cannot be read: {read.error or 'it is no map'}", read.line, key="unreadable")
        return
    wanted, held = _list(_source(chart)), _list(locked)
    if text(locked.get("digest")) in digests(wanted, held, chart.metadata.get("apiVersion") != "v2"):
        return
    reasons = tuple(_differences(wanted or (), held or ()))
    for index, name, reason in reasons:
        yield chart.hit(_home(chart), reason, chart.line_of(_home(chart), "dependencies", index), key=name)
    if not reasons:
        message = f"the digest in {file} is not that of the dependencies in {_home(chart)}: run helm dependency update"
        yield chart.hit(file, message, chart.line_of(file, "digest"), key="digest")


@chart("HELM005", MUST, ERROR, "none")
def versions(chart: ChartSource) -> Iterator[Hit]:
    """Charts in charts/ have the versions that Chart.yaml and the lock ask for."""
    wanted, held = _list(_source(chart)) or (), _list(_read(chart, _lock_file(chart))) or ()
    for one in _vendored(chart):
        asked = [text(each.get("version")) for each in wanted if each.get("name") == one.name]
        answers = {version: admits(version, one.version) for version in asked}
        if asked and set(answers.values()) == {False}:
            message = (
                f"{one.place} holds version {one.version} and {_home(chart)} asks for {' or '.join(answers)}: "
                "Helm takes it in besides, without condition and alias"
            )
            yield chart.hit(_home(chart), message, _line(chart, one.name), key=one.name)
            continue
        pinned = [text(each.get("version")) for each in held if each.get("name") == one.name]
        if asked and pinned and all(admits(version, one.version) is False for version in pinned):
            message = f"{one.place} holds version {one.version} and {_lock_file(chart)} pins {' and '.join(pinned)}"
            yield chart.hit(_lock_file(chart), message, 0, WARNING, key=one.name)


@chart("HELM006", SHOULD, WARNING, "reason")
def names(chart: ChartSource) -> Iterator[Hit]:
    """Folders and archives in charts/ are named like the charts in them."""
    found = {one.entry: one for one in _vendored(chart)}
    for entry in sorted({path.split("/")[1] for path in chart.files if path.startswith("charts/")}):
        one = found.get(entry)
        packed = entry.endswith(_PACKED)
        if one is None:
            if packed and entry[0] not in "_.":
                yield chart.hit(f"charts/{entry}", f"{entry} is no packed chart", severity=ERROR, key=entry)
        elif entry != (f"{one.name}-{one.version}{_PACKED}" if packed else one.name):
            holds = f"{one.name} {one.version}" if packed else one.name
            yield chart.hit(METADATA, f"charts/{entry} holds the chart {holds}", _line(chart, one.name), key=entry)


def _vendored(chart: ChartSource) -> Iterator[Vendored]:
    for name, files in subcharts(Files(chart.files, "")):
        version = text(metadata_of(files.contents.get(METADATA, b"")).get("version"))
        yield Vendored(files.shown.rpartition("/")[2], name, version)


def _differences(wanted: Dependencies, held: Dependencies) -> Iterator[tuple[int, str, str]]:
    """(position in Chart.yaml, name, what the lock says otherwise) of each dependency that the lock does not fit."""
    locked: dict[str, list[Mapping[str, Any]]] = {}
    for one in held or ():
        locked.setdefault(text(one.get("name")), []).append(one)
    for index, one in enumerate(wanted or ()):
        name, asked = text(one.get("name")), text(one.get("version"))
        versions = [text(each.get("version")) for each in locked.get(name, ())]
        if not versions:
            yield index, name, f"{name!r} is not in the lock"
        elif all(admits(asked, version) is False for version in versions):
            yield index, name, f"{name!r} is asked for as {asked} and locked as {' and '.join(versions)}"


def _list(file: Mapping[str, Any]) -> Dependencies:
    """The dependencies in a file, None where it has no list."""
    given = file.get("dependencies")
    return [mapping(one) for one in given] if isinstance(given, list) else None


def _read(chart: ChartSource, file: str) -> Mapping[str, Any]:
    return mapping(chart.yaml(file).value) if file in chart.files else {}


def _source(chart: ChartSource) -> Mapping[str, Any]:
    return _read(chart, _home(chart))


def _home(chart: ChartSource) -> str:
    """The file that lists the dependencies: another one in charts for Helm 2."""
    return METADATA if listing(chart.metadata.get("dependencies")) or _OLDER not in chart.files else _OLDER


def _lock_file(chart: ChartSource) -> str:
    return "Chart.lock" if _home(chart) == METADATA else "requirements.lock"


def _line(chart: ChartSource, name: str) -> int:
    """Line of a dependency, 0 where it is not listed."""
    for index, one in enumerate(_list(_source(chart)) or ()):
        if one.get("name") == name:
            return chart.line_of(_home(chart), "dependencies", index)
    return 0
