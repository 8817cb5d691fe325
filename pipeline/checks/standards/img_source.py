"""IMG: where the images of a chart's workloads are written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, chart
from pipeline.checks.standards.img import POLICIES
from pipeline.checks.subjects.actions import actions
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.macros import assigned, called, parts
from pipeline.checks.subjects.pod import WORKLOADS, pod_of
from pipeline.checks.subjects.template import Document, Entry, Template, template
from pipeline.checks.subjects.written import plain

_HOLDERS: Final = ("containers", "initContainers")
_FIELD: Final = re.compile(r"(\$\w*)?((?:\.[A-Za-z_]\w*)+)")
_ALONE: Final = re.compile(r"\$\w+(?![\w.])")
_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`')
# Roots whose fields are no values; the version of the application stands for a tag.
_GIVEN: Final = ("Release", "Chart", "Capabilities", "Files", "Template", "Subcharts")
_TAGS: Final = ("tag", "version", "digest", "sha")
_PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A document of a template, or the body of a named template. shift: to be added to the lines of its entries."""

    file: str
    document: Document
    shift: int
    named: bool


@dataclass(frozen=True, slots=True)
class Sources:
    """What an expression is made of. parts: kinds of values; unknown: it calls a template that is not there."""

    parts: frozenset[str]
    unknown: bool = False


@chart("IMG004", SHOULD, WARNING, "reason")
def image_values(chart: ChartSource) -> Iterator[Hit]:
    """Registry, image and tag are parameters."""
    for piece in _pieces(chart):
        for entry in piece.document.entries:
            if plain(entry.value) and _is_of_container(piece, entry, "image"):
                yield from _image(chart, piece, entry)


@chart("IMG005", SHOULD, WARNING, "reason")
def policy_values(chart: ChartSource) -> Iterator[Hit]:
    """Pull policy is a parameter."""
    for piece in _pieces(chart):
        for entry in piece.document.entries:
            if _is_of_container(piece, entry, "imagePullPolicy") and not _comes_from_values(chart, piece, entry.value):
                said = plain(entry.value)
                yield chart.hit(piece.file, f"imagePullPolicy {said!r} is written out", entry.line + piece.shift)
    for one in chart.templates:
        yield from _policies(chart, one) if one.path in chart.own else _unwritten(chart, one)


@chart("IMG007", MAY, INFO, "reason")
def pull_secrets(chart: ChartSource) -> Iterator[Hit]:
    """Pull secrets come from values."""
    for piece in _pieces(chart):
        entry = next((one for one in piece.document.entries if _is_of_pod(piece, one, "imagePullSecrets")), None)
        if entry:
            fault = _pull_fault(chart, piece, tuple(piece.document.below(*entry.path)))
            if fault:
                yield chart.hit(piece.file, f"imagePullSecrets {fault}", entry.line + piece.shift)


def _pieces(chart: ChartSource) -> Iterator[Piece]:
    """The documents of its own templates, and what its own named templates print."""
    for one in chart.templates:
        yield from (Piece(one.path, document, 0, named=False) for document in one.documents)
    for path, text in chart.texts.items():
        yield from _named(path, text)


@lru_cache(maxsize=512)
def _named(path: str, text: str) -> tuple[Piece, ...]:
    return tuple(
        Piece(path, document, macro.line - 1, named=True)
        for macro in (parts(text).macros if "define" in text else ())
        for document in template(path, macro.text).documents
    )


def _is_of_container(piece: Piece, entry: Entry, key: str) -> bool:
    path = entry.path
    if path[-1:] != (key,) or entry.printed:
        return False
    if piece.named:
        return len(path) == 1 or isinstance(path[-2], int)
    return path[-3:-2] in ((_HOLDERS[0],), (_HOLDERS[1],)) and _is_workload(piece.document)


def _is_of_pod(piece: Piece, entry: Entry, key: str) -> bool:
    if entry.path[-1:] != (key,) or entry.printed:
        return False
    return len(entry.path) == 1 if piece.named else entry.path[-2:-1] == ("spec",) and _is_workload(piece.document)


def _is_workload(document: Document) -> bool:
    """Whether a document may have a pod: its kind says so, or an action prints it."""
    return plain(document.kind) in WORKLOADS or "{{" in document.kind


