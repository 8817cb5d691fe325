"""Where the pods of an environment can run, as it is shown: plain facts, without what they were worked out from."""

from collections.abc import Mapping
from dataclasses import dataclass

# Release, kind, namespace and name of a workload.
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Staying:
    """One workload of a release.

    wanted: pods that were tried; least, most: that run, in the worst and the best of the ways that were tried; together: in the
    one that is best for all. eligible: nodes that can take one; decided: node of each ordinal for which kube-scheduler has no
    choice; waits: its sentence on a pod that waits. passing: its pods come and end; untried: further pods, of a workload that
    has very many.
    """

    release: str
    kind: str
    namespace: str
    name: str
    wanted: int
    least: int
    most: int
    together: int
    eligible: tuple[str, ...]
    decided: Mapping[int, str]
    waits: str = ""
    passing: bool = False
    untried: int = 0

    @property
    def key(self) -> Key:
        """What makes it the same workload on another side."""
        return self.release, self.kind, self.namespace, self.name


@dataclass(frozen=True, slots=True)
class Rack:
    """One rack or zone, "" for nodes that name none."""

    name: str
    nodes: tuple["Loaded", ...]


@dataclass(frozen=True, slots=True)
class Lodged:
    """The pods of one workload on one node, by their ordinals."""

    release: str
    kind: str
    namespace: str
    name: str
    ordinals: tuple[int, ...]

    @property
    def key(self) -> Key:
        """The key of the workload."""
        return self.release, self.kind, self.namespace, self.name


@dataclass(frozen=True, slots=True)
class Loaded:
    """One node in one of the ways. pods: those that last; asked, room: by resource, in thousandths of a cpu and whole bytes;
    taints: "key=value:effect"; group: that adds it, "" where it is there already."""

    name: str
    pods: tuple[Lodged, ...]
    asked: Mapping[str, int]
    room: Mapping[str, int]
    taints: tuple[str, ...] = ()
    cordoned: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """One environment. nodes: that are there; wanted: pods; least, most: that run together; before: of the base by
    key, None without one or where it lists no nodes; failed: releases that could not be rendered, with the reason."""

    environment: str
    kube_version: str
    nodes: int
    wanted: int
    least: int
    most: int
    racks: tuple[Rack, ...]
    stays: tuple[Staying, ...]
    before: Mapping[Key, Staying] | None = None
    failed: tuple[tuple[str, str], ...] = ()
