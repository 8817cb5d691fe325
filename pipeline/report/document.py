"""The report as the document that other tools read: `rendiff.report/1`."""

from collections.abc import Mapping
from typing import Any

from pipeline.manifests.steady import VARIES
from pipeline.model.change import ABSENT, Change, Edit
from pipeline.model.finding import Finding
from pipeline.model.problem import Place, Problem
from pipeline.model.rendering import Failure
from pipeline.model.report import (
    ChartReport,
    EnvironmentReport,
    ReleaseReport,
    Report,
    Revision,
    Summary,
    UnstableResource,
)
from pipeline.model.resource import ResourceId

SCHEMA = "rendiff.report/1"


def document(report: Report, unstable: bool = False) -> dict[str, Any]:
    """The whole report as JSON values; what is secret in it is masked already.

    unstable: with the values of edits that vary with each rendering, which makes each document another one.
    """
    return {
        "schema": SCHEMA,
        "tool": {"version": report.tool_version, "engine": report.engine, "ruleset": report.ruleset},
        "asOf": report.as_of,
        "shard": None,
        "base": _revision(report.base),
        "head": _revision(report.head),
        "problems": [_problem(problem) for problem in report.problems],
        "loosenings": list(report.loosenings),
        "omitted": {
            "unstable": report.omitted_unstable,
            "equivalent": report.omitted_equivalent,
            "ignored": report.omitted_ignored,
        },
        "environments": [_environment(one) for one in report.environments],
        "releases": [_release(one, unstable) for one in report.releases],
        "charts": [_chart(one) for one in report.charts],
        "summary": _summary(report.summary),
    }


def _revision(revision: Revision) -> dict[str, Any]:
    known: dict[str, Any] = {"kind": revision.kind, "ref": revision.ref}
    if revision.commit:
        known["commit"] = revision.commit
    return {**known, "dirty": revision.dirty} if revision.kind == "git" else known


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        **_place(problem.place),
        "message": problem.message,
        "environment": problem.environment,
        "release": problem.release,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        **({"line": place.line} if place.line else {}),
        **({"key": place.key} if place.key else {}),
    }


def _environment(one: EnvironmentReport) -> dict[str, Any]:
    return {
        "name": one.name, "kubeVersion": one.kube_version, "promotesFrom": one.promotes_from,
        "findings": [_finding(finding) for finding in one.findings], "scheduling": None, "live": None,
    }  # fmt: skip


def _release(one: ReleaseReport, unstable: bool) -> dict[str, Any]:
    digests = {"base": one.digest_base, "head": one.digest_head}
    return {
        "environment": one.environment, "release": one.release, "chart": one.chart, "namespace": one.namespace,
        "status": one.status.value,
        "failures": [_failure(failure) for failure in one.failures],
        "digest": {side: digest for side, digest in digests.items() if digest},
        "notChecked": list(one.not_checked), "skippedRules": list(one.skipped_rules), "index": {},
        **({"resources": one.resources} if one.resources is not None else {}),
        "changes": [_change(change, unstable) for change in (*one.changes, *one.quiet_changes)],
        "unstable": [_unstable(resource) for resource in one.unstable],
        "findings": [_finding(finding) for finding in one.findings],
    }  # fmt: skip


def _chart(one: ChartReport) -> dict[str, Any]:
    return {"chart": one.chart, "findings": [_finding(finding) for finding in one.findings]}


def _failure(failure: Failure) -> dict[str, Any]:
    where = {"file": failure.file} if failure.file else {}
    return {
        "side": failure.side,
        "message": failure.message,
        **where,
        **({"line": failure.line} if failure.line else {}),
    }


def _change(change: Change, unstable: bool) -> dict[str, Any]:
    manifests = {"before": change.before, "after": change.after}
    return {
        "id": change.id,
        "action": change.action.value,
        "resource": _resource(change.resource, change.api_version),
        "renamedFrom": _resource(change.renamed_from) if change.renamed_from else None,
        "template": {"file": change.template},
        **{side: manifest for side, manifest in manifests.items() if manifest is not None},
        "effects": list(change.effects),
        "destroys": list(change.destroys),
        "edits": [_edit(edit, unstable) for edit in change.edits],
        "live": None,
    }


def _edit(edit: Edit, unstable: bool) -> dict[str, Any]:
    values = {"before": edit.before, "after": edit.after}
    if edit.unstable and not unstable:
        values = dict.fromkeys((side for side, value in values.items() if value is not ABSENT), VARIES)
    flags = {"masked": edit.masked, "equivalent": edit.equivalent, "unstable": edit.unstable, "ignored": edit.ignored}
    return {
        "op": edit.op,
        "path": edit.path,
        **({"from": edit.source} if edit.op == "move" else {}),
        **{side: value for side, value in values.items() if value is not ABSENT},
        "key": edit.key,
        **({"text": list(edit.text)} if edit.text and (unstable or not edit.unstable) else {}),
        **{flag: True for flag, given in flags.items() if given},
        "class": None,
        "causes": [_place(cause) for cause in edit.causes],
    }


def _unstable(one: UnstableResource) -> dict[str, Any]:
    return {"resource": _resource(one.resource, one.api_version), "paths": list(one.paths)}


def _resource(identity: ResourceId, api_version: str = "") -> dict[str, Any]:
    known: dict[str, Any] = {"apiVersion": api_version} if api_version else {"group": identity.group}
    place = {"namespace": identity.namespace} if identity.namespace else {}
    again = {"occurrence": identity.occurrence} if identity.occurrence else {}
    return {**known, "kind": identity.kind, **place, "name": identity.name, **again}


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "rule": one.rule, "severity": str(one.severity), "state": one.state, "fingerprint": one.fingerprint,
        **({"resource": _resource(one.resource, one.api_version)} if one.resource else {}),
        **({"path": one.path} if one.path else {}),
        "message": one.message, "file": one.file, **({"line": one.line} if one.line else {}),
        "certainty": one.certainty, "waiver": one.waiver,
    }  # fmt: skip


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "releases": summary.releases, "changed": summary.changed, "failed": summary.failed,
        "resources": {action.value: count for action, count in summary.resources.items()},
        "findings": {state: _severities(counts) for state, counts in summary.findings.items()},
        "worst": str(summary.worst) if summary.worst is not None else None,
        "waived": summary.waived, "notChecked": summary.unchecked,
    }  # fmt: skip


def _severities(counts: Mapping[Any, int]) -> dict[str, int]:
    return {str(severity): count for severity, count in counts.items()}
