"""Charts and plain manifests judged where they are, with no environments at all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pipeline.checks.brief import Brief, brief_text
from pipeline.checks.judging import judge_release
from pipeline.checks.kubernetes.schema import unchecked
from pipeline.checks.marking import marked
from pipeline.checks.places.locating import Sources
from pipeline.checks.record import verdict_of
from pipeline.checks.registry import rules
from pipeline.checks.rule import Subject
from pipeline.checks.scrubbing import Scrubber
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import PACKED
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.judgement.briefs import pleas
from pipeline.judgement.knowledge import known_of
from pipeline.judgement.references import references_verdicts
from pipeline.judgement.standing import CHARTS
from pipeline.judgement.verdicts import joined
from pipeline.judgement.work import Court
from pipeline.model.config import Chart, Release, Text
from pipeline.model.problem import Place
from pipeline.model.rendering import Failure, Rendering
from pipeline.model.resource import Resource
from pipeline.model.verdict import Verdict
from pipeline.rendering import Made, Prepared, prepare, rendered
from pipeline.repository.charts import ChartFiles, folder_of
from pipeline.repository.plan import Planned
from pipeline.repository.tree import EMPTY

# Names of releases that Helm takes; a folder with another name is rendered under the one that `helm template` uses.
_NAME: Final = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_OTHERWISE: Final = "release-name"
_UNJUDGED: Final = (Subject.PROFILES, Subject.LIVE)


@dataclass(frozen=True, slots=True)
class Found:
    """One object of plain manifests. source, order: its file and number in it; body: its secrets open; resource: the same
    sealed; duplicates: pointers of keys that stand twice in it."""

    source: str
    order: int
    body: Mapping[str, Any]
    resource: Resource
    duplicates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Documents:
    """Plain manifests. texts: by file, for places; broken: why a file cannot be read, by its path."""

    texts: Mapping[str, bytes]
    found: Sequence[Found]
    broken: Mapping[str, Failure]


@dataclass(frozen=True, slots=True)
class PathResult:
    """What became of one path. failure: None where it renders; resources: how many there are."""

    path: str
    verdict: Verdict
    resources: int
    skipped: tuple[str, ...]
    failure: Failure | None = None


def judge_charts(charts: Mapping[str, ChartFiles], kube_version: str, court: Court) -> Iterator[PathResult]:
    """Each chart by its path, with what it renders by its own values."""
    orders = {path: _orders(path, chart, kube_version, court) for path, chart in charts.items()}
    found = rendered([one for pair in orders.values() for one in pair], court.workshop)
    for path, (source, release) in orders.items():
        yield _chart_result(path, found[source.key], found[release.key], court)


def judge_documents(path: str, documents: Documents, kube_version: str, settings: Settings) -> PathResult:
    """Plain manifests, of which nobody knows the release."""
    objects = tuple(
        manifest(index, one.body, one.source, one.order, duplicates=one.duplicates)
        for index, one in enumerate(documents.found)
    )
    release = release_of(objects, kube_version, settings)
    resources = [one.resource for one in documents.found]
    scrubber = Scrubber([one.body for one in documents.found], resources)
    identities = [one.id for one in resources]
    verdict = marked(judge_release(release), Sources("", documents.texts), "", release, identities, scrubber)
    unbound = {rule.id for rule in rules() if rule.bound}
    skipped = tuple(sorted({*_skipped(Subject.CHART, Subject.FILE, Subject.REFERENCES, *_UNJUDGED), *unbound}))
    return PathResult(path, replace(verdict, unchecked=unchecked(release)), len(objects), skipped)


def unjudged(path: str, failure: Failure) -> PathResult:
    """A path of which nothing can be judged."""
    return PathResult(path, Verdict(), 0, (), failure)


def _orders(path: str, chart: ChartFiles, kube_version: str, court: Court) -> tuple[Prepared, Prepared]:
    """The chart's source, and what it renders, to be judged."""
    rules = court.standings[CHARTS].in_force
    planned = Planned(_release(chart, path, kube_version), chart, chart.hash)
    top = f"{path}/{planned.release.chart.name}" if path.endswith(PACKED) else path.rstrip("/") or path
    brief = Brief(True, top, rules.settings, role="minikube", pleas=pleas(rules.waivers))
    briefs = (brief_text(replace(brief, source=source)) for source in (True, False))
    prepared = [prepare(planned, EMPTY, court.workshop, brief, court.ruleset) for brief in briefs]
    source, release = (one for one in prepared if isinstance(one, Prepared))
    return source, release


def _release(chart: ChartFiles, path: str, kube_version: str) -> Release:
    folder = folder_of(chart)
    name = folder if _NAME.fullmatch(folder) and len(folder) <= 53 else _OTHERWISE
    place = Place(path)
    return Release("", name, Chart(folder, place), Text("default", place), kube_version, (), (), place)


def _chart_result(path: str, source: Made, release: Made, court: Court) -> PathResult:
    about = verdict_of(source.verdict) if source.verdict else Verdict()
    judged = verdict_of(release.verdict) if release.verdict else Verdict()
    known = known_of(judged)
    links = references_verdicts({path: known.index}, court.workshop.store, court.ruleset) if known else {}
    verdict = joined(joined(joined(judged, about), links.get(path)), links.get(""))
    rendering = release.rendering
    failure = Failure("head", rendering, path) if isinstance(rendering, str) else None
    count = len(rendering.resources) if isinstance(rendering, Rendering) else 0
    return PathResult(path, verdict, count, _skipped(*_UNJUDGED), failure)


def _skipped(*subjects: Subject) -> tuple[str, ...]:
    return tuple(rule.id for rule in rules() if rule.subject in subjects)
