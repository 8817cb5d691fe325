"""Schedules made by hand, for the formats."""

from pipeline.model.schedule import Loaded, Lodged, Rack, Schedule, Staying

HOSTILE = "<script>alert(1)</script>\x1b[31m\x00\ufffe\uffff\ud800\u202e&\"'\n]]>"


def staying(
    name: str = "web", wanted: int = 1, least: int = 1, most: int = 1, nodes: tuple[str, ...] = ("n1",), **more: object
) -> Staying:
    """A workload of release shop."""
    values = {"release": "shop", "kind": "Deployment", "namespace": "ns", "decided": {}, "waits": "", **more}
    return Staying(name=name, wanted=wanted, least=least, most=most, together=most, eligible=nodes, **values)  # type: ignore[arg-type]  # a table's values


def lodged(name: str = "web", *ordinals: int, kind: str = "Deployment", release: str = "shop") -> Lodged:
    """Pods of that workload on a node."""
    return Lodged(release, kind, "ns", name, ordinals or (0,))


def node(name: str = "n1", *pods: Lodged, **more: object) -> Loaded:
    """A node that lists cpu and memory."""
    room = {"cpu": 4000, "memory": 8 << 30, "pods": 110}
    asked = {"cpu": 1500, "memory": 1 << 30, "pods": len(pods)}
    return Loaded(name, pods, **{"asked": asked, "room": room, **more})  # type: ignore[arg-type]  # a table's values


def schedule(*stays: Staying, racks: tuple[Rack, ...] = (), **more: object) -> Schedule:
    """An environment that is called ci."""
    wanted, least, most = (sum(getattr(one, key) for one in stays) for key in ("wanted", "least", "most"))
    values = {"environment": "ci", "kube_version": "1.34.2", "nodes": 2, **more}
    return Schedule(wanted=wanted, least=least, most=most, racks=racks, stays=stays, **values)  # type: ignore[arg-type]  # a table's values
