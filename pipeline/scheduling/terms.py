"""What pods ask of pods beside them: the terms of podAffinity and podAntiAffinity, wherever they stand in a pod's spec.

Facts: kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node, "Inter-pod affinity and anti-affinity".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.manifests.selectors import selects

HARD: Final = "requiredDuringSchedulingIgnoredDuringExecution"
SOFT: Final = "preferredDuringSchedulingIgnoredDuringExecution"
_PLACES: Final = (
    ("podAffinity", HARD, ""), ("podAffinity", SOFT, "podAffinityTerm"),
    ("podAntiAffinity", HARD, ""), ("podAntiAffinity", SOFT, "podAffinityTerm"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One term. path: pointer within the pod's spec; apart: of podAntiAffinity; hard: a pod waits until it holds."""

    path: str
    body: Mapping[str, Any]
    apart: bool
    hard: bool

    @property
    def key(self) -> str:
        """The label of nodes whose value tells one domain from another, "" where none is named."""
        return text(self.body.get("topologyKey"))

    @property
    def namespaces(self) -> tuple[str, ...]:
        """The namespaces that are listed; () for the pod's own."""
        return tuple(name for name in listing(self.body.get("namespaces")) if isinstance(name, str))

    @property
    def anywhere(self) -> bool:
        """Whether namespaces are chosen by their labels, which no manifest of a pod tells."""
        return isinstance(self.body.get("namespaceSelector"), Mapping)

    def finds(self, labels: Mapping[str, Any], namespace: str, home: str) -> bool:
        """Whether it means a pod with these labels. namespace: of that pod; home: of the pod that has the term."""
        if not self.anywhere and namespace not in (self.namespaces or (home,)):
            return False
        return selects(self.body.get("labelSelector"), labels)


def terms(spec: Mapping[str, Any]) -> tuple[Term, ...]:
    """The terms of a pod's spec."""
    return tuple(_terms(mapping(spec.get("affinity")))) if "affinity" in spec else ()


def _terms(affinity: Mapping[str, Any]) -> Iterator[Term]:
    for kind, strength, inner in _PLACES:
        for index, given in enumerate(listing(at(affinity, kind, strength))):
            body = mapping(mapping(given).get(inner) if inner else given)
            path = f"/affinity/{kind}/{strength}/{index}{inner and '/'}{inner}"
            yield Term(path, body, kind == "podAntiAffinity", strength == HARD)
