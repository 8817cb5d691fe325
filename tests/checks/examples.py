"""The examples of rules made whole: laid over the blameless repository or its objects, and judged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from helm_python import lint
from helm_python.errors import HelmError

from pipeline.checks.hit import Hit
from pipeline.checks.judging import (
    Ruling,
    Verdict,
    judge_chart,
    judge_live,
    judge_overlays,
    judge_profiles,
    judge_release,
)
from pipeline.checks.places.ordering import ordered
from pipeline.checks.references.index import index_of
from pipeline.checks.references.judging import judge
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource, Message, Render
from pipeline.checks.subjects.lists import is_list
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import ChartName, Manifest, manifest
from pipeline.checks.subjects.profiles import Profile, Profiles
from pipeline.checks.subjects.release import Context, Plea, Release, release_of
from pipeline.checks.subjects.repeated import repeated
from pipeline.checks.subjects.values import ValuesFile
from pipeline.checks.words import Example
from pipeline.engines.bundle import documents_of
from pipeline.engines.embedded import ENGINE
from pipeline.engines.engine import Job, RenderError
from pipeline.manifests.kyaml import load, load_all
from pipeline.model.finding import Severity
from pipeline.model.node import Node
from pipeline.repository.neighbours import Neighbours
from pipeline.repository.nodes import nodes_of
from pipeline.repository.subcharts import metadata_of
from pipeline.repository.tree import Entry, Tree
from tests.checks.recording import recording
from tests.checks.stock import STOCK

HOME = Path(__file__).parent / "blameless"
KUBE_VERSION = "1.34.2"
# Where the blameless charts take their images from.
REGISTRIES = ("registry.example.org",)
_SEVERITIES = (Severity.INFO, Severity.INFO, Severity.WARNING, Severity.ERROR)


def broken(example: Example) -> Verdict:
    """What all rules say of an example."""
    if example.files is not None:
        return judge_repository(example)
    release = laid_release(example)
    if example.recorded:
        return judge_live(Live(tuple(_recorded(release, example.recorded)), release))
    return _joined([judge_release(release), _referred({"beside": _beside(example), "test": release})])


def _recorded(release: Release, laid: str) -> Iterator[Manifest]:
    """What a cluster shows of a release that came up, with what an example says of it laid over."""
    pairs = [(body, "", 0) for body in recording(release)]
    for document in _documents(laid):
        pairs = _with(pairs, document)
    return (manifest(index, body) for index, (body, _, _) in enumerate(pairs))


def ids(verdict: Verdict) -> set[str]:
    """The rules that a verdict names."""
    assert not verdict.crashes, verdict.crashes
    return {ruling.rule for ruling in verdict.rulings}


def settings_of(example: Example) -> Settings:
    """The settings of an example; images of the blameless charts are trusted, and its clusters encrypt Secrets."""
    given: Any = {
        _snake(key): tuple(value) if isinstance(value, list) else value
        for key, value in (example.settings or {}).items()
        if key != "waive"
    }
    return replace(Settings(registries=REGISTRIES, secrets_encrypted=True), **given)


def laid_release(example: Example) -> Release:
    """The blameless release with the objects of an example laid over it."""
    own = blameless()
    pairs = [(one.body, one.source, one.order) for one in own.objects]
    for document in _documents(example.objects):
        pairs = _with(pairs, document)
    kept = [pair for pair in pairs if not any(fnmatchcase(_label(pair[0]), glob) for glob in example.without)]
    objects = tuple(
        manifest(index, body, source, order, ChartName("shop", "1.0.0"))
        for index, (body, source, order) in enumerate(kept)
    )
    context = replace(own.context or Context("", "", "", ""), role=example.role or "production", pleas=_pleas(example))
    return release_of(objects, example.kube_version or KUBE_VERSION, settings_of(example), context)


def _pleas(example: Example) -> tuple[Plea, ...]:
    waivers = (example.settings or {}).get("waive", ())
    return tuple(Plea(one["resource"], one["reason"], one.get("agreed", "")) for one in waivers)


@cache
def blameless() -> Release:
    """What the blameless chart renders in production."""
    return rendering(Example())


def rendering(example: Example) -> Release:
    """What the blameless chart renders in production with the files of an example; RenderError with Helm's reason."""
    files = _files(example.files or {})
    with TemporaryDirectory() as folder:
        _written(files, Path(folder))
        return _rendering(Path(folder), files, "production", settings_of(example))


def judge_repository(example: Example) -> Verdict:
    """What all rules say of every chart of a repository, of its overlays and of what it renders in each environment."""
    files = _files(example.files or {})
    settings = settings_of(example)
    found: list[Verdict] = []
    renderings: dict[str, dict[str, Release]] = {}
    with TemporaryDirectory() as folder:
        top = Path(folder)
        _written(files, top)
        for place in sorted(_charts(files)):
            found += _chart(top, files, place, settings, renderings)
    return _joined([*found, *map(_referred, renderings.values())])


