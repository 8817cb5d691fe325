"""All objects of one release, and what is known about it."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pipeline.checks.settings import Settings
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod, pod_of
from pipeline.manifests.reading import mapping
from pipeline.manifests.selectors import matches
from pipeline.model.node import Node


@dataclass(frozen=True, slots=True)
class Plea:
    """What a waiver of PSP001 says for itself. resource: globs of `Kind/name`; agreed: with whom, "" where nobody is named."""

    resource: str
    reason: str
    agreed: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known when a chart is rendered, and is not for plain manifests.

    role: "minikube", "ci" or "production"; "" where nothing says it. system: the chart belongs to the system.
    nodes: the inventory; () where there is none. crds: of the environment's own folder. pleas: for privileged containers.
    defaults: this is the rendering of the chart by its own defaults, with no overlay. values: merged, as Helm got them.
    """

    release: str
    namespace: str
    chart: str
    version: str
    environment: str = ""
    role: str = ""
    system: bool = False
    api_versions: tuple[str, ...] = ()
    nodes: tuple[Node, ...] = ()
    crds: tuple[Mapping[str, Any], ...] = ()
    defaults: bool = False
    pleas: tuple[Plea, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Release:
    """The objects of one rendering, or of one set of plain manifests; equal to itself alone.

    context: None for plain manifests; rules that need it yield nothing then and are reported as skipped.
    kube_version: "1.34.2". labelled: the pods that have a label, by its key and value.
    counts: of the objects from each template, by its source.
    """

    objects: tuple[Manifest, ...]
    pods: tuple[Pod, ...]
    kinds: Mapping[str, tuple[Manifest, ...]]
    kube_version: str
    settings: Settings
    context: Context | None = None
    labelled: Mapping[tuple[str, Any], Sequence[Pod]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def role(self) -> str:
        return self.context.role if self.context else ""

    def of(self, *kinds: str) -> Iterable[Manifest]:
        """The objects of these kinds."""
        return (one for kind in kinds for one in self.kinds.get(kind, ()))

    def selected(self, selector: Mapping[str, Any]) -> tuple[Pod, ...]:
        """The pods that the plain selector of a Service matches; none for an empty one."""
        fewest: Sequence[Pod] = min((self.labelled.get(pair, ()) for pair in _pairs(selector)), key=len, default=())
        return tuple(pod for pod in fewest if matches(selector, pod.labels))

    def namespace(self, one: Manifest) -> str:
        """Where an object goes: the namespace that it names, else the release's, "" where nobody knows."""
        return one.namespace or (self.context.namespace if self.context else "")

    def is_together(self, one: Manifest, other: Manifest) -> bool:
        """Whether two objects go to one namespace, as far as that is known: one of which nobody knows it fits with any."""
        home, there = self.namespace(one), self.namespace(other)
        return home == there or not (home and there)

    def beside(self, one: Manifest, kind: str, name: str) -> Manifest | None:
        """The object of a kind and name in the namespace of another one, else one that may be there."""
        found = [other for other in self._named.get((kind, name), ()) if self.is_together(one, other)]
        return min(found, key=lambda other: self.namespace(other) != self.namespace(one), default=None)

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], Sequence[Manifest]]:
        found: dict[tuple[str, str], list[Manifest]] = defaultdict(list)
        for kind, objects in self.kinds.items():
            for one in objects:
                found[kind, one.name].append(one)
        return found

    def served(self, service: Manifest) -> tuple[Pod, ...]:
        """The pods that a Service sends to: those that its selector matches in its own namespace, else those that may be there."""
        if service.spec.get("type") == "ExternalName":
            return ()
        selector, home = mapping(service.spec.get("selector")), self.namespace(service)
        key = (home, _pairs(selector))
        if key not in self._served:
            found = self.selected(selector)
            own = tuple(pod for pod in found if self.namespace(pod.owner) == home)
            self._served[key] = own or tuple(pod for pod in found if self.is_together(service, pod.owner))
        return self._served[key]

    @cached_property
    def _served(self) -> dict[tuple[str, frozenset[tuple[str, Any]]], tuple[Pod, ...]]:
        """The answers so far: many Services may choose alike."""
        return {}


def release_of(
    objects: tuple[Manifest, ...], kube_version: str, settings: Settings, context: Context | None = None
) -> Release:
    """The view of all objects of a rendering."""
    kinds: dict[str, list[Manifest]] = {}
    for one in objects:
        if not one.is_namesake:
            kinds.setdefault(one.kind, []).append(one)
    pods = tuple(pod for one in objects if (pod := pod_of(one)))
    return Release(
        objects, pods, {kind: tuple(found) for kind, found in kinds.items()}, kube_version, settings, context,
        _labelled(pods), Counter(one.source for one in objects),
    )  # fmt: skip


def _pairs(selector: Mapping[str, Any]) -> frozenset[tuple[str, Any]]:
    """The labels that a plain selector asks for; none where that is no selector."""
    is_plain = all(isinstance(value, Hashable) for value in selector.values())
    return frozenset(selector.items()) if is_plain else frozenset()


def _labelled(pods: Sequence[Pod]) -> Mapping[tuple[str, Any], Sequence[Pod]]:
    found: dict[tuple[str, Any], list[Pod]] = {}
    for pod in pods:
        for pair in pod.labels.items():
            if isinstance(pair[1], Hashable):
                found.setdefault(pair, []).append(pod)
    return found
