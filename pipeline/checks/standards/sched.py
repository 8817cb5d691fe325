"""SCHED: what pods ask of the nodes and the pods beside them, as it is rendered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, SHOULD, WARNING, release
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.manifests.selectors import selects
from pipeline.model.node import Node
from pipeline.scheduling.nodes import HOSTNAME, holds
from pipeline.scheduling.terms import HARD, SOFT, Term, terms

_OF_NODE: Final = (HOSTNAME, "metadata.name")
# What every image asks of its node.
_BUILD: Final = ("kubernetes.io/os", "kubernetes.io/arch")
_REQUIRED: Final = f"/affinity/nodeAffinity/{HARD}"


@dataclass(frozen=True, slots=True)
class _Expression:
    """One expression of nodeAffinity. path: pointer within the pod's spec."""

    path: str
    body: Mapping[str, Any]

    @property
    def values(self) -> Sequence[Any]:
        return listing(self.body.get("values"))


@release("SCHED002", SHOULD, WARNING, "env")
def no_single_nodes(release: Release) -> Iterator[Hit]:
    """No node-specific requirements."""
    names = frozenset(node.name for node in _nodes(release))
    for pod in release.pods:
        if pod.spec.get("nodeName"):
            yield pod.hit("/nodeName", f"its pods are bound to node {pod.spec['nodeName']!r}")
        for key, value in mapping(pod.spec.get("nodeSelector")).items():
            if key == HOSTNAME or text(value) in names:
                yield pod.hit(joined("/nodeSelector", key), f"its pods are bound to node {value!r}")
        for one in _expressions(pod) if "affinity" in pod.spec else ():
            named = (
                one.values
                if one.body.get("key") in _OF_NODE
                else [value for value in one.values if text(value) in names]
            )
            if named:
                yield pod.hit(one.path, f"nodeAffinity names {', '.join(map(repr, named))}, single nodes")


@release("SCHED003", SHOULD, INFO, "reason")
def own_pods(release: Release) -> Iterator[Hit]:
    """Affinity refers to the own chart or its subcharts."""
    for pod in release.pods:
        home = release.namespace(pod.owner)
        for term in terms(pod.spec):
            elsewhere = term.anywhere or any(home and name != home for name in term.namespaces)
            if not elsewhere and not _finds(term, pod, release):
                yield pod.hit(
                    f"{term.path}/labelSelector", "no pod of the release has the labels that affinity asks for"
                )


@release("SCHED005", SHOULD, INFO, "reason")
def generic(release: Release) -> Iterator[Hit]:
    """Constraints are as generic as possible."""
    nodes, limit = _nodes(release), release.settings.hard_rules
    for pod in release.pods:
        selector, required = _selector(pod), at(pod.spec, "affinity", "nodeAffinity", HARD)
        count = len(selector) + _asked(required) + len([term for term in terms(pod.spec) if _is_narrow(term, pod)])
        if selector and required:
            yield pod.hit(_REQUIRED, "its pods have both a nodeSelector and a required nodeAffinity")
        elif count > limit:
            place = "/nodeSelector" if len(selector) > limit else "/affinity"
            yield pod.hit(place, f"{count} hard rules say where its pods may go", key="count")
        for one in _expressions(pod) if required and nodes else ():
            if one.path.startswith(_REQUIRED) and _means_one(one, nodes):
                yield pod.hit(one.path, f"only one node has {one.body.get('key')!r} with {one.values[0]!r}")


@release("SCHED007", MAY, ERROR, "none")
def topologies(release: Release) -> Iterator[Hit]:
    """Pod affinity terms name their topology."""
    nodes = _nodes(release)
    known = {HOSTNAME, *(label for node in nodes for label in node.labels)}
    for pod in release.pods:
        for term in terms(pod.spec):
            if not term.key:
                yield pod.hit(f"{term.path}/topologyKey", "a term of affinity to pods has no topologyKey")
            elif nodes and term.key not in known:
                yield pod.hit(f"{term.path}/topologyKey", f"no node of the inventory has the label {term.key!r}")


def _nodes(release: Release) -> Sequence[Node]:
    return release.context.nodes if release.context else ()


def _selector(pod: Pod) -> Mapping[str, Any]:
    return {key: value for key, value in mapping(pod.spec.get("nodeSelector")).items() if key not in _BUILD}


def _expressions(pod: Pod) -> Iterator[_Expression]:
    affinity = at(pod.spec, "affinity", "nodeAffinity")
    hard, soft = listing(at(affinity, HARD, "nodeSelectorTerms")), listing(at(affinity, SOFT))
    found = [(f"{HARD}/nodeSelectorTerms/{index}", term) for index, term in enumerate(hard)]
    found += [(f"{SOFT}/{index}/preference", at(given, "preference")) for index, given in enumerate(soft)]
    for place, term in found:
        for key in ("matchExpressions", "matchFields"):
            for index, body in enumerate(listing(at(term, key))):
                yield _Expression(f"/affinity/nodeAffinity/{place}/{key}/{index}", mapping(body))


def _finds(term: Term, pod: Pod, release: Release) -> bool:
    selector = term.body.get("labelSelector")
    if selects(selector, pod.labels):
        return True
    labels = mapping(mapping(selector).get("matchLabels"))
    return any(selects(selector, other.labels) for other in (release.selected(labels) if labels else release.pods))


def _asked(required: Any) -> int:
    """How much the widest term of a required nodeAffinity asks of a node."""
    found = (
        [
            one
            for one in (*listing(at(term, "matchExpressions")), *listing(at(term, "matchFields")))
            if at(one, "key") not in _BUILD
        ]
        for term in listing(at(required, "nodeSelectorTerms"))
    )
    return min(map(len, found), default=0)


def _is_narrow(term: Term, pod: Pod) -> bool:
    """Whether a term is a hard rule, and not the one by which each node gets one pod."""
    return term.hard and not (term.apart and selects(term.body.get("labelSelector"), pod.labels))


def _means_one(one: _Expression, nodes: Sequence[Node]) -> bool:
    if one.body.get("operator") != "In" or len(one.values) != 1 or "/matchFields/" in one.path:
        return False
    return sum(holds({"matchExpressions": [one.body]}, node) for node in nodes) == 1
