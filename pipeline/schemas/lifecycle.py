"""When Kubernetes' own APIs came, were deprecated and went, and what stands in their place.

lifecycle.json has every kind that was there in a version from 1.16 to 1.37, made by tests/schemas/build_lifecycle.py from
the definitions of each version and from what the Go types of Kubernetes say of themselves (the same facts as in
kubernetes.io/docs/reference/using-api/deprecation-guide).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import orjson

_STAGE: Final = re.compile(r"(v\d+)(?:(alpha|beta)\d+)?")
_STABLE: Final = {"alpha": 0, "beta": 1, "": 2}
# From this version on a new beta API is off until the cluster turns it on (KEP 3136).
_OFF_SINCE: Final = 24
_ON: Final = "flowcontrol.apiserver.k8s.io/"  # a further version of a beta that was on


@dataclass(frozen=True, slots=True)
class Api:
    """A kind in one version of its group. Numbers are minor versions of Kubernetes 1.

    introduced: 0 where it is older than 1.16. deprecated, removed: 0 where nothing is planned; removed is the first version
    that does not serve it. replacement: "group/version/Kind" as the types name it, "" where they name none.
    """

    api_version: str
    kind: str
    introduced: int = 0
    deprecated: int = 0
    removed: int = 0
    replacement: str = ""

    def is_served(self, minor: int) -> bool:
        """Whether Kubernetes 1.<minor> has it."""
        return self.introduced <= minor and (not self.removed or minor < self.removed)

    @property
    def group(self) -> str:
        return self.api_version.rpartition("/")[0]

    @property
    def is_off(self) -> bool:
        """Whether a cluster serves it only when it is told to (`--runtime-config`)."""
        stage = _stage(self.api_version)
        is_new_beta = stage == "beta" and self.introduced >= _OFF_SINCE and not self.api_version.startswith(_ON)
        return stage == "alpha" or is_new_beta


def find(api_version: str, kind: str) -> Api | None:
    """An API of Kubernetes' own; None for what it never had."""
    return _apis().get((api_version, kind))


@cache
def groups() -> frozenset[str]:
    """The groups of Kubernetes' own, "" for the core."""
    return frozenset(api.group for api in _apis().values())


def is_custom(group: str) -> bool:
    """Whether an API group is none of Kubernetes' own, whose names end in .k8s.io or have no dot."""
    return "." in group and not group.endswith(".k8s.io")


@cache
def kinds() -> frozenset[str]:
    """The names of Kubernetes' own kinds, whatever their groups."""
    return frozenset(api.kind for api in _apis().values())


def of_group(group: str) -> tuple[Api, ...]:
    """Every kind of a group in each of its versions, the most stable and newest first."""
    return tuple(sorted((api for api in _apis().values() if api.group == group), key=_rank, reverse=True))


def replacement(api: Api, minor: int) -> Api | None:
    """The best that Kubernetes 1.<minor> serves in the place of an API; None where that has nothing better."""
    name, _, kind = (api.replacement or f"{api.api_version}/{api.kind}").rpartition("/")
    for one in of_group(name.rpartition("/")[0]):
        is_meant = one.kind == kind and (not api.replacement or _major(one.api_version) == _major(name))
        is_better = one.group != api.group or one.kind != api.kind or _rank(one) > _rank(api)
        if is_meant and is_better and one.is_served(minor):
            return one
    return None


@cache
def _apis() -> Mapping[tuple[str, str], Api]:
    known = orjson.loads(files(__package__).joinpath("lifecycle.json").read_bytes())
    named = (((*name.rpartition("/"),), facts) for name, facts in known.items())
    return {(api_version, kind): Api(api_version, kind, **facts) for (api_version, _, kind), facts in named}


def _major(api_version: str) -> str:
    """v2 of autoscaling/v2beta1: other majors are other APIs."""
    return _STAGE.sub(r"\1", api_version.rpartition("/")[2])


def _stage(api_version: str) -> str:
    found = _STAGE.fullmatch(api_version.rpartition("/")[2])
    return (found[2] or "") if found else ""


def _rank(api: Api) -> tuple[int, str]:
    """How stable and how new; versions of one stage are told apart by their names (v1beta2 is newer than v1beta1)."""
    return _STABLE[_stage(api.api_version)], api.api_version.rpartition("/")[2]
