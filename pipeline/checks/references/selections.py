"""Which pods objects choose by labels, and the labels that pods are rendered with."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from pipeline.checks.references.entries import Selection, Spot
from pipeline.checks.references.needs import Origin
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.policies import peers
from pipeline.manifests.reading import at, listing, mapping, text

# The label that each namespace has (kubernetes.io/docs/reference/labels-annotations-taints).
_NAMESPACE: Final = "kubernetes.io/metadata.name"


def labels_of(one: Manifest, pod: Pod | None) -> Mapping[str, str] | None:
    """Labels of the pods of an object, of a custom one that has a pod template too; None where it makes none."""
    if pod:
        return texts(pod.labels)
    template = mapping(one.spec.get("template"))
    return texts(mapping(at(template, "metadata", "labels"))) if at(template, "spec", "containers") else None


def selections_of(origin: Origin) -> Iterator[Selection]:
    """The choices of an object."""
    found = _BY_KIND.get(origin.one.kind)
    if found:
        yield from found(origin)


def texts(labels: Mapping[Any, Any]) -> dict[str, str]:
    """Labels as texts, which the API server asks for anyway."""
    return {str(key): str(value) for key, value in labels.items() if not isinstance(value, dict | list)}


def _service(origin: Origin) -> Iterator[Selection]:
    wanted = mapping(origin.one.spec.get("selector"))
    if wanted:
        yield _selection(origin, {"matchLabels": texts(wanted)}, "Service", "/spec/selector")


def _budget(origin: Origin) -> Iterator[Selection]:
    yield from _written(origin, origin.one.spec.get("selector"), origin.one.kind, "/spec/selector")


def _policy(origin: Origin) -> Iterator[Selection]:
    yield from _written(origin, origin.one.spec.get("podSelector"), origin.one.kind, "/spec/podSelector")
    for peer in peers(origin.one):
        namespace = _namespace(peer.body, origin)
        if namespace:
            selector = peer.body.get("podSelector")
            yield from _written(origin, selector, "peer", f"{peer.path}/podSelector", namespace)


def _namespace(peer: Mapping[str, Any], origin: Origin) -> str:
    """The one namespace that a peer of a policy is in, "" where it is not known by its name."""
    if "namespaceSelector" not in peer:
        return origin.namespace
    selector = mapping(peer["namespaceSelector"])
    wanted = mapping(selector.get("matchLabels"))
    return text(wanted.get(_NAMESPACE)) if len(wanted) == 1 and not selector.get("matchExpressions") else ""


def _written(origin: Origin, selector: Any, use: str, path: str, namespace: str = "") -> Iterator[Selection]:
    """A LabelSelector that asks for something; an empty one takes all pods there are."""
    wanted = texts(mapping(mapping(selector).get("matchLabels")))
    expressions = [
        {
            "key": text(at(one, "key")),
            "operator": text(at(one, "operator")),
            "values": [str(value) for value in listing(at(one, "values"))],
        }
        for one in listing(mapping(selector).get("matchExpressions"))
    ]
    if wanted or expressions:
        clean = {"matchLabels": wanted, **({"matchExpressions": expressions} if expressions else {})}
        yield _selection(origin, clean, use, path, namespace)


def _selection(origin: Origin, selector: Mapping[str, Any], use: str, path: str, namespace: str = "") -> Selection:
    spot = Spot(origin.resource, origin.one.index, path)
    return Selection(namespace or origin.namespace, selector, use, spot)


_BY_KIND: Final[Mapping[str, Callable[[Origin], Iterator[Selection]]]] = {
    "Service": _service,
    "PodDisruptionBudget": _budget,
    "NetworkPolicy": _policy,
}
