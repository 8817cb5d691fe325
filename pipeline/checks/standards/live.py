"""LIVE: whether what was recorded from a cluster is the release, and came up."""

import shlex
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, SHOULD, WARNING, live
from pipeline.checks.subjects.claims import Claim, claims
from pipeline.checks.subjects.labels import CHART, INSTANCE, is_templated, package
from pipeline.checks.subjects.live import Live, keepers
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.readiness import ended, one_of, trouble, waiting
from pipeline.checks.subjects.release import Context
from pipeline.checks.subjects.storage import CLAIM
from pipeline.manifests.reading import at, listing, text

# Where Helm notes which namespace a release is of, for objects that are in none.
_OF_NAMESPACE: Final = "meta.helm.sh/release-namespace"


@live("LIVE001", SHOULD, WARNING, "reason")
def found_by_labels(live: Live) -> Iterator[Hit]:
    """One label filter finds the whole release."""
    context = live.rendered.context
    if context:
        for one in live.rendered.objects:
            if not one.is_hook and is_templated(one):
                yield from _searched(live, one, _filter(one, context))
        yield from _left_over(live, context)


@live("LIVE002", SHOULD, ERROR, "env")
def ready(live: Live) -> Iterator[Hit]:
    """Chart deploys on Minikube with defaults."""
    for one in live.rendered.objects:
        record = None if one.is_test or one.kind == CLAIM else live.find(one.kind, one.name)
        if record and (said := trouble(record)):
            reason = waiting(live.pods(one))
            yield live.hit(one.kind, one.name, f"{one.kind} {one.name!r}: {said}{reason and f' ({reason})'}")
    for claim in claims(live):
        if said := trouble(claim.record):
            yield live.hit(CLAIM, claim.name, f"{CLAIM} {claim.name!r}: {said}")


@live("LIVE003", SHOULD, ERROR, "none")
def tests_pass(live: Live) -> Iterator[Hit]:
    """helm test passes."""
    for one in live.rendered.objects:
        if one.is_test and one.kind in ("Pod", "Job"):
            fails = one.hooks.isdisjoint(("test", "test-success"))
            records = live.records(one.kind, one.name)
            if records or not fails:
                runs = {text(record.metadata.get("uid")) or str(record.index): ended(record) for record in records}
                yield from _tested(live, one, "Failed" if fails else "Succeeded", list(filter(None, runs.values())))


@live("LIVE004", SHOULD, ERROR, "reason")
def bound_as_asked(live: Live) -> Iterator[Hit]:
    """Claims bind to the named volume and class."""
    for claim in claims(live):
        if one_of(claim.record, "Bound"):
            for key, said in _strange(live, claim):
                yield live.hit(CLAIM, claim.name, f"{CLAIM} {claim.name!r} {said}", key=key)
        elif _waits(live, claim.record):
            message = f"to review: whether {CLAIM} {claim.name!r} is bound once a pod uses it: "
            yield live.hit(CLAIM, claim.name, message + live.command("get", "persistentvolumeclaim", claim.name), INFO)
        else:
            yield live.hit(CLAIM, claim.name, f"{CLAIM} {claim.name!r} is not bound")


def _filter(one: Manifest, context: Context) -> Mapping[str, str]:
    """The labels by which an object is listed; a subchart has a name of its own."""
    labels = {INSTANCE: context.release}
    return {**labels, CHART: package(one.chart)} if one.chart and one.chart.name == context.chart else labels


def _searched(live: Live, one: Manifest, wanted: Mapping[str, str]) -> Iterator[Hit]:
    record, said = live.find(one.kind, one.name), f"{one.kind} {one.name!r}"
    if record is None and one.kind in live.kinds:
        yield live.hit(one.kind, one.name, f"{said} is not in the cluster")
    elif record is None:
        message = f"to review: whether {said} is in the cluster; no {one.kind} was recorded: "
        yield live.hit(one.kind, one.name, message + live.command("get", one.kind.lower(), one.name), INFO)
    elif lacking := _lacking(record, wanted):
        yield live.hit(one.kind, one.name, f"{said} is not found by {lacking}")
    for pod in live.pods(one) if one.kind != "Pod" else ():
        if lacking := _lacking(pod, wanted):
            yield live.hit(one.kind, one.name, f"pods of {said} are not found by {lacking}", key="pods")
            return


