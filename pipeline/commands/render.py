"""`rendiff render`: the manifests of releases, as Helm prints them, to one stream or to one file a resource."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from pipeline.commands.request import Request, workshop
from pipeline.engines.frames import REFUSED
from pipeline.engines.workers import Answer, Standby
from pipeline.errors import PipelineError
from pipeline.model.problem import Problem
from pipeline.model.rendering import Failure, failure_of
from pipeline.reading import read
from pipeline.rendering import Prepared, prepare, texts
from pipeline.repository.plan import unmatched
from pipeline.repository.sides import head_side


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


def render(request: Request, revision: str | None) -> Rendered:
    """Renders the selected releases of a revision, or of the working tree."""
    with Standby(request.crew, request.world.variables) as standby:
        return _rendered(request, revision, standby)


def _rendered(request: Request, revision: str | None, standby: Standby) -> Rendered:
    side = head_side(request.root, revision)
    reading = read(request.root, side, request.selection)
    if strangers := unmatched(request.selection, reading.config):
        raise PipelineError("\n".join(strangers))
    with workshop(request, standby) as place:
        prepared = {
            label: prepare(one, side.tree, place) for label, one in reading.planned.items() if label in reading.selected
        }
        answers = dict(texts([one for one in prepared.values() if isinstance(one, Prepared)], place))
    releases = tuple(
        _manifests(label, answers[one.key])
        if isinstance(one, Prepared)
        else Manifests(label, failure=failure_of(one, side.name))
        for label, one in prepared.items()
    )
    return Rendered(releases, tuple(problem for problem in reading.config.problems if not problem.release))


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
