"""The releases of one side with everything that decides what they render, not yet read: addresses first, files later."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

import orjson

from pipeline.errors import RepositoryError
from pipeline.model.config import Config, Release
from pipeline.model.problem import Problem
from pipeline.repository.charts import ChartFiles, LinkError, chart_files, chart_folders
from pipeline.repository.nearest import suggest
from pipeline.repository.tree import Entry, Tree, loaded

Trees = Callable[[str], Tree]
Folders = Mapping[str, Mapping[str, Entry]]


@dataclass(frozen=True, slots=True)
class Selection:
    """Globs of environments and releases; () is all of them."""

    environments: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()

    def takes(self, environment: str, release: str) -> bool:
        return _matches(environment, self.environments) and _matches(release, self.releases)


@dataclass(frozen=True, slots=True)
class Planned:
    """One release of one side. fingerprint: equal on both sides only if nothing that Helm reads differs."""

    release: Release
    chart: ChartFiles | None
    fingerprint: str
    problems: tuple[Problem, ...] = ()


def plan(tree: Tree, config: Config, trees: Trees) -> dict[str, Planned]:
    """Every release by label, in the order of the environments."""
    charts: dict[tuple[str, str], ChartFiles | Problem] = {}
    folders = chart_folders(tree)
    found = {}
    for environment in config.environments:
        for release in environment.releases:
            found[release.label] = _planned(release, config, tree, trees, folders, charts)
    return found


def fetched(tree: Tree, planned: Mapping[str, Planned]) -> tuple[Tree, dict[str, Planned]]:
    """The tree and the planned releases with all files that they need read at once."""
    charts = {id(one.chart): one.chart for one in planned.values() if one.chart}
    own = {path for chart in charts.values() if chart.tree is tree for path in chart.files.values()}
    full = loaded(tree, own | {path for one in planned.values() for path in _files(one.release)})
    moved = {key: replace(chart, tree=full) if chart.tree is tree else chart for key, chart in charts.items()}
    return full, {
        label: replace(one, chart=moved[id(one.chart)]) if one.chart else one for label, one in planned.items()
    }


def unmatched(selection: Selection, *configs: Config) -> tuple[str, ...]:
    """Globs that name nothing on any side, one sentence each."""
    environments = {environment.name for config in configs for environment in config.environments}
    releases = {
        release.name for config in configs for environment in config.environments for release in environment.releases
    }
    return (
        *_strangers("environment", selection.environments, environments),
        *_strangers("release", selection.releases, releases),
    )


def _strangers(kind: str, globs: Sequence[str], known: set[str]) -> tuple[str, ...]:
    return tuple(
        f"there is no {kind} {glob!r}{suggest(glob, sorted(known))}"
        for glob in globs
        if not any(fnmatchcase(name, glob) for name in known)
    )


def _matches(name: str, globs: Sequence[str]) -> bool:
    return not globs or any(fnmatchcase(name, glob) for glob in globs)


def _planned(
    release: Release,
    config: Config,
    tree: Tree,
    trees: Trees,
    folders: Folders,
    charts: dict[tuple[str, str], ChartFiles | Problem],
) -> Planned:
    own = tuple(problem for problem in config.problems if _stops(problem, release))
    if own:
        return Planned(release, None, "", own)
    key = (release.chart.ref or "", release.chart.name)
    if key not in charts:
        charts[key] = _chart(release, tree, trees, folders)
    chart = charts[key]
    if isinstance(chart, Problem):
        stopped = replace(chart, place=release.chart.place, environment=release.environment, release=release.name)
        return Planned(release, None, "", (stopped,))
    return Planned(release, chart, _fingerprint(release, chart, tree))


def _stops(problem: Problem, release: Release) -> bool:
    """A mistake stops its own release; one above the releases stops them all only where it decides what they render."""
    if problem.environment != release.environment:
        return False
    return problem.release == release.name or (
        not problem.release and problem.place.key in ("", "kubeVersion", "version")
    )


def _chart(release: Release, tree: Tree, trees: Trees, folders: Folders) -> ChartFiles | Problem:
    name, ref = release.chart.name, release.chart.ref
    try:
        if ref is None:
            return chart_files(tree, name, folders.get(name, {}))
        origin = trees(ref)
        found = chart_folders(origin)
        if name not in found:
            return Problem(release.chart.place, f"there is no chart {name!r} in charts/ of {ref}{suggest(name, found)}")
        return chart_files(origin, name, found[name])
    except (LinkError, RepositoryError) as error:
        return Problem(release.chart.place, str(error))


def _files(release: Release) -> tuple[str, ...]:
    return (*(layer.path for layer in release.layers), *((release.patches,) if release.patches else ()))


def _fingerprint(release: Release, chart: ChartFiles, tree: Tree) -> str:
    files = _files(release)
    known = (
        chart.hash, release.name, release.namespace.raw, release.kube_version, release.api_versions,
        [tree.entries[path].id for path in files], release.patches is None,
        [(setting.path, setting.value) for setting in release.settings],
        [(secret.path, secret.source.raw, secret.example) for secret in release.secrets],
    )  # fmt: skip
    return hashlib.sha256(orjson.dumps(known, default=str)).hexdigest()
