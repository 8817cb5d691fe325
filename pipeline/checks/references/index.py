"""The index of a rendering: small, kept with it, and enough to judge references without looking at the rendering again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from pipeline.checks.references.entries import NOWHERE, Asking, Index, Made, Need, Provided, Selection, Spot
from pipeline.checks.references.hosts import data_hosts, pod_hosts
from pipeline.checks.references.made import made_by
from pipeline.checks.references.needs import Origin, own_needs, pod_needs
from pipeline.checks.references.running import asking_of
from pipeline.checks.references.selections import labels_of, selections_of
from pipeline.checks.references.work import made_by_work
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.identity import identify
from pipeline.manifests.reading import listing, mapping
from pipeline.model.problem import Place
from pipeline.model.resource import ResourceId
from pipeline.scheduling.record import (
    claim_json,
    claim_of,
    importance_json,
    importance_of,
    volume_json,
    volume_of,
    workload_json,
    workload_of,
)

# Marks in annotations and labels of ConfigMaps and Secrets that somebody else fills in.
_FILLED: Final = ("replicat", "reflect", "secret-generator", "inject", "autogenerate")
_ACCOUNT: Final = "kubernetes.io/service-account-token"


def index_of(release: Release) -> Index:
    """The index of what is rendered."""
    about = release.context
    name, chart, namespace = (about.release, about.chart, about.namespace) if about else ("", "", "")
    pods = {pod.owner.index: pod for pod in release.pods}
    identities = identify([one.body for one in release.objects], namespace)
    origins = [Origin(one, identity) for one, identity in zip(release.objects, identities, strict=True)]
    objects = tuple(_provided(origin, pods.get(origin.one.index)) for origin in origins)
    needs = _distinct(need for origin in origins for need in _needs(origin, pods.get(origin.one.index)))
    there = {(one.kind, one.namespace, one.name) for one in identities}
    missing = [need for need in needs if not need.optional and (need.kind, need.namespace, need.name) not in there]
    made = (*(one for origin in origins for one in made_by(origin)), *made_by_work(missing, release.objects, pods))
    selections = tuple(one for origin in origins for one in selections_of(origin))
    asking = asking_of(origins, pods) if about and about.nodes else Asking()
    return Index(namespace, objects, needs, selections, tuple(dict.fromkeys(made)), name, chart, asking)


def _needs(origin: Origin, pod: Pod | None) -> Iterator[Need]:
    if pod:
        yield from pod_needs(pod, origin)
        yield from pod_hosts(pod, origin)
    elif origin.one.kind == "ConfigMap":
        yield from data_hosts(origin)
    yield from own_needs(origin)


def _distinct(needs: Iterable[Need]) -> tuple[Need, ...]:
    """The first of those that say the same of the same object."""
    found: dict[tuple[Any, ...], Need] = {}
    for need in needs:
        key = (need.spot.at, need.kind, need.namespace, need.name, need.key, need.use, need.optional)
        found.setdefault(key, need)
    return tuple(found.values())


def _provided(origin: Origin, pod: Pod | None) -> Provided:
    one = origin.one
    spot = Spot(origin.resource, one.index)
    is_crd = "/crds/" in one.source and "/templates/" not in one.source
    named = one.name != "" and bool(one.kind)
    return Provided(
        spot, tuple(sorted(one.hooks)), named and not one.is_hook and not is_crd, _keys(one), labels_of(one, pod)
    )


def _keys(one: Manifest) -> tuple[str, ...] | None:
    if one.kind == "Service":
        ports = (mapping(port) for port in listing(one.spec.get("ports")))
        return tuple(str(port[key]) for port in ports for key in ("name", "port") if port.get(key)) or None
    if one.kind not in ("ConfigMap", "Secret") or one.body.get("type") == _ACCOUNT:
        return None
    if any(mark in str(key) for key in (*one.annotations, *one.labels) for mark in _FILLED):
        return None
    data = (mapping(one.get(field)) for field in ("data", "stringData", "binaryData"))
    return tuple(str(key) for part in data for key in part) or None


def placed(index: Index, locate: Callable[[int, str], Place]) -> Index:
    """The index with the place of each spot filled in, where one may ever be asked for it: what a rendering itself
    provides is never missed. locate: from object's index and pointer to a place in a file."""
    there = {
        (one.spot.resource.kind, one.spot.resource.namespace, one.spot.resource.name): one.keys for one in index.objects
    }

    def at(spot: Spot) -> Spot:
        return replace(spot, place=locate(spot.at, spot.path))

    def is_met(need: Need) -> bool:
        name = (need.kind, need.namespace, need.name)
        keys = there.get(name)
        return name in there and (not need.key or keys is None or need.key in keys)

    return replace(
        index,
        objects=tuple(replace(one, spot=at(one.spot)) for one in index.objects),
        needs=tuple(one if is_met(one) else replace(one, spot=at(one.spot)) for one in index.needs),
        selections=tuple(replace(one, spot=at(one.spot)) for one in index.selections),
    )


def to_json(index: Index) -> Any:
    """The index as plain lists and texts."""
    return [
        index.namespace,
        [
            [*_identity(one.spot.resource), _spot(one.spot), list(one.hooks), one.owned, _list(one.keys), one.labels]
            for one in index.objects
        ],
        [[one.kind, one.namespace, one.name, one.key, one.use, one.optional, _spot(one.spot)] for one in index.needs],
        [[one.namespace, one.selector, one.use, _spot(one.spot)] for one in index.selections],
        [[one.kind, one.namespace, one.name] for one in index.made],
        index.release,
        index.chart,
        _asking(index.asking),
    ]


def from_json(value: Any) -> Index:
    """The index that `to_json` made that of."""
    namespace, objects, needs, selections, made, release, chart, asking = value
    known = {entry[5][0]: ResourceId(*entry[:5]) for entry in objects}
    return Index(
        namespace,
        tuple(
            Provided(_spot_of(spot, known), tuple(hooks), owned, None if keys is None else tuple(keys), labels)
            for *_, spot, hooks, owned, keys, labels in objects
        ),
        tuple(Need(*(*entry, _spot_of(spot, known))) for *entry, spot in needs),
        tuple(Selection(*(*entry, _spot_of(spot, known))) for *entry, spot in selections),
        tuple(Made(*entry) for entry in made),
        release,
        chart,
        _asking_of(asking),
    )


def _asking(one: Asking) -> list[Any]:
    workloads = [[at, *workload_json(workload)] for at, workload in one.workloads]
    claims, volumes = [claim_json(claim) for claim in one.claims], [volume_json(volume) for volume in one.volumes]
    return [workloads, claims, volumes, [importance_json(one) for one in one.classes]]


def _asking_of(value: list[Any]) -> Asking:
    workloads, claims, volumes, classes = value
    return Asking(
        tuple((at, workload_of(given)) for at, *given in workloads), tuple(map(claim_of, claims)),
        tuple(map(volume_of, volumes)), tuple(map(importance_of, classes)),
    )  # fmt: skip


def _identity(resource: ResourceId) -> tuple[str, str, str, str, int]:
    return resource.group, resource.kind, resource.namespace, resource.name, resource.occurrence


def _list(keys: tuple[str, ...] | None) -> list[str] | None:
    return None if keys is None else list(keys)


def _spot(spot: Spot) -> list[Any]:
    place = spot.place
    return [spot.at, spot.path] if place == NOWHERE else [spot.at, spot.path, place.file, place.line, place.key]


def _spot_of(value: list[Any], known: Mapping[int, ResourceId]) -> Spot:
    at, path, *place = value
    return Spot(known[at], at, path, Place(*place) if place else NOWHERE)
