"""META: labels that hold objects of a release together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.checks.hit import Hit, some
from pipeline.checks.rule import ERROR, INFO, MAY, SHOULD, WARNING, pods, release
from pipeline.checks.subjects.labels import (
    CHART,
    COMPONENT,
    CORE,
    EXTRA,
    INSTANCE,
    MANAGED_BY,
    NAME,
    PART_OF,
    is_missing,
    is_templated,
    label,
)
from pipeline.checks.subjects.manifest import ChartName, Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.policies import peers
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.scheduling.terms import terms

_LABELS: Final = "/metadata/labels"
_PAIR: Final = (NAME, INSTANCE)
_CONTROLLERS: Final = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
Selectors = Iterator[tuple[str, Any]]


@release("META008", MAY, INFO, "reason")
def extra_labels(release: Release) -> Iterator[Hit]:
    """Optional filter labels."""
    for chart, found in _by_chart(release).items():
        absent = [key for key in EXTRA if not any(key in one.labels for one in found)]
        if absent:
            message = f"no object of {chart.name if chart else 'this set'} has {', '.join(map(repr, absent))}"
            yield found[0].hit(_LABELS, message, key="absent")
        yield from _minority(found, PART_OF)
    for one in release.objects:
        for key in EXTRA:
            if key in one.labels and is_missing(one.labels, key):
                yield one.hit(joined(_LABELS, key), f"label {key!r} is empty")
    for service in release.of("Service"):
        yield from _other_component(service, release.served(service))


@pods("META013", SHOULD, ERROR, "reason", *_CONTROLLERS, "Job", "CronJob")
def pod_labels(pod: Pod, release: Release) -> Iterator[Hit]:
    """Pod templates carry the core labels."""
    own = pod.owner.labels
    place = f"{pod.meta_path}/labels"
    for key in CORE:
        severity = None if key in _PAIR else INFO
        if is_missing(pod.labels, key):
            yield pod.owner.hit(place, f"the pod template has no label {key!r}", severity, key)
        elif not is_missing(own, key) and pod.labels[key] != own[key]:
            message = f"label {key!r} of the pod template is {pod.labels[key]!r}, its {pod.kind} has {own[key]!r}"
            yield pod.owner.hit(joined(place, key), message, severity, key)


@release("META014", SHOULD, WARNING, "reason")
def core_selectors(release: Release) -> Iterator[Hit]:
    """Selectors use the core labels."""
    for one in release.of(*_CONTROLLERS):
        yield from _loose(one, [("/spec/selector", one.spec.get("selector"))])
    for one in release.of("NetworkPolicy"):
        yield from _loose(one, _peers(one))
    for pod in release.pods:
        yield from _loose(pod.owner, _companions(pod))


@release("META016", SHOULD, WARNING, "reason")
def one_scheme(release: Release) -> Iterator[Hit]:
    """One label scheme across the release."""
    everything = [one for one in release.objects if is_templated(one)]
    for key in (INSTANCE, MANAGED_BY):
        yield from _minority(everything, key)
    for found in _by_chart(release).values():
        yield from _minority(found, CHART)
        for key in EXTRA:
            without = [one for one in found if key not in one.labels]
            if without and len(without) < len(found):
                yield without[0].hit(_LABELS, f"label {key!r} is on other objects, not on {_names(without)}", INFO, key)


def _by_chart(release: Release) -> Mapping[ChartName | None, Sequence[Manifest]]:
    found: dict[ChartName | None, list[Manifest]] = defaultdict(list)
    for one in release.objects:
        if is_templated(one):
            found[one.chart].append(one)
    return found


def _minority(found: Iterable[Manifest], key: str) -> Iterator[Hit]:
    """One hit where objects have different values of a label: at the first that has not the usual one."""
    values: dict[str, list[Manifest]] = defaultdict(list)
    for one in found:
        if said := label(one.labels, key):
            values[said].append(one)
    if len(values) > 1:
        usual = max(values, key=lambda said: len(values[said]))
        others = [one for said, those in values.items() if said != usual for one in those]
        message = f"label {key!r} is {usual!r} on most objects and something else on {_names(others)}"
        yield others[0].hit(joined(_LABELS, key), message, key=key)


def _names(found: Sequence[Manifest]) -> str:
    return some([f"{one.kind} {one.name!r}" for one in found])


def _other_component(service: Manifest, selected: Iterable[Pod]) -> Iterator[Hit]:
    said = label(service.labels, COMPONENT)
    for pod in selected:
        theirs = label(pod.owner.labels, COMPONENT)
        if said and theirs and said != theirs and not pod.owner.is_hook:
            message = f"label {COMPONENT!r} is {said!r}, the {pod.kind} {pod.owner.name!r} behind it has {theirs!r}"
            yield service.hit(joined(_LABELS, COMPONENT), message, key=pod.owner.name)


def _peers(policy: Manifest) -> Selectors:
    """The selectors of a policy for pods of its own namespace."""
    yield "/spec/podSelector", policy.spec.get("podSelector")
    for peer in peers(policy):
        if peer.body.get("namespaceSelector") is None:
            yield f"{peer.path}/podSelector", peer.body.get("podSelector")


def _companions(pod: Pod) -> Selectors:
    """The selectors of affinity to pods of the same namespace."""
    for term in terms(pod.spec):
        if not term.namespaces and not term.anywhere:
            yield f"{pod.path}{term.path}/labelSelector", term.body.get("labelSelector")


def _loose(one: Manifest, selectors: Iterable[tuple[str, Any]]) -> Iterator[Hit]:
    for path, selector in selectors:
        keys = {*mapping(at(selector, "matchLabels"))}
        keys.update(text(at(term, "key")) for term in listing(at(selector, "matchExpressions")))
        absent = [key for key in _PAIR if key not in keys]
        if keys and absent:
            yield one.hit(path, f"the selector does not ask for {' and '.join(map(repr, absent))}")
