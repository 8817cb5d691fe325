"""Which component of a chart a template holds, told from the names of its resources and the label for it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.checks.subjects.actions import ACTION, inside
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.labels import COMPONENT, label
from pipeline.checks.subjects.resources import Resource, resources
from pipeline.checks.subjects.template import Document, Template
from pipeline.checks.subjects.written import MARK, plain

# Kinds whose names Kubernetes derives from what they describe.
FIXED: Final = ("CustomResourceDefinition", "APIService")
_RELEASE: Final = "release"  # the name of a release that is rendered nowhere
_CALL: Final = re.compile(r'\b(?:include|template)\s+"[^"]*"')
_LITERAL: Final = re.compile(r'"([a-z0-9][a-z0-9-]*)"')


@dataclass(frozen=True, slots=True)
class Component:
    """names: what its files may be named after, the best first. is_chart: a fullname macro names it after the chart."""

    names: tuple[str, ...]
    is_chart: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A template with its resources and their components; none where nothing is rendered and the text does not tell."""

    template: Template
    resources: tuple[Resource, ...]
    components: tuple[Component, ...]


@lru_cache(maxsize=4)
def held(chart: ChartSource) -> tuple[Held, ...]:
    """The templates of a chart that hold resources."""
    found = [(template, resources(chart, template)) for template in chart.templates]
    context = chart.defaults.context if chart.defaults else None
    release = context.release if context else _RELEASE
    known = _known(release, chart.name, (one for _, group in found for one in group))
    return tuple(
        Held(template, group, tuple(_components(group, release, chart.name, known)))
        for template, group in found
        if group
    )


def component_of(name: str, release: str, chart: str) -> Component:
    """The component in a name: what stands before the chart and the release, or behind them where a macro puts them first."""
    if name.endswith(f"-{chart}-{release}"):
        return Component(_given(name.removesuffix(f"-{chart}-{release}")))
    if name == release or name.startswith(f"{release}-"):
        rest = name[len(release) + 1 :] or chart
        if rest == chart or rest.startswith(f"{chart}-"):
            return Component(_given(rest[len(chart) + 1 :], rest), is_chart=True)
        return Component(_given(rest), is_chart=chart in release)
    if name == chart or name.startswith(f"{chart}-"):
        return Component(_given(name[len(chart) + 1 :], name), is_chart=True)
    return Component(_given(name.removesuffix(f"-{release}")))


def _given(*names: str) -> tuple[str, ...]:
    return tuple(filter(None, names))


def _components(group: Iterable[Resource], release: str, chart: str, known: Mapping[str, str]) -> Iterator[Component]:
    for one in (one for one in group if one.kind not in FIXED):
        for name, role in _named(one, known):
            found = component_of(name, release, chart)
            yield Component((role, *found.names), found.is_chart) if role else found


def _named(one: Resource, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(name, label of the component) of a resource as it is rendered, else as far as the text tells: by the start of the
    name, by words that a macro for names is given, by the label."""
    for rendered in one.objects:
        yield rendered.name, label(rendered.labels, COMPONENT)
    if not one.objects and one.document:
        role = plain(one.document.value("metadata", "labels", COMPONENT))
        name = ACTION.sub(lambda match: known.get(_normal(match[0]), MARK), _raw_name(one.document))
        start, marked, _ = name.partition(MARK)
        words = _LITERAL.findall(_CALL.sub("", _raw_name(one.document))) if marked and not start else ()
        for found in (start.rstrip("-") if marked else start, *words, role):
            if found and MARK not in found:
                yield found, ""


def _known(release: str, chart: str, found: Iterable[Resource]) -> Mapping[str, str]:
    """What actions print, where the name of an object is all that one of them prints."""
    known = {f"{dot}.Release.Name": release for dot in ("", "$")} | {f"{dot}.Chart.Name": chart for dot in ("", "$")}
    for one in found:
        if one.document and len(one.objects) == 1:
            raw = _raw_name(one.document)
            if ACTION.fullmatch(raw) and raw.count("{{") == 1:
                known.setdefault(_normal(raw), one.objects[0].name)
    return known


def _raw_name(document: Document) -> str:
    return document.value("metadata", "name").partition(" #")[0].strip().strip("\"'")


def _normal(action: str) -> str:
    return " ".join(inside(action).split())
