"""Everything about one run; each output format is a view of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.change import Action, Change
from pipeline.model.finding import Finding, Severity
from pipeline.model.problem import Problem
from pipeline.model.rendering import Failure
from pipeline.model.resource import ResourceId


class Status(StrEnum):
    """What became of a release between the two sides."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    FAILED = "failed"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class Revision:
    """One side of a run.

    kind: "git", "files" (plain manifests), "empty" (nothing before the first commit), "none" (nothing is compared).
    ref: what the user said; commit: full id or ""; dirty: the working tree differs from the commit.
    """

    kind: str
    ref: str
    commit: str = ""
    dirty: bool = False


@dataclass(frozen=True, slots=True)
class UnstableResource:
    """Leaves of one resource that vary between two renderings of the same input."""

    resource: ResourceId
    api_version: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseReport:
    """One release of one environment; `environment` is None for plain manifests, then `release` is the path.

    changes: changes that count; quiet_changes: those in which no edit counts, shown only on demand.
    resources: how many resources the head has (the base, where the release is removed).
    """

    environment: str | None
    release: str
    chart: str
    namespace: str
    status: Status
    failures: tuple[Failure, ...] = ()
    digest_base: str = ""
    digest_head: str = ""
    changes: tuple[Change, ...] = ()
    quiet_changes: tuple[Change, ...] = ()
    unstable: tuple[UnstableResource, ...] = ()
    not_checked: tuple[str, ...] = ()
    skipped_rules: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    resources: int | None = None


@dataclass(frozen=True, slots=True)
class EnvironmentReport:
    """One environment as the head has it (as the base had it, where it is gone)."""

    name: str
    kube_version: str
    promotes_from: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartReport:
    """What is found in the source of one chart, whatever releases it has."""

    chart: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a report, made once by `report.summary`.

    resources: number of changes by action; findings: state -> severity -> number, the same fault in several places
    counted once and what is waived not at all. waived, unchecked: findings with a waiver, resources without a schema.
    """

    releases: int
    changed: int
    failed: int
    resources: Mapping[Action, int]
    findings: Mapping[str, Mapping[Severity, int]]
    worst: Severity | None
    waived: int = 0
    unchecked: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """One run. `as_of` is the one moment at which dates are judged (RFC 3339, UTC); ruleset: "" where nothing is judged."""

    tool_version: str
    engine: str
    as_of: str
    base: Revision
    head: Revision
    environments: tuple[EnvironmentReport, ...]
    releases: tuple[ReleaseReport, ...]
    summary: Summary
    problems: tuple[Problem, ...] = ()
    omitted_unstable: int = 0
    omitted_equivalent: int = 0
    omitted_ignored: int = 0
    loosenings: tuple[str, ...] = field(default=())
    charts: tuple[ChartReport, ...] = ()
    ruleset: str = ""