def _joined(found: Sequence[Verdict]) -> Verdict:
    return Verdict(
        tuple(ruling for one in found for ruling in one.rulings), tuple(crash for one in found for crash in one.crashes)
    )


def _beside(example: Example) -> Release:
    objects = tuple(manifest(index, body) for index, body in enumerate(_documents(example.beside)))
    return release_of(objects, KUBE_VERSION, settings_of(example), blameless().context)


def _referred(releases: Mapping[str, Release]) -> Verdict:
    """What the rules about references say of the releases of one environment."""
    nodes = next((one.context.nodes for one in releases.values() if one.context and one.context.nodes), ())
    broken, crashes = judge({label: index_of(release) for label, release in releases.items()}, nodes)
    rulings = (
        Ruling(one.rule, Hit(one.message, one.at, one.path, severity=one.severity, key=one.key)) for one in broken
    )
    return Verdict(tuple(rulings), crashes)


def _chart(
    top: Path, files: Mapping[str, str], folder: str, settings: Settings, renderings: dict[str, dict[str, Release]]
) -> Iterator[Verdict]:
    own = {
        path.removeprefix(f"{folder}/"): text.encode() for path, text in files.items() if path.startswith(f"{folder}/")
    }
    chart = ChartSource(folder, own, settings)
    render = _render(top, chart)
    made = render("", {})
    defaults, failure = (None, made) if isinstance(made, str) else (made, "")
    chart = replace(
        chart, defaults=defaults, failure=failure, lint=_linted(top / folder), neighbours=_neighbours(files), render=render,
    )  # fmt: skip
    profiles = []
    for environment in sorted(environments(files)):
        declared = load(files[f"environments/{environment}/environment.yaml"])
        layers = [path for path in _layers(environment) if path in files]
        overlays = [ValuesFile(path, files[path]) for path in layers]
        yield judge_overlays(overlays, chart)
        profile = Profile(
            environment,
            environment,
            "test",
            str(declared.get("kubeVersion", "")),
            f"environments/{environment}/environment.yaml",
            1,
            tuple(layers),
        )
        try:
            rendering = _rendering(top, files, environment, settings, folder)
        except RenderError:
            profiles.append(profile)
            continue
        yield judge_release(rendering)
        renderings.setdefault(environment, {})[folder] = rendering
        profiles.append(replace(profile, rendering=rendering))
    yield judge_chart(chart)
    yield judge_profiles(Profiles(chart, tuple(profiles), defaults))


def _charts(files: Mapping[str, str]) -> set[str]:
    """The folders of charts: those in charts/, and any other with a Chart.yaml."""
    places = {tuple(path.split("/")[:2]) for path in files if path.count("/") > 1}
    return {f"{top}/{name}" for top, name in places if top == "charts" or f"{top}/{name}/Chart.yaml" in files}


def _render(top: Path, chart: ChartSource) -> Render:
    def render(name: str, values: Mapping[str, Any]) -> Release | str:
        context = Context(name or "test", "shop", "", "", "", "minikube", defaults=True)
        try:
            return _rendered(top, chart, context, values, KUBE_VERSION)
        except RenderError as error:
            return str(error)

    return render


def _neighbours(files: Mapping[str, str]) -> Neighbours:
    """Name and version of each chart of a repository, which is more than a brief says."""
    read = {folder: metadata_of(files.get(f"{folder}/Chart.yaml", "").encode()) for folder in _charts(files)}
    return {folder: (str(one["name"]), str(one.get("version"))) for folder, one in read.items() if one.get("name")}


def environments(files: Mapping[str, str]) -> set[str]:
    """The environments of a repository."""
    return {path.split("/")[1] for path in files if path.endswith("/environment.yaml")}


def _linted(chart: Path) -> tuple[Message, ...]:
    try:
        said = lint(chart, {})
    except HelmError:
        return ()
    return tuple(Message(_SEVERITIES[one["severity"]], str(one["path"]), str(one["error"])) for one in said["messages"])


def _rendering(
    top: Path, files: Mapping[str, str], environment: str, settings: Settings, folder: str = "charts/shop"
) -> Release:
    values: dict[str, Any] = {}
    for layer in _layers(environment):
        values = _merged(values, load(files.get(layer, "")) or {})
    declared = load(files[f"environments/{environment}/environment.yaml"])
    context = Context("test", "shop", "", "", environment, environment, nodes=_nodes(files, environment))
    source = ChartSource(
        folder,
        {
            path.removeprefix(f"{folder}/"): text.encode()
            for path, text in files.items()
            if path.startswith(f"{folder}/")
        },
        settings,
    )
    return _rendered(top, source, context, values, str(declared.get("kubeVersion") or KUBE_VERSION))


