"""`rendiff validate`: what the rules say of every release and chart of one revision, or of charts and manifests alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline import flow
from pipeline.checks.ruleset import ruleset
from pipeline.commands.files import Stream, documents, resources_of
from pipeline.commands.paths import check_version, judge_paths
from pipeline.commands.request import Request, workshop
from pipeline.engines.workers import Standby
from pipeline.errors import ConfigError, PipelineError
from pipeline.judgement.standing import policy_mistakes, standings
from pipeline.judgement.work import Court
from pipeline.manifests.kyaml import load_shared
from pipeline.manifests.masking import masked
from pipeline.manifests.reading import text
from pipeline.model.config import Config
from pipeline.model.policy import Policy
from pipeline.model.report import Report
from pipeline.reading import read
from pipeline.repository.plan import unmatched
from pipeline.repository.sides import head_side


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
    check_version(kube_version)
    if problems := tuple(policy_mistakes(policy, Config(()))):
        raise ConfigError(problems)
    rules = standings(None, (policy, Config(())))
    with workshop(request) as place:
        results = judge_paths(paths, stream, kube_version, Court(place, rules, ruleset()))
        return flow.validate_paths(results, rules, kube_version, request.world.moment, place.engine)


def _recorded(path: str, stream: Stream) -> Iterator[Mapping[str, Any]]:
    """What was recorded, without anything that a Secret holds; PipelineError for what is no recording.

    Of a cluster where nothing runs kubectl prints a list of nothing, which is one.
    """
    found = documents(path, stream, b"")
    resources = resources_of(found)
    if not resources and not any(load_shared(data.decode("utf-8")) for data in found.texts.values()):
        raise PipelineError(f"{path} holds no object of a cluster, as `kubectl get ... -o yaml` prints them")
    for one in resources:
        if not text(one.body.get("kind")):
            raise PipelineError(
                f"{path} holds something without a kind; --objects takes what `kubectl get ... -o yaml` prints"
            )
        yield masked(one.body, one.secret)
