"""One release rendered as often as needed: its resources, what varies in them, what is secret in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.engines.engine import Engine, Job, Piece, RenderError
from pipeline.engines.patching import patched
from pipeline.manifests.emitting import dump
from pipeline.manifests.identity import identify
from pipeline.manifests.kyaml import YamlError, load_shared
from pipeline.manifests.masking import masked, seal, token
from pipeline.manifests.objects import content, flattened, segments
from pipeline.manifests.varying import unstable_leaves
from pipeline.model.resource import Resource

Bodies = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What the parent asks of a worker.

    doubled: the values with other placeholders, None where nothing is secret. repeats: further renderings that look
    for what varies. waits: the chart looks at the clock, so they come a second later. key: seals the values of
    Secrets; b"" leaves them open. patches: RFC 6902 operations by resource. brief: what it is judged by, b"" where it
    is not judged; engines do not look into it.
    """

    job: Job
    doubled: Mapping[str, Any] | None = None
    repeats: int = 0
    waits: bool = False
    key: bytes = b""
    patches: tuple[Mapping[str, Any], ...] = ()
    brief: bytes = b""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the output with the objects in it.

    text: as Helm printed it, its own `---` line included. opens: it is the first below its `# Source:` comment.
    """

    source: str
    text: str
    bodies: Bodies
    opens: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    """documents: Helm's output; bodies: the objects in it, patched, every secret open; resources: the same sealed, with
    what varies and what is secret."""

    documents: tuple[Document, ...]
    bodies: Bodies
    resources: tuple[Resource, ...]


def rendered(job: Job, engine: Engine) -> tuple[Document, ...]:
    """What Helm prints for a job, as documents; RenderError with Helm's reason."""
    return documents_of(engine.render(job))


def bundle(order: Order, engine: Engine, first: tuple[Document, ...] | None = None) -> Bundle:
    """Renders, renders again where in doubt, and says what is to be believed; RenderError with Helm's reason.

    first: a rendering that is there already.
    """
    documents = rendered(order.job, engine) if first is None else first
    flat = _bodies(documents, order)
    unstable = unstable_leaves(flat, [_again(order, order.job, engine) for _ in range(order.repeats)])
    doubles = [] if order.doubled is None else [_again(order, replace(order.job, values=order.doubled), engine)]
    tainted = unstable_leaves(flat, doubles)
    identities = identify(flat, order.job.namespace)
    sources = [document.source for document in documents for _ in document.bodies]
    resources = (
        _sealed(Resource(identity, body, source, tuple(varies), tuple(varies.values()), tuple(taint)), order.key)
        for identity, body, source, varies, taint in zip(identities, flat, sources, unstable, tainted, strict=True)
    )
    return Bundle(documents, flat, tuple(resources))


def documents_of(pieces: Sequence[Piece]) -> tuple[Document, ...]:
    """Pieces of output as documents; RenderError for one that is no object."""
    return tuple(
        Document(piece.source, segment, tuple(_objects(piece.source, segment)), opens=not index)
        for piece in pieces
        for index, segment in enumerate(segments(piece.text))
    )


def shown(found: Bundle) -> tuple[Document, ...]:
    """The documents as they may be shown: what is patched stands there patched, what is secret cannot be read or applied."""
    rest = iter(found.resources)
    return tuple(_shown(document, [next(rest) for _ in document.bodies]) for document in found.documents)


def opened(found: Bundle) -> tuple[Document, ...]:
    """The documents with every secret in them, patched."""
    rest = iter(found.resources)
    return tuple(_written(document, tuple(next(rest).body for _ in document.bodies)) for document in found.documents)


def _shown(document: Document, own: Sequence[Resource]) -> Document:
    return _written(document, tuple(masked(one.body, one.secret, refuse=True) for one in own))


def _written(document: Document, bodies: Bodies) -> Document:
    """Helm's own text where the objects are still Helm's."""
    if bodies == document.bodies:
        return document
    mark = "---\n" if document.text.startswith("---") else ""
    return replace(document, text=mark + "---\n".join(map(dump, bodies)), bodies=bodies)


def _objects(source: str, segment: str) -> Sequence[Mapping[str, Any]]:
    try:
        body = load_shared(content(segment) + "\n")
    except YamlError as error:
        raise RenderError(f"{source} is no valid YAML: {error}") from error
    if body is None:
        return ()
    if not isinstance(body, Mapping):
        raise RenderError(f"{source} holds a document that is no object")
    return tuple(flattened(body))


def _bodies(documents: Sequence[Document], order: Order) -> Bodies:
    flat = tuple(body for document in documents for body in document.bodies)
    return patched(flat, order.patches) if order.patches else flat


def _again(order: Order, job: Job, engine: Engine) -> Bodies:
    return _bodies(rendered(job, engine), order)


def _sealed(resource: Resource, key: bytes) -> Resource:
    """Values of Secrets as tokens, what is steady in them too; left open where there is no key, and known to be secret."""
    body, pointers = seal(resource.body, key)
    secret = tuple(sorted({*resource.secret, *pointers}))
    if not key:
        return replace(resource, secret=secret)
    steady = (
        token(text, key) if pointer in pointers else text
        for pointer, text in zip(resource.unstable, resource.steady, strict=True)
    )
    return replace(resource, body=body, steady=tuple(steady), secret=secret)
