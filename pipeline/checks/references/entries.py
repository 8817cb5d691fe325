"""What one rendering says about references: what it provides, needs and selects, and what controllers will make of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.model.problem import Place
from pipeline.model.resource import ResourceId
from pipeline.scheduling.workloads import Claim, Importance, Volume, Workload

NOWHERE: Final = Place("")
# Made for any kind of object whose name begins with a name, as operators name what they make.
ANYTHING: Final = "*"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a rendering.

    at: index of the object in the rendering; path: RFC 6901 pointer into it; place: in a file, empty until it is filled in.
    """

    resource: ResourceId
    at: int
    path: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Provided:
    """An object that is rendered.

    hooks: events it is a hook of. owned: Helm writes down that the object is the release's own, which it does not
    for hooks and for what stands in crds/. keys: of a ConfigMap or Secret; name and number of each port of a Service; None
    where somebody else fills it in, and for other kinds. labels: of its pods, None where it has none.
    """

    spot: Spot
    hooks: tuple[str, ...] = ()
    owned: bool = True
    keys: tuple[str, ...] | None = None
    labels: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """An object that another one names.

    key: in its data, or its port; "" where the object itself is meant. use: what it is for ("env", "volume", "backend", …).
    optional: the one that names it lives without it.
    """

    kind: str
    namespace: str
    name: str
    key: str
    use: str
    optional: bool
    spot: Spot


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of pods. selector: a LabelSelector; use: "Service", "PodDisruptionBudget", "NetworkPolicy", or "peer" of one."""

    namespace: str
    selector: Mapping[str, Any]
    use: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Made:
    """An object that is not rendered, and that a controller, a hook or a Job makes.

    kind: ANYTHING where the controller is an operator. namespace: "*" for each. name: ends in "*" where only its beginning
    is known.
    """

    kind: str
    namespace: str
    name: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What a rendering asks of nodes. workloads: with the index of the object in the rendering; classes: PriorityClasses."""

    workloads: tuple[tuple[int, Workload], ...] = ()
    claims: tuple[Claim, ...] = ()
    volumes: tuple[Volume, ...] = ()
    classes: tuple[Importance, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """All of that for one rendering. namespace: the release's own; release, chart: their names, "" for plain manifests;
    asking: kept only where the environment lists its nodes."""

    namespace: str = ""
    objects: tuple[Provided, ...] = ()
    needs: tuple[Need, ...] = ()
    selections: tuple[Selection, ...] = ()
    made: tuple[Made, ...] = ()
    release: str = ""
    chart: str = ""
    asking: Asking = Asking()