def _image(chart: ChartSource, piece: Piece, entry: Entry) -> Iterator[Hit]:
    found = _sources(chart, piece.file, entry.value)
    line = entry.line + piece.shift
    if len(found.parts) >= _PARTS:
        return
    if found.unknown:
        yield chart.hit(piece.file, "to review: whether registry, image and tag are values of their own", line, INFO)
    elif len(found.parts) == _PARTS - 1:
        yield chart.hit(piece.file, "the image is made of two values, not of registry, image and tag", line, INFO)
    elif found.parts:
        yield chart.hit(piece.file, "the image is one value, not made of registry, image and tag", line)
    else:
        yield chart.hit(piece.file, f"the image {plain(entry.value)!r} is written out", line)


def _sources(chart: ChartSource, file: str, text: str) -> Sources:
    """What the actions of a text name, and the named templates that they call, and what their variables were given."""
    parts: set[str] = set()
    todo, seen = [text], {text}
    unknown = False
    while todo:
        for _, action in actions(todo.pop()):
            parts.update(_parts(action))
            inner = [
                f"{{{{ {one} }}}}"
                for name in _ALONE.findall(action)
                for one in assigned(chart.text(file)).get(name, ())
            ]
            for name in called(action):
                unknown = unknown or name not in chart.macros
                inner += [chart.macros[name].text] if name in chart.macros else []
            todo += [one for one in inner if one not in seen]
            seen.update(inner)
    return Sources(frozenset(parts), unknown)


def _parts(action: str) -> Iterator[str]:
    for variable, fields in _FIELD.findall(_TEXT.sub('""', action)):
        steps = fields.split(".")[1:]
        if steps[-1] == "AppVersion":
            yield "tag"
        elif steps != ["Values"] and (variable not in ("", "$") or steps[0] not in _GIVEN):
            yield _part(steps[-1])


def _part(name: str) -> str:
    """Which part of an image a value is, by the end of its name."""
    lower = name.lower()
    if "registry" in lower:
        return "registry"
    return "tag" if lower.endswith(_TAGS) else lower


def _comes_from_values(chart: ChartSource, piece: Piece, value: str) -> bool:
    found = _sources(chart, piece.file, value)
    return bool(found.parts) or found.unknown


def _pull_fault(chart: ChartSource, piece: Piece, inner: Sequence[Entry]) -> str:
    """What is wrong with the entries at imagePullSecrets and below, "" where nothing is."""
    conditions = {guard.condition for one in inner for guard in one.guards}
    sources = (*(one.value for one in inner), *(f"{{{{ {condition} }}}}" for condition in conditions))
    is_literal = any(plain(one.value) and "{{" not in one.value for one in inner)
    if is_literal or not any(_ALONE.search(text) or _comes_from_values(chart, piece, text) for text in sources):
        return "are written out"
    is_guarded = any(guard.word in ("if", "with") for one in inner for guard in one.guards)
    return "" if is_guarded else "stand there even where no secret is given"


def _policies(chart: ChartSource, template: Template) -> Iterator[Hit]:
    """What is rendered without a policy, or with one that is none."""
    lines = _named_lines(template)
    for one in chart.own[template.path]:
        pod = pod_of(one)
        for container in pod.every if pod else ():
            policy = container.get("imagePullPolicy")
            if policy in POLICIES:
                continue
            said = f"has the imagePullPolicy {policy!r}" if policy else "has no imagePullPolicy"
            key = f"{one.kind}/{one.name}/{container.name}"
            message = f"container {container.name!r} of {one.kind} {one.name!r} {said}"
            yield chart.hit(template.path, message, lines.get(container.name, 0), key=key)


def _named_lines(template: Template) -> Mapping[str, int]:
    """Where a template names its containers itself: the first line for each name."""
    names = [
        (plain(entry.value), entry.line)
        for document in template.documents
        for entry in document.entries
        if entry.path[-1:] == ("name",) and entry.path[-3:-2] in (("containers",), ("initContainers",))
    ]
    return dict(reversed(names))


def _unwritten(chart: ChartSource, template: Template) -> Iterator[Hit]:
    """Containers that are written without a policy, in a template that prints nothing by itself."""
    for document in template.documents:
        piece = Piece(template.path, document, 0, named=False)
        known = {one.path[:-1] for one in document.entries if one.path[-1:] == ("imagePullPolicy",)}
        known |= {one.path for one in document.entries if one.printed}
        for entry in document.entries:
            if _is_of_container(piece, entry, "image") and entry.path[:-1] not in known:
                yield chart.hit(template.path, "the container has no imagePullPolicy", entry.line)
