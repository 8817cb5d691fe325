"""Jobs and CronJobs (kubernetes: pkg/apis/batch/validation)."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.cron import schedule_fault, zone_fault
from pipeline.checks.kubernetes.fields import entries, native, whole
from pipeline.checks.kubernetes.forms import LABEL_KEY, shown
from pipeline.checks.rule import ERROR, MUST, objects, pods
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import at, listing, mapping

_COUNTS: Final = (
    "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex",
    "maxFailedIndexes",
)  # fmt: skip
_CRON_COUNTS: Final = ("startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit")
_INDEXES: Final = 100_000
_RULES: Final = 20
_CODES: Final = 255
Fault = tuple[str, str]


@objects("K8S144", MUST, ERROR, "none", "Job", "CronJob")
def job_counts(one: Manifest, release: Release) -> Iterator[Hit]:
    """Numbers of Jobs make sense, and those of indexes stand in Indexed Jobs."""
    if native(one):
        path, spec = _job(one)
        yield from (one.hit(f"{path}{place}", message) for place, message in (*_numbers(spec), *_indexed(spec)))


@pods("K8S145", MUST, ERROR, "none", "Job", "CronJob")
def job_policies(pod: Pod, release: Release) -> Iterator[Hit]:
    """Policies of Jobs for failure and success can be evaluated."""
    path, spec = _job(pod.owner)
    faults = (*_failure(spec, pod), *_success(spec))
    yield from (pod.owner.hit(f"{path}{place}", message) for place, message in faults)


@objects("K8S146", MUST, ERROR, "none", "CronJob")
def cron_jobs(one: Manifest, release: Release) -> Iterator[Hit]:
    """CronJobs have a schedule that can be parsed, in a time zone that there is."""
    if not native(one):
        return
    schedule, zone = one.spec.get("schedule"), one.spec.get("timeZone")
    if isinstance(schedule, str) and (message := schedule_fault(schedule)):
        yield one.hit("/spec/schedule", message)
    if isinstance(zone, str) and (message := zone_fault(zone)):
        yield one.hit("/spec/timeZone", message)
    for field in _CRON_COUNTS:
        number = whole(one.spec.get(field))
        if number is not None and number < 0:
            yield one.hit(f"/spec/{field}", f"{field} {number} must not be negative")


def _job(one: Manifest) -> tuple[str, Mapping[str, Any]]:
    """(pointer, spec) of the Job in a Job or CronJob."""
    if one.kind == "Job":
        return "/spec", one.spec
    return "/spec/jobTemplate/spec", mapping(at(one.spec, "jobTemplate", "spec"))


def completions_of(spec: Mapping[str, Any]) -> int | None:
    """How often a Job has to succeed; where neither that nor the parallelism is given, both are 1."""
    unsaid = spec.get("completions") is None and spec.get("parallelism") is None
    return 1 if unsaid else whole(spec.get("completions"))


def _numbers(spec: Mapping[str, Any]) -> Iterator[Fault]:
    for field in _COUNTS:
        number = whole(spec.get(field))
        if number is not None and number < 0:
            yield f"/{field}", f"{field} {number} must not be negative"


def _indexed(spec: Mapping[str, Any]) -> Iterator[Fault]:
    completions, failures = completions_of(spec), whole(spec.get("maxFailedIndexes"))
    if spec.get("completionMode") != "Indexed":
        for field in ("backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"):
            if spec.get(field) is not None:
                yield f"/{field}", f"{field} needs completionMode: Indexed"
        return
    if spec.get("completions") is None and spec.get("parallelism") is not None:
        yield "/completions", "completionMode: Indexed needs completions"
    if (whole(spec.get("parallelism")) or 0) > _INDEXES:
        yield "/parallelism", f"parallelism of an Indexed Job must be at most {_INDEXES}"
    if failures is not None and spec.get("backoffLimitPerIndex") is None:
        yield "/backoffLimitPerIndex", "maxFailedIndexes needs backoffLimitPerIndex"
    if failures is not None and completions is not None and failures > completions:
        yield "/maxFailedIndexes", f"maxFailedIndexes {failures} must not be more than completions {completions}"


def _failure(spec: Mapping[str, Any], pod: Pod) -> Iterator[Fault]:
    policy = spec.get("podFailurePolicy")
    if not isinstance(policy, Mapping):
        return
    if pod.spec.get("restartPolicy") == "OnFailure":
        yield "/template/spec/restartPolicy", "podFailurePolicy needs restartPolicy: Never"
    if spec.get("podReplacementPolicy") not in (None, "Failed"):
        yield "/podReplacementPolicy", "podFailurePolicy needs podReplacementPolicy: Failed"
    if len(listing(policy.get("rules"))) > _RULES:
        yield "/podFailurePolicy/rules", f"a podFailurePolicy has at most {_RULES} rules"
    names = {container.name for container in pod.every}
    for path, rule in entries(policy.get("rules"), "/podFailurePolicy/rules"):
        if rule.get("action") == "FailIndex" and spec.get("backoffLimitPerIndex") is None:
            yield f"{path}/action", "action: FailIndex needs backoffLimitPerIndex"
        yield from _requirement(rule, names, path)


def _requirement(rule: Mapping[str, Any], names: set[str], path: str) -> Iterator[Fault]:
    codes, conditions = rule.get("onExitCodes"), listing(rule.get("onPodConditions"))
    if (codes is None) == (not conditions):
        yield path, "a rule must have one of onExitCodes and onPodConditions"
    if isinstance(codes, Mapping):
        yield from _codes(codes, names, f"{path}/onExitCodes")
    for place, condition in entries(conditions, f"{path}/onPodConditions"):
        kind = condition.get("type")
        if isinstance(kind, str) and not LABEL_KEY.fits(kind):
            yield f"{place}/type", f"type {LABEL_KEY.complaint(kind)}"


def _codes(given: Mapping[str, Any], names: set[str], path: str) -> Iterator[Fault]:
    container, values = given.get("containerName"), listing(given.get("values"))
    codes = [code for code in values if whole(code) is not None]
    if isinstance(container, str) and container not in names:
        yield f"{path}/containerName", f"there is no container {shown(container)} in the pod"
    if not 1 <= len(values) <= _CODES:
        yield f"{path}/values", f"there must be 1 to {_CODES} exit codes"
    if 0 in codes and given.get("operator") == "In":
        yield f"{path}/values", "exit code 0 is no failure"
    if any(one >= other for one, other in pairwise(codes)):
        yield f"{path}/values", "exit codes must be in order, each once"


def _success(spec: Mapping[str, Any]) -> Iterator[Fault]:
    policy, completions = spec.get("successPolicy"), completions_of(spec)
    if not isinstance(policy, Mapping) or spec.get("completionMode") != "Indexed" or completions is None:
        return
    if not 1 <= len(listing(policy.get("rules"))) <= _RULES:
        yield "/successPolicy/rules", f"a successPolicy has 1 to {_RULES} rules"
    for path, rule in entries(policy.get("rules"), "/successPolicy/rules"):
        count, indexes = whole(rule.get("succeededCount")), rule.get("succeededIndexes")
        if count is None and indexes is None:
            yield path, "a rule must have succeededCount or succeededIndexes"
        if count is not None and not 0 <= count <= completions:
            yield f"{path}/succeededCount", f"succeededCount {count} must be between 0 and completions {completions}"
        if isinstance(indexes, str) and not _ordered(indexes, completions):
            yield (
                f"{path}/succeededIndexes",
                f"succeededIndexes {shown(indexes)} must be like '1,3-5', in order and below {completions}",
            )


def _ordered(indexes: str, completions: int) -> bool:
    """Whether a list of indexes and ranges goes up and stays below the completions."""
    last = -1
    for interval in indexes.split(",") if indexes else ():
        bounds = interval.split("-")
        if len(bounds) > 2 or not all(bound.isdecimal() and bound.isascii() for bound in bounds):
            return False
        numbers = [int(bound[-9:]) if len(bound.lstrip("0")) <= 9 else completions for bound in bounds]
        if numbers[0] <= last or numbers[-1] >= completions or (len(numbers) == 2 and numbers[0] >= numbers[1]):
            return False
        last = numbers[-1]
    return True
