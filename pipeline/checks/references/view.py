"""All indices of one environment as the rules about references see them: joined once, looked up by key."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pipeline.checks.references.alike import Alike
from pipeline.checks.references.entries import ANYTHING, Index, Need, Provided, Spot
from pipeline.checks.references.running import needs_of
from pipeline.manifests.reading import mapping
from pipeline.manifests.selectors import selects
from pipeline.model.finding import Severity
from pipeline.model.node import Node
from pipeline.model.problem import Place
from pipeline.model.resource import ResourceId
from pipeline.scheduling.outcome import Outcome, outcome

Key = tuple[str, str, str]
# Namespaces with objects of the cluster itself.
_SYSTEM: Final = frozenset(("kube-system", "kube-public", "kube-node-lease"))
# Labels that pods get when they are made (kubernetes.io/docs/reference/labels-annotations-taints).
_LATER: Final = frozenset((
    "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "controller-revision-hash", "pod-template-hash",
    "pod-template-generation", "job-name", "controller-uid", "batch.kubernetes.io/job-name",
    "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-completion-index",
))  # fmt: skip
_CUTS: Final = re.compile(r"[-.]")


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a rule is broken.

    release: label of its index; at: index of the object in that rendering; path: RFC 6901 pointer into it; key: what
    tells breaches at the same place apart.
    """

    release: str
    resource: ResourceId
    at: int
    path: str
    message: str
    place: Place
    severity: Severity | None = None
    key: str = ""
    rule: str = ""


def breach(release: str, spot: Spot, message: str, severity: Severity | None = None, key: str = "") -> Breach:
    """A breach at a spot; whoever judges puts the rule on it."""
    return Breach(release, spot.resource, spot.at, spot.path, message, spot.place, severity, key)


