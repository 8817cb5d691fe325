"""What the files under environments/ say, read and checked: environments, their releases, and where each word stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.node import Node
from pipeline.model.policy import NO_POLICY, Policy
from pipeline.model.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the user's with `${NAME}` still in it, and where it stands."""

    raw: str
    place: Place


@dataclass(frozen=True, slots=True)
class Setting:
    """One entry of `set`: a path in Helm's `--set` grammar and its value, a scalar or a list of scalars."""

    path: str
    value: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Secret:
    """One entry of `secrets`: where the value comes from, and what it looks like where a chart checks the shape."""

    path: str
    source: Text
    example: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Chart:
    """Where the chart of a release comes from.

    name: folder below charts/. ref: git revision it is taken from, None for the same revision as the release.
    """

    name: str
    place: Place
    ref: str | None = None

    @property
    def path(self) -> str:
        return f"charts/{self.name}"


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of values. origin: "environment" or "release"; path: from the top of the repository."""

    origin: str
    path: str


@dataclass(frozen=True, slots=True)
class Release:
    """One chart installed under one name in one environment: the unit of all work.

    overrides: what `--set` of the command line lays over all else, typed already.
    """

    environment: str
    name: str
    chart: Chart
    namespace: Text
    kube_version: str
    api_versions: tuple[str, ...]
    layers: tuple[Layer, ...]
    place: Place
    settings: tuple[Setting, ...] = ()
    secrets: tuple[Secret, ...] = ()
    patches: str | None = None
    overrides: tuple[Setting, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.environment}/{self.name}"

    def hides(self, path: str) -> bool:
        """Whether a secret stands at a path, so that what `--set` puts there is one too."""
        return any(secret.path == path for secret in self.secrets)


@dataclass(frozen=True, slots=True)
class Ignore:
    """One rule of `ignore`: Kind/name globs, an RFC 6901 pointer, and the reason."""

    resource: str
    path: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Environment:
    """One folder below environments/. promotion is kept as it was written. nodes, crds: of its cluster, where they are listed."""

    name: str
    kube_version: str
    releases: tuple[Release, ...]
    place: Place
    promotes_from: str | None = None
    context: str | None = None
    ignore: tuple[Ignore, ...] = ()
    promotion: Mapping[str, Any] = field(default_factory=dict)
    policy: Policy = NO_POLICY
    nodes: tuple[Node, ...] = ()
    crds: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Everything below environments/ of one side, and every mistake in it."""

    environments: tuple[Environment, ...]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
