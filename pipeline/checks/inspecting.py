"""What a worker judges: a rendering as the release it is, or a chart's source with what it renders by its own defaults."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from pipeline.checks.brief import Brief
from pipeline.checks.hit import Hit
from pipeline.checks.judging import Verdict as Judged
from pipeline.checks.judging import judge_chart, judge_live, judge_overlays, judge_release
from pipeline.checks.kubernetes.custom import defined
from pipeline.checks.kubernetes.schema import unchecked
from pipeline.checks.marking import marked
from pipeline.checks.places.locating import Sources, locate
from pipeline.checks.places.ordering import ordered
from pipeline.checks.references.index import index_of, placed, to_json
from pipeline.checks.scrubbing import Scrubber
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource, Message, Render
from pipeline.checks.subjects.lists import is_list
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import ChartName, Manifest, manifest
from pipeline.checks.subjects.release import Context, Release, release_of
from pipeline.checks.subjects.repeated import repeated
from pipeline.checks.subjects.values import ValuesFile
from pipeline.engines.bundle import Bundle
from pipeline.engines.engine import Job, RenderError
from pipeline.model.finding import Severity
from pipeline.model.problem import Place
from pipeline.model.verdict import Verdict
from pipeline.repository.merging import merge
from pipeline.repository.subcharts import versions


def inspect_release(brief: Brief, job: Job, bundle: Bundle) -> Verdict:
    """The verdict on a rendering, and on the files of values that are laid over its chart's own."""
    files = chart_files(job.chart)
    release = _release(brief, job, bundle, files)
    chart = _source(brief.folder, job.chart, brief.settings)
    judged = Judged() if brief.indexed else _judged(brief, release, chart)
    sources = Sources(brief.folder, files, brief.laid, job.values)
    identities = [one.shown_id for one in bundle.resources]
    scrubber = Scrubber(bundle.bodies, bundle.resources)
    verdict = marked(judged, sources, chart.name, release, identities, scrubber)
    index = to_json(placed(index_of(release), partial(_place, release, sources)))
    return replace(verdict, index=scrubber.steadied(index), unchecked=unchecked(release), defined=defined(release))


def _judged(brief: Brief, release: Release, chart: ChartSource) -> Judged:
    overlays = [ValuesFile(path, data.decode("utf-8", "replace")) for _, path, data in brief.laid.layers]
    return _together(judge_release(release), judge_overlays(overlays, chart), _running(brief, release))


def inspect_chart(
    brief: Brief, job: Job, bundle: Bundle | str, lint: Sequence[tuple[str, str, str]], bundled: Callable[[Job], Bundle]
) -> Verdict:
    """The verdict on the source of a chart.

    bundle: its rendering by its own values, the reason where that fails; lint: (severity, path, message) of each line of
    Helm's lint; bundled: renders another job, RenderError where that fails.
    """
    files = chart_files(job.chart)
    release = None if isinstance(bundle, str) else _release(brief, job, bundle, files)
    said = tuple(Message(Severity[severity.upper()], path, message) for severity, path, message in lint)
    source = _source(brief.folder, job.chart, brief.settings)
    chart = replace(
        source, defaults=release, failure=bundle if isinstance(bundle, str) else "", lint=said, neighbours=brief.neighbours,
        render=_render(brief, job, files, bundled),
    )  # fmt: skip
    judged, sources = judge_chart(chart), Sources(brief.folder, files, values=job.values)
    if isinstance(bundle, str):
        return marked(judged, sources, chart.name)
    identities = [one.shown_id for one in bundle.resources]
    return marked(judged, sources, chart.name, release, identities, Scrubber(bundle.bodies, bundle.resources))


def _render(brief: Brief, job: Job, files: Mapping[str, bytes], bundled: Callable[[Job], Bundle]) -> Render:
    def render(name: str, values: Mapping[str, Any]) -> Release | str:
        other = replace(job, name=name or job.name, values=merge(job.values, values))
        try:
            return _release(brief, other, bundled(other), files)
        except RenderError as error:
            return str(error).replace(str(job.chart), brief.folder)

    return render


def _running(brief: Brief, release: Release) -> Judged:
    """What the rules say of what runs, where it was recorded: objects of the release's namespace and of none."""
    if not brief.recorded or release.context is None:
        return Judged()
    found = (manifest(index, body) for index, body in enumerate(brief.recorded))
    own = tuple(one for one in found if one.namespace in ("", release.context.namespace))
    return judge_live(Live(own, release))


def _place(release: Release, sources: Sources, index: int, path: str) -> Place:
    """The place of what names another object, and in its key how certain that place is."""
    spot = locate(Hit("", index, path), release, sources)
    return Place(spot.file, spot.line, spot.certainty)


@lru_cache(maxsize=64)
def chart_files(folder: Path) -> Mapping[str, bytes]:
    """The files of a chart on disk by path within it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@lru_cache(maxsize=64)
def _source(folder: str, place: Path, settings: Settings) -> ChartSource:
    """The source of a chart, read once for all its releases. place: where its files are on disk."""
    return ChartSource(folder, chart_files(place), settings)


def _release(brief: Brief, job: Job, bundle: Bundle, files: Mapping[str, bytes]) -> Release:
    known = versions(files)
    name = bundle.documents[0].source.partition("/")[0] if bundle.documents else job.chart.name
    context = Context(
        job.name, job.namespace, name, known[""], brief.environment, brief.role, name in brief.settings.system,
        tuple(job.api_versions), brief.nodes, brief.crds, brief.source, brief.pleas,
        values=job.values,
    )  # fmt: skip
    return release_of(ordered(_manifests(bundle, known), files), job.kube_version, brief.settings, context)


def _manifests(bundle: Bundle, known: Mapping[str, str]) -> list[Manifest]:
    rendered = zip(bundle.bodies, bundle.resources, strict=True)
    orders: dict[str, int] = {}
    found: list[Manifest] = []
    for document in bundle.documents:
        chart = _chart_name(document.source, known)
        twice = repeated(document.text) if document.bodies else ()
        listed = bool(document.bodies) and is_list(document.text)
        for position, _ in enumerate(document.bodies):
            order = orders.get(document.source, 0)
            orders[document.source] = order + 1
            own = twice[position] if twice else ()
            body, resource = next(rendered)
            found.append(manifest(len(found), body, document.source, order, chart, own, resource.unstable, listed))
    return found


def _chart_name(source: str, known: Mapping[str, str]) -> ChartName:
    """The chart or subchart that Helm's source path names."""
    name, _, path = source.partition("/")
    parts = path.split("/")
    own = ""
    while parts[:1] == ["charts"] and len(parts) > 2:
        name, own, parts = parts[1], f"{own}/charts/{parts[1]}".removeprefix("/"), parts[2:]
    return ChartName(name, known.get(own, ""))


def _together(*verdicts: Judged) -> Judged:
    return Judged(
        tuple(ruling for one in verdicts for ruling in one.rulings),
        tuple(crash for one in verdicts for crash in one.crashes),
    )