@dataclass(frozen=True)
class View:
    """The indices of the releases of one environment by their labels. nodes: of its inventory."""

    indices: Mapping[str, Index]
    nodes: tuple[Node, ...] = ()

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """Those of the releases, and of all objects where a release has none of its own. The system's own are left out:
        more runs there than anybody renders."""
        found = {index.namespace for index in self.indices.values() if index.namespace}
        homeless = (index for index in self.indices.values() if not index.namespace)
        return frozenset(found | {one.spot.resource.namespace for index in homeless for one in index.objects}) - _SYSTEM

    @cached_property
    def asked(self) -> tuple[tuple[str, Spot], ...]:
        """(release, object) of each workload, in the order of `outcome`."""
        return tuple(
            (release, spots[at])
            for release, index in self.indices.items()
            for spots in ({one.spot.at: one.spot for one in index.objects},)
            for at, _ in index.asking.workloads
        )

    @cached_property
    def outcome(self) -> Outcome | None:
        """Where the pods of all releases can run, None where nobody says which nodes there are."""
        asking = [(release, index.asking) for release, index in self.indices.items()]
        return outcome(needs_of(asking), self.nodes) if self.nodes else None

    @cached_property
    def objects(self) -> Mapping[Key, tuple[tuple[str, Provided], ...]]:
        """(release, object) by kind, namespace and name."""
        found: dict[Key, list[tuple[str, Provided]]] = defaultdict(list)
        for release, index in self.indices.items():
            for one in index.objects:
                found[one.spot.resource.kind, one.spot.resource.namespace, one.spot.resource.name].append(
                    (release, one)
                )
        return {key: tuple(there) for key, there in found.items()}

    @cached_property
    def names(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Names of what is rendered by kind and namespace."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind, namespace, name in self.objects:
            found[kind, namespace].add(name)
        return {key: frozenset(there) for key, there in found.items()}

    @cached_property
    def _made(self) -> frozenset[Key]:
        return frozenset((one.kind, one.namespace, one.name) for index in self.indices.values() for one in index.made)

    @cached_property
    def _needs(self) -> Mapping[str, tuple[tuple[str, Need], ...]]:
        found: dict[str, list[tuple[str, Need]]] = defaultdict(list)
        for release, index in self.indices.items():
            for need in index.needs:
                if not need.optional:
                    found[need.use].append((release, need))
        return {use: tuple(there) for use, there in found.items()}

    @cached_property
    def _carriers(self) -> Mapping[tuple[str, str, str], frozenset[int]]:
        """Numbers of the label sets of pods by namespace, key and value."""
        found: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        for number, (namespace, labels) in enumerate(self.pods):
            for key, value in labels.items():
                found[namespace, key, value].add(number)
        return {pair: frozenset(there) for pair, there in found.items()}

    @cached_property
    def pods(self) -> tuple[tuple[str, Mapping[str, str]], ...]:
        """(namespace, labels) of the pods of each object that makes any."""
        every = (one for index in self.indices.values() for one in index.objects)
        return tuple((one.spot.resource.namespace, one.labels) for one in every if one.labels is not None)

    def needs(self, *uses: str) -> Iterator[tuple[str, Need]]:
        """(release, need) of what is named for these uses and cannot be done without."""
        return (found for use in uses for found in self._needs.get(use, ()))

    def missing(self, *uses: str, kind: str = "") -> Iterator[tuple[str, Need]]:
        """Those of them that are neither rendered nor made by what is: one for each object and each name in it."""
        seen: set[tuple[str, int, str, str]] = set()
        for release, need in self.needs(*uses):
            mark = (release, need.spot.at, need.kind, need.name)
            if kind in ("", need.kind) and mark not in seen and not self.has(need.kind, need.namespace, need.name):
                seen.add(mark)
                yield release, need

    def has(self, kind: str, namespace: str, name: str) -> bool:
        """Whether an object is rendered, or made by something that is."""
        return (kind, namespace, name) in self.objects or self.is_made(kind, namespace, name)

    def is_made(self, kind: str, namespace: str, name: str) -> bool:
        """Whether a controller, a hook or a Job that is rendered makes an object of this name."""
        beginnings = [name, *(name[: cut.start()] for cut in _CUTS.finditer(name)), *name.split(".")]
        for where in (namespace, "*"):
            if (kind, where, name) in self._made or any((ANYTHING, where, one) in self._made for one in beginnings):
                return True
            if any((kind, where, f"{name[: cut.end()]}*") in self._made for cut in _CUTS.finditer(name)):
                return True
        return False

    def is_operated(self, namespace: str, name: str) -> bool:
        """Whether something of this name is rendered of which an operator makes what it likes."""
        return (ANYTHING, namespace, name) in self._made

    def selected(self, namespace: str, selector: Mapping[str, Any]) -> bool:
        """Whether a LabelSelector takes the pods of at least one object, of one that asks for labels that come later too."""
        labels = mapping(selector.get("matchLabels"))
        wanted = {key: value for key, value in labels.items() if key not in _LATER}
        groups = [self._carriers.get((namespace, *pair), frozenset()) for pair in wanted.items()]
        found: Iterable[int] = frozenset.intersection(*groups) if groups else range(len(self.pods))
        rest = {**selector, "matchLabels": wanted}
        return any(self.pods[one][0] == namespace and selects(rest, self.pods[one][1]) for one in found)

    def carried(self, namespace: str, key: str) -> bool:
        """Whether any pod has a label of this key."""
        return any(where == namespace and key in labels for where, labels in self.pods)

    def near(self, kind: str, namespace: str, name: str) -> str:
        """The name of something of the kind that differs by a slip only, "" where there is none."""
        alike = self._alike.get((kind, namespace))
        return alike.near(name) if alike else ""

    @cached_property
    def _alike(self) -> Mapping[tuple[str, str], Alike]:
        return {key: Alike(names) for key, names in self.names.items()}

    def like(self, need: Need) -> str:
        """`; did you mean …?` where something has a name that is near."""
        found = self.near(need.kind, need.namespace, need.name)
        return f"; did you mean {found!r}?" if found else ""


def unprovided(view: View, release: str, need: Need, severity: Severity | None = None) -> Breach:
    """The breach of a need that nothing meets."""
    message = f"nothing in this environment provides {need.kind} {need.name!r}{view.like(need)}"
    return breach(release, need.spot, message, severity, key=f"{need.kind}/{need.name}")
