"""environments/ of one side, read and checked: every mistake of it at once, each with its place."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.model.config import Chart, Config, Environment, Ignore, Layer, Release, Secret, Setting, Text
from pipeline.model.problem import Place, Problem
from pipeline.repository.crds import crds_of
from pipeline.repository.nearest import suggest
from pipeline.repository.nodes import nodes_of
from pipeline.repository.policy import policy
from pipeline.repository.sheet import Sheet, entries, kind, mapping, open_sheet, text, texts
from pipeline.repository.tree import Tree

_KEYS = (
    "version", "kubeVersion", "apiVersions", "namespace", "promotesFrom", "values", "cluster", "releases",
    "ignore", "promotion", "standards",
)  # fmt: skip
_RELEASE_KEYS = ("chart", "ref", "values", "set", "secrets", "patches", "namespace")
_FILE = re.compile(r"environments/([^/]+)/environment\.yaml")
# Helm's own rule for names of releases: a DNS subdomain of at most 53 characters (helm.sh/docs/chart_best_practices).
_NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_VERSION = re.compile(r"v?1\.\d{1,3}(\.\d{1,6})?([-+].*)?")


def read_environments(tree: Tree) -> Config:
    """All environments of a tree, sorted in the order of promotion, then by name."""
    files = {match[1]: path for path in tree.entries if (match := _FILE.fullmatch(path))}
    contents = tree.read(files.values())
    sheets = {name: open_sheet(path, contents[path], name) for name, path in sorted(files.items())}
    found = {name: _environment(sheet, name, tree) for name, sheet in sheets.items()}
    problems = [problem for sheet in sheets.values() for problem in sheet.problems]
    problems += _misplaced(tree, found)
    problems += _promotions(found)
    return Config(_ordered(found), problems=tuple(sorted(problems)))


def _environment(sheet: Sheet, name: str, tree: Tree) -> Environment:
    mapping(sheet, (), _KEYS)
    if sheet.value is not None and sheet.get(("version",)) != 1:
        sheet.wrong(("version",), "must be 1, the version of this file's format")
    namespace = Text(text(sheet, ("namespace",)) or "default", sheet.place(("namespace",)))
    kube_version = _kube_version(sheet)
    shared = tuple(Layer("environment", path) for path in _shared_layers(sheet, name, tree))
    releases = tuple(
        _release(sheet, name, str(release), (namespace, kube_version, shared), tree)
        for release in sorted(mapping(sheet, ("releases",)))
    )
    mapping(sheet, ("cluster",), ("context",))
    return Environment(
        name=name,
        kube_version=kube_version,
        releases=releases,
        place=Place(sheet.file, 1),
        promotes_from=text(sheet, ("promotesFrom",)),
        context=text(sheet, ("cluster", "context")),
        ignore=entries(sheet, ("ignore",), _ignore),
        promotion=mapping(sheet, ("promotion",)),
        policy=policy(sheet, ("standards",)),
        nodes=nodes_of(tree, name, sheet.problems),
        crds=crds_of(tree, name, sheet.problems),
    )


def is_version(given: str) -> bool:
    """Whether a text is a version of Kubernetes, known or not: 1.34, 1.34.2, v1.34.2-gke.1."""
    return _VERSION.fullmatch(given) is not None


def _kube_version(sheet: Sheet) -> str:
    given = text(sheet, ("kubeVersion",))
    if given is None:
        if sheet.value is not None and sheet.get(("kubeVersion",)) is None:
            sheet.wrong(("kubeVersion",), 'is missing; it decides what charts render: "1.34.2", for example')
        return ""
    if not is_version(given):
        sheet.wrong(("kubeVersion",), f"must be a version of Kubernetes such as 1.34.2, not {given!r}")
    return given


def _shared_layers(sheet: Sheet, name: str, tree: Tree) -> tuple[str, ...]:
    listed = _layer_files(sheet, ("values",), name, tree)
    own = f"environments/{name}/values.yaml"
    return (*listed, own) if own in tree.entries else listed


def _release(
    sheet: Sheet, environment: str, name: str, shared: tuple[Text, str, tuple[Layer, ...]], tree: Tree
) -> Release:
    path = ("releases", name)
    given = mapping(sheet, path, _RELEASE_KEYS)
    if len(name) > 53 or not _NAME.fullmatch(name):
        sheet.wrong(path, "is no name for a release: lower case letters, digits, - and ., at most 53 characters")
    namespace, kube_version, layers = shared
    own = f"environments/{environment}/{name}.yaml"
    further = _layer_files(sheet, (*path, "values"), environment, tree)
    files = (*((own,) if own in tree.entries else ()), *further)
    return Release(
        environment=environment,
        name=name,
        chart=_chart(sheet, path, name, tree),
        namespace=Text(text(sheet, (*path, "namespace")) or "", sheet.place((*path, "namespace")))
        if "namespace" in given
        else namespace,
        kube_version=kube_version,
        api_versions=texts(sheet, ("apiVersions",)),
        layers=(*layers, *(Layer("release", file) for file in files)),
        place=sheet.place(path),
        settings=tuple(_setting(sheet, (*path, "set", key)) for key in mapping(sheet, (*path, "set"))),
        secrets=tuple(
            secret for key in mapping(sheet, (*path, "secrets")) if (secret := _secret(sheet, (*path, "secrets", key)))
        ),
        patches=_patches(sheet, path, environment, tree),
    )


def _chart(sheet: Sheet, path: tuple[str | int, ...], release: str, tree: Tree) -> Chart:
    key = (*path, "chart")
    value = sheet.get(key)
    if isinstance(value, Mapping):
        sheet.wrong(key, "must be the name of a folder in charts/, not a map")
    name = release if value is None or isinstance(value, Mapping) else text(sheet, key) or release
    chart = Chart(name, sheet.place(key), text(sheet, (*path, "ref")))
    if chart.ref is None and f"{chart.path}/Chart.yaml" not in tree.entries and not isinstance(value, Mapping):
        sheet.wrong(key, f"there is no chart {name!r} in charts/{suggest(name, chart_names(tree))}")
    return chart


def chart_names(tree: Tree) -> tuple[str, ...]:
    """Folders of charts/ that hold a Chart.yaml."""
    found = (re.fullmatch(r"charts/([^/]+)/Chart\.yaml", path) for path in tree.entries)
    return tuple(sorted(match[1] for match in found if match))


def _layer_files(sheet: Sheet, path: tuple[str | int, ...], environment: str, tree: Tree) -> tuple[str, ...]:
    found = []
    for index, given in enumerate(texts(sheet, path)):
        file = _beside(environment, given)
        if file in tree.entries:
            found.append(file)
        else:
            known = (entry for entry in tree.entries if entry.startswith("environments/"))
            sheet.wrong((*path, index), f"there is no file {file}{suggest(file, known)}")
    return tuple(found)


def _beside(environment: str, given: str) -> str:
    return posixpath.normpath(posixpath.join("environments", environment, given))


def _patches(sheet: Sheet, path: tuple[str | int, ...], environment: str, tree: Tree) -> str | None:
    given = text(sheet, (*path, "patches"))
    if given is None:
        return None
    file = _beside(environment, given)
    if file not in tree.entries:
        sheet.wrong((*path, "patches"), f"there is no file {file}")
    return file


def _setting(sheet: Sheet, path: tuple[str | int, ...]) -> Setting:
    value = sheet.get(path)
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, dict | list) for item in items):
        sheet.wrong(path, f"must be a single value or a list of such, not {kind(value)}; maps belong in a values file")
    return Setting(str(path[-1]), value, sheet.place(path))


def _secret(sheet: Sheet, path: tuple[str | int, ...]) -> Secret | None:
    value = sheet.get(path)
    if isinstance(value, Mapping):
        mapping(sheet, path, ("from", "example"))
        source, example = text(sheet, (*path, "from")), text(sheet, (*path, "example"))
    else:
        source, example = text(sheet, path), None
    if source is None:
        sheet.wrong(path, 'must say where the secret comes from: "${NAME}" or {from: "${NAME}", example: …}')
        return None
    if "${" not in source:
        sheet.wrong(path, "holds the secret itself; name a variable instead: ${NAME}")
        return None
    return Secret(str(path[-1]), Text(source, sheet.place(path)), example, sheet.place(path))


def _ignore(sheet: Sheet, path: tuple[str | int, ...]) -> Ignore | None:
    mapping(sheet, path, ("resource", "path", "reason"))
    resource, pointer, reason = (text(sheet, (*path, key)) for key in ("resource", "path", "reason"))
    if not (resource and pointer and reason):
        sheet.wrong(path, "needs `resource`, `path` and `reason`")
        return None
    return Ignore(resource, pointer, reason, sheet.place(path))


def _misplaced(tree: Tree, found: Mapping[str, Environment]) -> Iterable[Problem]:
    """Folders that look like environments and are not read, which would otherwise be silence."""
    folders = {
        path.split("/")[1]: path for path in sorted(tree.entries, reverse=True) if re.match("environments/[^/]+/", path)
    }
    for name, path in sorted(folders.items()):
        if name not in found:
            yield Problem(Place(path), f"environments/{name} has no environment.yaml, so nothing in it is read", name)


def _promotions(found: Mapping[str, Environment]) -> Iterable[Problem]:
    for environment in found.values():
        source = environment.promotes_from
        place = Place(environment.place.file, environment.place.line, "promotesFrom")
        if source is not None and source not in found:
            yield Problem(place, f"there is no environment {source!r}{suggest(source, found)}", environment.name)
        elif cycle := _cycle(found, environment.name):
            yield Problem(place, f"goes round in a circle: {' -> '.join(cycle)}", environment.name)


def _cycle(found: Mapping[str, Environment], start: str) -> list[str]:
    """The way from an environment back to itself, [] where there is none."""
    way = [start]
    while (source := found[way[-1]].promotes_from) in found and source is not None:
        if source == start:
            return [*way, start]
        if source in way:
            return []
        way.append(source)
    return []


def _ordered(found: Mapping[str, Environment]) -> tuple[Environment, ...]:
    def depth(name: str) -> int:
        seen: list[str] = []
        step: Any = name
        while step in found and step not in seen:
            seen.append(step)
            step = found[step].promotes_from
        return len(seen)

    return tuple(found[name] for name in sorted(found, key=lambda name: (depth(name), name)))
