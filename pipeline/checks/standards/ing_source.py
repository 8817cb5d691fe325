"""ING: what templates leave to values in the way in from outside."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, WARNING, chart
from pipeline.checks.subjects.actions import Guards
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.template import Document, Path, Template
from pipeline.checks.subjects.written import Written, in_full, is_open, plain
from pipeline.model.finding import Severity

_TLS: Final = ("spec", "tls")
_NOTES: Final = ("metadata", "annotations")
_CONDITIONS: Final = ("if", "with", "range")
_THROUGH: Final = re.compile(r"\btpl\b|\btplvalues\.render\b")


@chart("ING002", MAY, WARNING, "reason")
def switched_tls(chart: ChartSource) -> Iterator[Hit]:
    """TLS is switched and set from values."""
    for template, document in _ingresses(chart):
        written = _written(document, _TLS)
        line = _line(document, _TLS, written)
        if not line:
            yield _absent(
                chart, template, document, _TLS, "the Ingress has no tls that an environment could switch on", WARNING
            )
        elif not _is_switched(document, written):
            yield chart.hit(
                template.path, "tls of the Ingress is always there: no condition on values switches it", line
            )
        for one in written:
            if ("secretName" in one.path or "hosts" in one.path) and "{{" not in one.text:
                yield chart.hit(template.path, f"{one.text!r} in tls of the Ingress is fixed in the template", one.line)


@chart("ING004", MAY, WARNING, "reason")
def hosts_from_values(chart: ChartSource) -> Iterator[Hit]:
    """Ingress host name comes from values."""
    for template, document in _ingresses(chart):
        hosts = [one for one in _written(document, ("spec", "rules")) if one.path[3:] == ("host",)]
        secured = [one for one in _written(document, _TLS) if "hosts" in one.path]
        for one in hosts:
            if not is_open(one.text):
                yield chart.hit(template.path, f"host {one.text!r} of the Ingress does not come from values", one.line)
        if hosts and secured and _goes_through(hosts) != _goes_through(secured):
            message = "the hosts of rules and tls are made in two ways: only one of them goes through tpl"
            yield chart.hit(template.path, message, secured[0].line)


@chart("ING005", MAY, INFO, "reason")
def annotations_from_values(chart: ChartSource) -> Iterator[Hit]:
    """Ingress annotations come from values."""
    for template, document in _ingresses(chart):
        written = _written(document, _NOTES)
        line = _line(document, _NOTES, written)
        fixed = [one for one in written if len(one.path) == 3 and "{{" not in one.text]
        for one in fixed:
            message = f"annotation {one.path[2]!r} of the Ingress is fixed in the template"
            yield chart.hit(template.path, message, one.line)
        if not line:
            yield _absent(chart, template, document, _NOTES, "the Ingress takes no annotations from values", INFO)
        elif not fixed and not _is_walked(document):
            yield chart.hit(template.path, "the keys of the annotations of the Ingress are fixed in the template", line)
    yield from _no_texts(chart)


def _ingresses(chart: ChartSource) -> Iterator[tuple[Template, Document]]:
    return (
        (template, document)
        for template in chart.templates
        for document in template.documents
        if plain(document.kind) == "Ingress"
    )


def _written(document: Document, path: Path) -> Sequence[Written]:
    """The scalars below a path, with their actions."""
    return [one for one in in_full(document) if one.path[: len(path)] == path]


def _line(document: Document, path: Path, written: Sequence[Written]) -> int:
    """The line at which something is written at a path, 0 where nothing is."""
    entry = next(document.below(*path), None)
    return entry.line if entry else written[0].line if written else 0


def _absent(
    chart: ChartSource, template: Template, document: Document, path: Path, what: str, severity: Severity
) -> Hit:
    """The hit of an Ingress that has nothing written at a path."""
    line, key = document.entries[0].line, str(path[1])
    if any(entry.printed and entry.path in ((), path[:1]) for entry in document.entries):
        return chart.hit(
            template.path, f"to review: whether what is printed into the Ingress has {key}", line, INFO, key
        )
    return chart.hit(template.path, what, line, severity, key)


def _is_switched(document: Document, written: Sequence[Written]) -> bool:
    """Whether values decide that there is tls: by a block around it or around all in it, or by being all of it."""
    around = _around(document)
    below = list(document.below(*_TLS))
    if any(entry.path == _TLS and (is_open(entry.value) or _asks(entry.guards, around)) for entry in below):
        return True
    inner = [entry.guards for entry in below if entry.path != _TLS] + [
        one.guards for one in written if one.path != _TLS
    ]
    return bool(inner) and all(_asks(guards, around) for guards in inner)


def _around(document: Document) -> Guards:
    """The blocks around the whole document."""
    kind = document.entry("kind")
    return kind.guards if kind else ()


def _asks(guards: Guards, around: Guards) -> bool:
    """Whether a block inside of the document depends on values."""
    return any(
        guard.word in _CONDITIONS and is_open(f"{{{{ {guard.condition} }}}}") for guard in guards if guard not in around
    )


def _goes_through(hosts: Sequence[Written]) -> bool:
    return any(_THROUGH.search(one.text) for one in hosts)


def _is_walked(document: Document) -> bool:
    """Whether the annotations are a map of values, printed as a whole or key by key."""
    around = _around(document)
    return any(
        ((entry.printed or entry.path == _NOTES) and is_open(entry.value))
        or any(guard.word == "range" and guard not in around for guard in entry.guards)
        for entry in document.below(*_NOTES)
    )


def _no_texts(chart: ChartSource) -> Iterator[Hit]:
    """Annotations that are rendered as something else than a text."""
    for path, objects in chart.own.items():
        for one in objects:
            for key, value in one.annotations.items() if one.kind == "Ingress" else ():
                if not isinstance(value, str):
                    message = f"annotation {key!r} of Ingress {one.name!r} is rendered as {value!r}, which is no text"
                    yield chart.hit(path, message, key=f"{one.name}/{key}")
