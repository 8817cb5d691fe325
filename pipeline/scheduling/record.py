"""What an environment asks of its nodes as plain lists, as indices keep it."""

from typing import Any

from pipeline.scheduling.workloads import Claim, Importance, Volume, Workload


def workload_json(one: Workload) -> list[Any]:
    """A workload as plain values."""
    return [
        one.kind, one.namespace, one.name, one.count, one.labels, one.spec, one.asked, one.ports, one.claims, one.ordered,
        one.passing, one.important,
    ]  # fmt: skip


def workload_of(given: list[Any]) -> Workload:
    """What `workload_json` made that of."""
    kind, namespace, name, count, labels, spec, asked, ports, claims, ordered, passing, important = given
    places = tuple((host, protocol, number) for host, protocol, number in ports)
    return Workload(
        kind, namespace, name, count, labels, spec, asked, places, tuple(claims), ordered, passing, important
    )


def claim_json(one: Claim) -> list[Any]:
    """A claim as plain values."""
    return [one.namespace, one.name, one.volume, one.storage_class, one.once]


def claim_of(given: list[Any]) -> Claim:
    """What `claim_json` made that of."""
    return Claim(*given)


def volume_json(one: Volume) -> list[Any]:
    """A volume as plain values."""
    return [one.name, one.storage_class, one.claim, one.terms, one.zones]


def volume_of(given: list[Any]) -> Volume:
    """What `volume_json` made that of."""
    name, storage_class, claim, terms, zones = given
    return Volume(name, storage_class, (claim[0], claim[1]), tuple(terms), zones)


def importance_json(one: Importance) -> list[Any]:
    """A PriorityClass as plain values."""
    return [one.name, one.value, one.usual]


def importance_of(given: list[Any]) -> Importance:
    """What `importance_json` made that of."""
    return Importance(*given)
