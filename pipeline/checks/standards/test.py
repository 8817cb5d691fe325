"""TEST: helm tests, how they are declared."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.checks import shell
from pipeline.checks.hit import Hit
from pipeline.checks.registry import by_id
from pipeline.checks.rule import ERROR, INFO, MAY, MUST, SHOULD, WARNING, Rule, Subject, objects, pods, release
from pipeline.checks.subjects.manifest import HOOK, Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Context, Release
from pipeline.manifests.reading import mapping, text
from pipeline.manifests.selectors import matches, selects
from pipeline.model.finding import Severity

_FOLDER: Final = "templates/tests/"
_FAILURE: Final = "test-failure"
_SUFFIX: Final = "-test"
_NAME: Final = re.compile(r".+-[a-z0-9]+-test", re.DOTALL)
_IDENTITY: Final = ("META001", "META002", "META003", "META004", "META005", "META006", "META007")
_RANK: Final = (Severity.INFO, Severity.WARNING, Severity.ERROR)


@pods("TEST003", MUST, ERROR, "none")
def run_to_completion(pod: Pod, release: Release) -> Iterator[Hit]:
    """Test Pods run to completion."""
    if not pod.owner.is_test:
        return
    policy = pod.spec.get("restartPolicy")
    if policy != "Never":
        said = f"has restartPolicy {text(policy)!r}" if policy else "has no restartPolicy, which means Always"
        yield pod.hit("/restartPolicy", f"the test {said}")
    for container in pod.containers:
        if any(_is_endless(step.words) for _, step in shell.calls(container.words)):
            yield container.hit("/command", f"container {container.name!r} of the test waits for ever", INFO)


@objects("TEST004", SHOULD, ERROR, "none", "Pod")
def hook_annotation(one: Manifest, release: Release) -> Iterator[Hit]:
    """Test Pods carry a test hook annotation."""
    if _FOLDER in one.source and not one.is_test:
        hook = text(one.annotations.get(HOOK))
        said = f"is a hook for {hook!r}" if hook else "has no hook annotation"
        yield one.hit("/metadata/annotations", f"the Pod among the tests {said}")


@objects("TEST005", MAY, WARNING, "env")
def no_test_failure(one: Manifest, release: Release) -> Iterator[Hit]:
    """test-failure does not run on Helm 3."""
    if _FAILURE in one.hooks and release.settings.helm >= 3:
        message = f"Helm {release.settings.helm} never runs a test for {_FAILURE!r}"
        yield one.hit("/metadata/annotations/helm.sh~1hook", message)


@pods("TEST006", SHOULD, WARNING, "reason")
def telling_name(pod: Pod, release: Release) -> Iterator[Hit]:
    """Test Pod names end in -test."""
    if pod.owner.is_test:
        name = pod.owner.name
        if not _NAME.fullmatch(name):
            yield pod.owner.hit("/metadata/name", f"the name {name!r} does not end in what is tested and {_SUFFIX!r}")
        elif release.context and _says_nothing(name, release.context):
            yield pod.owner.hit("/metadata/name", f"the name {name!r} does not say what is tested")


@release("TEST007", SHOULD, WARNING, "reason")
def named_like_others(release: Release) -> Iterator[Hit]:
    """Tests are named and labelled like other resources."""
    tests = {one.index: one for one in release.objects if one.is_test}
    found: dict[int, dict[str, Severity]] = {}
    for rule in (by_id()[identity] for identity in _IDENTITY if tests):
        for hit in _hits(rule, tests.values(), release):
            if hit.resource in tests:
                found.setdefault(hit.resource, {})[rule.id] = hit.severity or rule.severity
    for index, broken in found.items():
        worst = max(broken.values(), key=_RANK.index)
        message = f"what holds for every resource holds for tests: {', '.join(broken)}"
        yield tests[index].hit("/metadata", message, INFO if worst is INFO else None)


@release("TEST008", MAY, WARNING, "reason")
def not_captured(release: Release) -> Iterator[Hit]:
    """Test Pods are not captured by Services."""
    tests = {pod.owner.index: pod for pod in release.pods if pod.owner.is_test}
    if not tests:
        return
    for service in release.of("Service"):
        for pod in release.served(service):
            if pod.owner.index in tests:
                yield _captured(pod, service)
    for workload in release.pods:
        for pod in tests.values() if workload.owner.spec.get("selector") else ():
            if pod is not workload and _selects(workload, pod, release):
                yield _captured(pod, workload.owner)


def _is_endless(command: shell.Command) -> bool:
    program, rest = shell.program(command)
    if program == "sleep":
        return any(word.startswith("inf") for word in rest)
    return program == "tail" and any(word.startswith("-") and "f" in word.lower() for word in rest)


def _says_nothing(name: str, context: Context) -> bool:
    """Whether nothing stands between the release and `-test`, or `-test` is but the end of the release's own name."""
    before, release = name.removesuffix(_SUFFIX), context.release
    return before == release or before.endswith(f"-{release}") or name.endswith(f"{context.chart}-{release}")


def _hits(rule: Rule, tests: Iterable[Manifest], release: Release) -> Iterator[Hit]:
    if rule.subject is Subject.RELEASE:
        yield from rule.check(release)
    else:
        yield from (hit for one in tests for hit in rule.check(one, release))


def _selects(workload: Pod, pod: Pod, release: Release) -> bool:
    owner = workload.owner
    if release.namespace(owner) != release.namespace(pod.owner):
        return False
    selector = owner.spec.get("selector")
    if owner.kind == "ReplicationController":
        return matches(mapping(selector), pod.labels)
    return bool(selector) and selects(selector, pod.labels)


def _captured(pod: Pod, by: Manifest) -> Hit:
    key = f"{by.kind}/{by.name}"
    return pod.owner.hit(f"{pod.meta_path}/labels", f"the labels of the test are what {key} selects", key=key)
