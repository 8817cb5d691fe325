"""A version of Kubernetes that is not known is judged as the nearest one, and the report says so."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from pipeline.checks.versions import strangeness
from pipeline.judgement.stamping import EXISTING, NEW
from pipeline.model.config import Config
from pipeline.model.finding import Finding, Severity
from pipeline.model.judgement import Judgement

_RULE: Final = "kube-version-unknown"


def with_versions(found: Judgement, names: Collection[str], head: Config, base: Config | None = None) -> Judgement:
    """What is found, and the environments among these names whose version is not known; new where the base has another."""
    before = {one.name: one.kube_version for one in base.environments} if base else None
    environments = dict(found.environments)
    for one in head.environments:
        if one.name in names:
            state = EXISTING if before is None or before.get(one.name) == one.kube_version else NEW
            said = unknown_version(one.kube_version, one.place.file, one.place.line, state)
            environments[one.name] = (*environments.get(one.name, ()), *said)
    return replace(found, environments={name: said for name, said in environments.items() if said})


def unknown_version(kube_version: str, file: str, line: int = 0, state: str = EXISTING) -> tuple[Finding, ...]:
    """The finding, where the version is not known. file, line: where it stands."""
    message = strangeness(kube_version)
    if not message:
        return ()
    return (
        Finding(
            _RULE,
            Severity.WARNING,
            message,
            state,
            f"{_RULE}:{kube_version}",
            file=file,
            line=line,
            certainty="template",
        ),
    )