def _rendered(top: Path, chart: ChartSource, context: Context, values: Mapping[str, Any], version: str) -> Release:
    pieces = ENGINE.render(Job(top / chart.folder, context.release, context.namespace, version, (), values))
    name = ChartName(chart.name, str(chart.metadata.get("version", "")))
    orders: dict[str, int] = {}
    found: list[Manifest] = []
    for document in documents_of(pieces):
        twice = repeated(document.text) or [()] * len(document.bodies)
        for body, keys in zip(document.bodies, twice, strict=True):
            orders[document.source] = orders.get(document.source, -1) + 1
            order, listed = orders[document.source], is_list(document.text)
            found.append(manifest(len(found), body, document.source, order, name, keys, (), listed))
    return release_of(
        ordered(found, chart.files), version, chart.settings, replace(context, chart=name.name, version=name.version)
    )


def _nodes(files: Mapping[str, str], environment: str) -> tuple[Node, ...]:
    tree = Tree(dict.fromkeys(files, Entry("", "")), lambda paths: {path: files[path].encode() for path in paths})
    return nodes_of(tree, environment, [])


def _layers(environment: str) -> Sequence[str]:
    return (f"environments/{environment}/values.yaml", f"environments/{environment}/test.yaml")


def _files(laid: Mapping[str, str | None]) -> dict[str, str]:
    base = {str(path.relative_to(HOME)): path.read_text("utf-8") for path in sorted(HOME.rglob("*")) if path.is_file()}
    laid = {path: _below(base.get(path, ""), text) for path, text in laid.items()}
    return {path: text for path, text in {**base, **laid}.items() if text is not None}


def _below(base: str, text: str | None) -> str | None:
    """The text, or what the file has with the text below it."""
    return base + text.removeprefix("…\n") if text and text.startswith("…\n") else text


def _written(files: Mapping[str, str], top: Path) -> None:
    for path, text in files.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text, encoding="utf-8")


def _documents(text: str) -> list[dict[str, Any]]:
    return [document for document in load_all(text) if document is not None]


def _with(pairs: list[tuple[Any, str, int]], document: dict[str, Any]) -> list[tuple[Any, str, int]]:
    """The objects with one more laid over the one of its kind and name (hooks by their name only), or made of one without
    fault of its kind."""
    kind = str(document.get("kind"))
    metadata = document.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    for index, (body, source, order) in enumerate(pairs):
        if body.get("kind") == kind and (_label(body) == f"{kind}/{name}" if name else not _is_hook(body)):
            return [*pairs[:index], (_laid(body, document), source, order), *pairs[index + 1 :]]
    there = [body for body, _, _ in pairs if body.get("kind") == kind and not _is_hook(body)]
    base, *companions = STOCK.get(kind, tuple(there[:1]) or ({},))
    known = {_label(body) for body, _, _ in pairs}
    more = [
        (one, "shop/templates/more.yaml", 0)
        for one in companions
        if _label(one) not in known and name in (None, base["metadata"]["name"])
    ]
    return [*pairs, (_laid(base, document), "shop/templates/more.yaml", 0), *more]


def _is_hook(body: Mapping[str, Any]) -> bool:
    return "helm.sh/hook" in str(body.get("metadata"))


def _label(body: Mapping[str, Any]) -> str:
    metadata = body.get("metadata")
    return f"{body.get('kind')}/{metadata.get('name') if isinstance(metadata, dict) else ''}"


def _laid(base: Any, over: Any) -> Any:
    """Maps merge and null takes away; an entry of a list is laid over the one of its name, else over the first."""
    if isinstance(base, dict) and isinstance(over, dict):
        merged = dict(base)
        for key, value in over.items():
            if value is None:
                merged.pop(key, None)
            else:
                merged[key] = _laid(base.get(key), value)
        return merged
    if (
        isinstance(base, list)
        and isinstance(over, list)
        and base
        and all(isinstance(one, dict) for one in (*base, *over))
    ):
        named = {one.get("name"): one for one in base}
        return [_laid(named.get(one.get("name"), base[0]), one) for one in over]
    return _without_null(over)


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_null(item) for key, item in value.items() if item is not None}
    return [_without_null(item) for item in value] if isinstance(value, list) else value


def _merged(lower: dict[str, Any], upper: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _merged(lower[key], upper[key])
        if isinstance(lower.get(key), dict) and isinstance(upper.get(key), dict)
        else upper.get(key, lower.get(key))
        for key in {**lower, **upper}
    }


def _snake(key: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in key)


def said(verdict: Verdict, rule: str) -> list[Hit]:
    """The hits of one rule."""
    return [ruling.hit for ruling in verdict.rulings if ruling.rule == rule]
