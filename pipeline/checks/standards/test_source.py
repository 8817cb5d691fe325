"""TEST: helm tests, where they are."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit, an
from pipeline.checks.rule import INFO, SHOULD, WARNING, chart
from pipeline.checks.subjects.chart import METADATA, ChartSource
from pipeline.checks.subjects.holding import held
from pipeline.checks.subjects.manifest import HOOK, TESTS
from pipeline.checks.subjects.template import Template
from pipeline.checks.subjects.written import written

_FOLDER: Final = "templates/tests/"


@chart("TEST001", SHOULD, WARNING, "none")
def in_their_folder(chart: ChartSource) -> Iterator[Hit]:
    """Helm tests live in templates/tests."""
    for template in chart.templates:
        if not template.path.startswith(_FOLDER):
            lines = [*_hooks(template)]
            if lines or any(one.is_test for one in chart.own.get(template.path, ())):
                message = f"a test stands outside of {_FOLDER}"
                yield chart.hit(template.path, message, lines[0] if lines else 0, key="test")


@chart("TEST002", SHOULD, WARNING, "reason")
def one_pod_each(chart: ChartSource) -> Iterator[Hit]:
    """One test Pod per file."""
    for template in chart.templates:
        if not template.path.startswith(_FOLDER):
            continue
        kinds = Counter(_kinds(chart, template))
        others = [kind for kind in kinds if kind != "Pod"]
        if kinds["Pod"] > 1:
            yield chart.hit(template.path, f"{kinds['Pod']} Pods share one file", key="pods")
        elif kinds["Pod"] and others:
            yield chart.hit(template.path, f"{an(others[0])} stands beside the Pod of a test", key="beside")
        elif "Job" in kinds:
            yield chart.hit(
                template.path, "the test is a Job, where the standards speak of Pods", severity=INFO, key="job"
            )


@chart("TEST011", SHOULD, WARNING, "reason")
def at_least_one(chart: ChartSource) -> Iterator[Hit]:
    """Chart has at least one test."""
    is_umbrella = bool(chart.dependencies) and not any(template.documents for template in chart.templates)
    if chart.is_library or is_umbrella:
        return
    if chart.defaults is not None:
        has_test = any(one.is_test for objects in chart.own.values() for one in objects)
    else:
        has_test = any(True for template in chart.templates for _ in _hooks(template))
    if not has_test:
        yield chart.hit(METADATA, f"the chart has no test in {_FOLDER} that runs by its defaults", key="none")


def _hooks(template: Template) -> Iterator[int]:
    """The lines that make an object of a template a test."""
    if HOOK in template.text:
        for document in template.documents:
            for one in written(document):
                events = one.text.split(",") if one.path == ("metadata", "annotations", HOOK) else ()
                if any(event.strip().lower() in TESTS for event in events):
                    yield one.line


def _kinds(chart: ChartSource, template: Template) -> Iterator[str]:
    """The kinds of what a template renders by the chart's defaults, else of what it writes."""
    rendered = chart.own.get(template.path, ())
    yield from (one.kind for one in rendered)
    if not rendered:
        yield from (kind for kind, _ in held(chart, template))
