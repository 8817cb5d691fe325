"""`rendiff validate`: what the rules say of every release and chart of one revision, or of charts and manifests alone."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import flow
from pipeline.checks.ruleset import ruleset
from pipeline.commands.files import Stream, documents, manifests
from pipeline.commands.request import Request, workshop
from pipeline.engines.workers import Standby
from pipeline.errors import ConfigError, PipelineError
from pipeline.judgement.paths import PathResult, judge_charts, judge_documents
from pipeline.judgement.standing import CHARTS, policy_mistakes, standings
from pipeline.judgement.work import Court
from pipeline.manifests.masking import masked
from pipeline.model.config import Config
from pipeline.model.policy import Policy
from pipeline.model.report import Report
from pipeline.reading import read
from pipeline.repository.charts import ChartFiles
from pipeline.repository.plan import unmatched
from pipeline.repository.sides import head_side
from pipeline.sources.archive import chart_of_archive
from pipeline.sources.folder import chart_of_folder

_PACKED = (".tgz", ".tar.gz")


def validate(request: Request, revision: str | None, objects: Sequence[str], stream: Stream) -> Report:
    """The report on the selected releases of a revision, or of the working tree.

    objects: files with what runs, as `kubectl get … -o yaml` prints it.
    """
    with Standby(request.crew, request.world.variables, judges=True) as standby:
        head = read(request.root, head_side(request.root, revision), request.selection)
        if strangers := unmatched(request.selection, head.config):
            raise PipelineError("\n".join(strangers))
        recorded = tuple(body for path in objects for body in _recorded(path, stream))
        with workshop(request, standby) as place:
            return flow.validate(head, place, request.world.moment, recorded)


def validate_paths(request: Request, paths: Sequence[str], stream: Stream, kube_version: str, policy: Policy) -> Report:
    """The report on charts (folders, archives) and plain manifests (files, folders, `-`), with no environments."""
    if problems := tuple(policy_mistakes(policy, Config(()))):
        raise ConfigError(problems)
    rules = standings(None, (policy, Config(())))
    charts = {path: chart for path in paths if (chart := _chart(path))}
    with workshop(request) as place:
        court = Court(place, rules, ruleset())
        found = {one.path: one for one in judge_charts(charts, kube_version, court)}
        found |= {one.path: one for one in _plain(paths, charts, stream, kube_version, court)}
        return flow.validate_paths(
            [found[path] for path in dict.fromkeys(paths)], rules, request.world.moment, place.engine
        )


def _recorded(path: str, stream: Stream) -> Iterator[Mapping[str, Any]]:
    """What was recorded, without anything that a Secret holds."""
    return (masked(resource.body, resource.secret) for resource in manifests(path, stream, b""))


def _chart(path: str) -> ChartFiles | None:
    """The chart at a path, None where there is none."""
    place = Path(path)
    if (place / "Chart.yaml").is_file():
        return chart_of_folder(place)
    return chart_of_archive(path, place.read_bytes()) if path.endswith(_PACKED) and place.is_file() else None


def _plain(
    paths: Sequence[str], charts: Mapping[str, ChartFiles], stream: Stream, kube_version: str, court: Court
) -> Iterator[PathResult]:
    settings = court.standings[CHARTS].in_force.settings
    for path in paths:
        if path not in charts:
            yield judge_documents(path, documents(path, stream, court.workshop.key, whole=True), kube_version, settings)
