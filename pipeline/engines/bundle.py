"""One release rendered as often as needed: its resources, what varies in them, what is secret in them."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.engines.engine import Engine, Job, Piece, RenderError
from pipeline.engines.patching import patched
from pipeline.manifests.emitting import dump
from pipeline.manifests.identity import identify
from pipeline.manifests.kyaml import YamlError, load
from pipeline.manifests.masking import masked, seal
from pipeline.manifests.objects import content, flattened, segments
from pipeline.manifests.varying import unstable_leaves
from pipeline.model.resource import Resource

Bodies = tuple[Mapping[str, Any], ...]
# Templates print seconds at the finest as a rule.
_TICK = 1.0


@dataclass(frozen=True, slots=True)
class Order:
    """What the parent asks of a worker.

    doubled: the values with other placeholders, None where nothing is secret. repeats: further renderings that look
    for what varies. waits: the chart looks at the clock, so they come a second later. key: seals the values of Secrets; b"" leaves them open. patches: RFC 6902 operations by resource.
    """

    job: Job
    doubled: Mapping[str, Any] | None = None
    repeats: int = 0
    waits: bool = False
    key: bytes = b""
    patches: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the output with the objects in it. text: as Helm printed it, its `---` line included."""

    source: str
    text: str
    bodies: Bodies


@dataclass(frozen=True, slots=True)
class Bundle:
    """documents: Helm's output; resources: the objects in it, patched, sealed, with what varies and what is secret."""

    documents: tuple[Document, ...]
    resources: tuple[Resource, ...]


def bundle(order: Order, engine: Engine) -> Bundle:
    """Renders, renders again where in doubt, and says what is to be believed; RenderError with Helm's reason."""
    documents = documents_of(engine.render(order.job))
    flat = _bodies(documents, order)
    if order.waits:
        time.sleep(_TICK)
    unstable = _varying(flat, [_again(order, order.job, engine) for _ in range(order.repeats)])
    tainted = _varying(flat, [_again(order, replace(order.job, values=order.doubled), engine)] if order.doubled is not None else [])
    identities = identify(flat, order.job.namespace)
    sources = [document.source for document in documents for _ in document.bodies]
    resources = (
        _sealed(Resource(identity, body, source, varies, taint), order.key)
        for identity, body, source, varies, taint in zip(identities, flat, sources, unstable, tainted, strict=True)
    )
    return Bundle(documents, tuple(resources))


def documents_of(pieces: Sequence[Piece]) -> tuple[Document, ...]:
    """Pieces of output as documents; RenderError for one that is no object."""
    return tuple(
        Document(piece.source, segment, tuple(_objects(piece.source, segment)))
        for piece in pieces
        for segment in segments(piece.text)
    )


def shown(found: Bundle, refuse: bool) -> tuple[tuple[str, str, tuple[Resource, ...]], ...]:
    """Source, text and objects of each document as they may be shown: what is secret is masked and cannot be applied."""
    rest = iter(found.resources)
    result = []
    for document in found.documents:
        own = tuple(next(rest) for _ in document.bodies)
        same = all(not one.secret and one.body == body for one, body in zip(own, document.bodies, strict=True))
        mark = "---\n" if document.text.startswith("---") else ""
        text = document.text if same else mark + "---\n".join(dump(masked(one.body, one.secret, refuse=refuse)) for one in own)
        result.append((document.source, text, own))
    return tuple(result)


def _objects(source: str, segment: str) -> Sequence[Mapping[str, Any]]:
    try:
        body = load(content(segment) + "\n")
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
    return _bodies(documents_of(engine.render(job)), order)


def _varying(first: Bodies, others: Sequence[Bodies]) -> tuple[tuple[str, ...], ...]:
    """For each body the leaves in which any of the other renderings differs."""
    found: list[set[str]] = [set() for _ in first]
    for other in others:
        for leaves, varies in zip(found, unstable_leaves(first, other), strict=True):
            leaves.update(varies)
    return tuple(tuple(sorted(leaves)) for leaves in found)


def _sealed(resource: Resource, key: bytes) -> Resource:
    body, pointers = seal(resource.body, key) if key else (resource.body, _secret_leaves(resource))
    secret = tuple(sorted({*resource.secret, *pointers}))
    return replace(resource, body=body, secret=secret)


def _secret_leaves(resource: Resource) -> tuple[str, ...]:
    return seal(resource.body, b"\0")[1]
