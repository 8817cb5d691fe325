"""Rules called on their subjects. A rule that crashes is a bug of ours, shown as such, and stops no other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.checks.hit import Hit
from pipeline.checks.registry import by_kind, of
from pipeline.checks.rule import Rule, Subject
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.profiles import Profiles
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.values import ValuesFile


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule says of one place."""

    rule: str
    hit: Hit


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that failed: a bug of ours. error: type and message."""

    rule: str
    error: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all rules say of a subject."""

    rulings: tuple[Ruling, ...] = ()
    crashes: tuple[Crash, ...] = ()


def judge_release(release: Release) -> Verdict:
    """Every rule about what is rendered: each object, each pod, all together."""
    return _verdict(_release_calls(release))


def judge_chart(chart: ChartSource, overlays: Sequence[ValuesFile] = ()) -> Verdict:
    """Every rule about the source of a chart and its own values."""
    files = (chart.values,) if chart.values else ()
    calls = [(rule, (chart,)) for rule in of(Subject.CHART)]
    return _verdict([*calls, *_file_calls((*files, *overlays), chart)])


def judge_overlays(overlays: Iterable[ValuesFile], chart: ChartSource) -> Verdict:
    """Every rule about files of values, of those that are laid over the chart's own."""
    return _verdict(_file_calls(overlays, chart))


def judge_profiles(profiles: Profiles) -> Verdict:
    """Every rule about a chart in all its environments."""
    return _verdict((rule, (profiles,)) for rule in of(Subject.PROFILES))


def judge_live(live: Live) -> Verdict:
    """Every rule about what runs."""
    return _verdict((rule, (live,)) for rule in of(Subject.LIVE))


def _release_calls(release: Release) -> Iterator[tuple[Rule, tuple[Any, ...]]]:
    for subject, found in ((Subject.OBJECT, release.objects), (Subject.POD, release.pods)):
        named, general = by_kind(subject)
        for one in found:
            own = () if isinstance(one, Manifest) and one.is_namesake else named.get(one.kind, ())
            for rule in (*general, *own):
                if release.context or not rule.bound:
                    yield rule, (one, release)
    for rule in of(Subject.RELEASE):
        if release.context or not rule.bound:
            yield rule, (release,)


def _file_calls(files: Iterable[ValuesFile], chart: ChartSource) -> Iterator[tuple[Rule, tuple[Any, ...]]]:
    return ((rule, (file, chart)) for file in files for rule in of(Subject.FILE))


def _verdict(calls: Iterable[tuple[Rule, tuple[Any, ...]]]) -> Verdict:
    rulings: list[Ruling] = []
    crashes: dict[str, Crash] = {}
    for rule, subject in calls:
        try:
            if found := tuple(rule.check(*subject)):
                rulings += [Ruling(rule.id, hit) for hit in found]
        except Exception as error:
            crashes.setdefault(rule.id, Crash(rule.id, f"{type(error).__name__}: {error}"))
    return Verdict(tuple(rulings), tuple(crashes.values()))