def _lacking(one: Manifest, wanted: Mapping[str, str]) -> str:
    return ",".join(f"{key}={value}" for key, value in wanted.items() if one.labels.get(key) != value)


def _left_over(live: Live, context: Context) -> Iterator[Hit]:
    """Objects that the labels find and that are not rendered; what a rendered object made is no such thing."""
    known = {(one.kind, one.name) for one in live.rendered.objects}
    kinds = {"Pod", *(kind for kind, _ in known)}
    known |= {(CLAIM, claim.name) for claim in claims(live)}
    for one in live.of(*kinds):
        if (one.kind, one.name) not in known and _is_of(one, context):
            yield live.hit(
                one.kind, one.name, f"{one.kind} {one.name!r} has the labels of the release and is not rendered"
            )


def _is_of(one: Manifest, context: Context) -> bool:
    """Whether an object says that it was installed with the release."""
    if one.labels.get(INSTANCE) != context.release or one.is_hook or any(keepers(one)):
        return False
    return bool(one.annotations.get(_OF_NAMESPACE, context.namespace) == context.namespace)


def _tested(live: Live, one: Manifest, wanted: str, runs: list[str]) -> Iterator[Hit]:
    """wanted: how it should end; runs: how each run that was recorded ended."""
    results = frozenset(runs)
    if results - {wanted}:
        again = ", and not always" if wanted in results else ""
        other = "Failed" if wanted == "Succeeded" else "Succeeded"
        yield live.hit(one.kind, one.name, f"test {one.name!r} ended as {other}{again}")
    elif len(runs) < 2:
        what = "gives the same result again" if results else "passes"
        context = live.rendered.context
        place = ("--namespace", live.namespace) if live.namespace else ()
        command = shlex.join(("helm", "test", context.release if context else "RELEASE", *place))
        yield live.hit(one.kind, one.name, f"to review: whether test {one.name!r} {what}: {command}", INFO)


def _strange(live: Live, claim: Claim) -> Iterator[tuple[str, str]]:
    """(which part, what is wrong with it) of a claim that is bound to something else than it asks for."""
    got = claim.record.spec.get("volumeName")
    for key, what in (("volumeName", "volume"), ("storageClassName", "class")):
        asked, given = claim.spec.get(key), claim.record.spec.get(key)
        if asked and asked != given:
            yield key, f"asks for {what} {asked!r} and has {given!r}"
    modes = at(claim.record.body, "status", "accessModes") or claim.record.spec.get("accessModes")
    missing = [mode for mode in listing(claim.spec.get("accessModes")) if mode not in listing(modes)]
    if missing:
        yield "accessModes", f"does not have access mode {', '.join(map(repr, missing))}"
    volume = live.find("PersistentVolume", got) if isinstance(got, str) else None
    if volume:
        holder = at(volume.spec, "claimRef", "name")
        if holder not in (None, claim.name):
            yield "claimRef", f"has volume {got!r}, which belongs to {holder!r}"
        if claim.spec.get("storageClassName") not in (None, "", volume.spec.get("storageClassName")):
            yield "volume class", f"has volume {got!r} of class {volume.spec.get('storageClassName')!r}"


def _waits(live: Live, record: Manifest) -> bool:
    """Whether a claim is bound only when a pod uses it, and none does yet."""
    kind = record.spec.get("storageClassName")
    storage = live.find("StorageClass", kind) if isinstance(kind, str) else None
    if storage is None or storage.body.get("volumeBindingMode") != "WaitForFirstConsumer":
        return False
    used = (
        at(volume, "persistentVolumeClaim", "claimName")
        for pod in live.of("Pod")
        for volume in listing(pod.spec.get("volumes"))
    )
    return record.name not in used
