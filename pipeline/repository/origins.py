"""The values of a release with the layer, file and line that each leaf comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.manifests.kyaml import load_placed
from pipeline.model.config import Release
from pipeline.model.problem import Place
from pipeline.repository.charts import ChartFiles
from pipeline.repository.setting import apply
from pipeline.repository.subcharts import Files, aliases, subcharts
from pipeline.repository.tree import Tree

MASKED = "(masked)"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value and where it comes from. layer: "chart", "environment", "release", "set", "secrets" or
    "command"."""

    value: Any
    layer: str
    place: Place


Node = Leaf | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """What is laid over a chart's own values. layers: (origin, path, text), lowest first; settings: (path in the grammar
    of `--set`, place, "set", "secrets" or "command")."""

    layers: tuple[tuple[str, str, bytes], ...] = ()
    settings: tuple[tuple[str, Place, str], ...] = ()


def written(release: Release, tree: Tree) -> Written:
    """What a release lays over the values of its chart."""
    contents = tree.read({layer.path for layer in release.layers})
    return Written(
        tuple((layer.origin, layer.path, contents[layer.path]) for layer in release.layers),
        (
            *((setting.path, setting.place, "set") for setting in release.settings),
            *((secret.path, secret.place, "secrets") for secret in release.secrets),
            *((one.path, one.place, "secrets" if release.hides(one.path) else "command") for one in release.overrides),
        ),
    )


def origins(release: Release, chart: ChartFiles, tree: Tree, values: Mapping[str, Any]) -> dict[tuple[str, ...], Leaf]:
    """The leaves of the merged values in the order of their paths; lists are leaves, for Helm replaces them whole.

    values: what the release hands to Helm (inputs), for the settings and secrets. Leaves that Helm drops (null) are
    left out, and what a chart's templates add is not known here.
    """
    contents = chart.tree.read(set(chart.files.values()))
    files = {path: contents[origin] for path, origin in chart.files.items()}
    return leaves_of(files, release.chart.path, written(release, tree), values)


def leaves_of(
    files: Mapping[str, bytes], folder: str, laid: Written, values: Mapping[str, Any]
) -> dict[tuple[str, ...], Leaf]:
    """The same from the files of a chart (by path within it) and where they stand."""
    defaults: Node = {}
    for path, prefix, text in _defaults(Files(files, folder)):
        defaults = _over(_nested(prefix, _tree(path, text, "chart")), defaults)
    given: Node = {}
    for origin, path, data in laid.layers:
        given = _over(given, _tree(path, data, origin))
    for path, place, layer in laid.settings:
        set_ = _set(path, place, layer, values)
        given = _over(given, _masked(set_) if layer == "secrets" else set_)
    return dict(sorted(_leaves(_over(defaults, given), ())))


def _over(lower: Node, upper: Node) -> Node:
    """Helm's merge: maps merge, everything else replaces."""
    if isinstance(lower, Leaf) or isinstance(upper, Leaf):
        return upper
    merged = dict(lower)
    for key, value in upper.items():
        merged[key] = _over(merged[key], value) if key in merged else value
    return merged


def _tree(path: str, data: bytes, layer: str) -> Node:
    value, lines, _ = load_placed(data.decode("utf-8"))

    def node(value: Any, at: tuple[str | int, ...]) -> Node:
        if isinstance(value, Mapping):
            return {key: node(item, (*at, key)) for key, item in value.items()}
        return Leaf(value, layer, Place(path, lines.get(at, 1)))

    return node(value, ()) if isinstance(value, Mapping) else {}


def _set(path: str, place: Place, layer: str, values: Mapping[str, Any]) -> Node:
    """The leaf that a `--set` path changes: the value of its nearest map key, as it stands in the merged values."""

    def node(shape: Any, value: Any) -> Node:
        if isinstance(shape, Mapping) and isinstance(value, Mapping):
            return {key: node(item, value.get(key)) for key, item in shape.items()}
        return Leaf(value, layer, Place(place.file, place.line))

    return node(apply({}, path, "").values, values)


def _masked(node: Node) -> Node:
    if isinstance(node, Leaf):
        return Leaf(MASKED, node.layer, node.place)
    return {key: _masked(item) for key, item in node.items()}


def _leaves(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Leaf]]:
    if isinstance(node, Leaf):
        if node.value is not None:
            yield path, node
        return
    for key, item in node.items():
        yield from _leaves(item, (*path, key))


def _nested(prefix: tuple[str, ...], node: Node) -> Node:
    for name in reversed(prefix):
        node = {name: node}
    return node


def _defaults(files: Files) -> Iterator[tuple[str, tuple[str, ...], bytes]]:
    """(path, key of the subchart, text) of each values.yaml, a chart's own before those of its subcharts."""
    if "values.yaml" in files.contents:
        yield f"{files.shown}/values.yaml", files.prefix, files.contents["values.yaml"]
    known = aliases(files.contents)
    for name, subchart in sorted(subcharts(files)):
        for alias in known.get(name, (name,)):
            yield from _defaults(Files(subchart.contents, subchart.shown, (*files.prefix, alias)))
