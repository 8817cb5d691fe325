"""`rendiff render`: the manifests of releases, as Helm prints them, to one stream or to one file a resource."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from pipeline.commands.paths import chart_at, check_version
from pipeline.commands.request import Request, asked, workshop
from pipeline.engines.frames import REFUSED
from pipeline.engines.workers import Answer, Standby
from pipeline.errors import PipelineError
from pipeline.model.config import Chart, Layer, Release, Text
from pipeline.model.problem import Place, Problem
from pipeline.model.rendering import Failure, failure_of
from pipeline.reading import read
from pipeline.rendering import Prepared, prepare, texts
from pipeline.repository.charts import folder_of
from pipeline.repository.plan import Planned
from pipeline.repository.sides import head_side
from pipeline.repository.tree import Tree


@dataclass(frozen=True, slots=True)
class Printed:
    """One document of one release.

    text: with its own `---` line if it has one. opens: it is the first below its `# Source:` comment. name: of a file
    for it, "" where it holds no object.
    """

    source: str
    text: str
    opens: bool
    name: str


@dataclass(frozen=True, slots=True)
class Manifests:
    """What one release renders, or why it does not."""

    label: str
    documents: tuple[Printed, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """All selected releases in the order of the environments, and the mistakes that belong to none of them."""

    releases: tuple[Manifests, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Install:
    """A chart and how it is installed where no environment says it. path: folder or archive; values: files, lowest first."""

    path: str
    name: str
    namespace: str
    kube_version: str
    values: tuple[str, ...] = ()


def render_chart(request: Request, install: Install) -> Rendered:
    """Renders one chart as `helm template` does; PipelineError where there is none, or a file cannot be read."""
    chart = chart_at(install.path)
    if not chart:
        raise PipelineError(
            f"there is no chart at {install.path}: neither a folder with a Chart.yaml nor a packed chart"
        )
    check_version(install.kube_version)
    place = Place(install.path)
    release = Release(
        "", install.name, Chart(folder_of(chart), place), Text(install.namespace, place), install.kube_version, (),
        tuple(Layer("release", file) for file in install.values), place, overrides=request.overrides,
    )  # fmt: skip
    planned = {install.name: Planned(release, chart, chart.hash)}
    return Rendered(_made(planned, _on_disk(install.values), request), ())


def _on_disk(files: Sequence[str]) -> Tree:
    contents = {file: Path(file).read_bytes() for file in files}
    return Tree({}, lambda _: contents)


def render(request: Request, revision: str | None) -> Rendered:
    """Renders the selected releases of a revision, or of the working tree."""
    with Standby(request.crew, request.world.variables) as standby:
        return _rendered(request, revision, standby)


def _rendered(request: Request, revision: str | None, standby: Standby) -> Rendered:
    side = head_side(request.root, revision)
    reading = read(request.root, side, request.selection)
    releases = _made(asked(reading, request), side.tree, request, standby)
    return Rendered(releases, tuple(problem for problem in reading.config.problems if not problem.release))


def _made(
    planned: Mapping[str, Planned], tree: Tree, request: Request, standby: Standby | None = None
) -> tuple[Manifests, ...]:
    with workshop(request, standby) as place:
        prepared = {label: prepare(one, tree, place) for label, one in planned.items()}
        answers = dict(texts([one for one in prepared.values() if isinstance(one, Prepared)], place))
    return tuple(
        _manifests(label, answers[one.key])
        if isinstance(one, Prepared)
        else Manifests(label, failure=failure_of(one, "head"))
        for label, one in prepared.items()
    )


def stream(release: Manifests) -> str:
    """The documents of a release as `helm template` prints them."""
    text = ""
    for document in release.documents:
        if document.opens:
            text += ("\n" if text else "") + f"---\n# Source: {document.source}\n"
        text += document.text
    return f"{text}\n" if text else ""


def _manifests(label: str, answer: Answer) -> Manifests:
    if answer.kind == REFUSED:
        return Manifests(label, failure=Failure("head", answer.payload.decode()))
    return Manifests(label, tuple(_named(orjson.loads(answer.payload))))


def _named(documents: list[list[object]]) -> Iterator[Printed]:
    """Each document with a file name of its own: kind and name, counted where they repeat."""
    taken: dict[str, int] = {}
    for source, text, opens, identities in documents:
        stem = _stem(identities) if isinstance(identities, list) and identities else ""
        if stem:
            taken[stem] = taken.get(stem, 0) + 1
            stem += f"-{taken[stem]}" if taken[stem] > 1 else ""
        yield Printed(str(source), str(text), bool(opens), f"{stem}.yaml" if stem else "")


def _stem(identities: list[list[str]]) -> str:
    """A file name that stays in its folder, whatever a chart calls its resources."""
    kind, namespace, name = identities[0]
    parts = (re.sub(r"[^A-Za-z0-9._-]", "_", part).lstrip(".") for part in (kind.lower(), namespace, name))
    return "-".join(part for part in parts if part)[:200]
