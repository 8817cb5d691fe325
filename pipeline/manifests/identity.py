"""Which object a rendered body is: group, kind, namespace and name, whatever its version."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.model.resource import ResourceId
from pipeline.schemas.scope import is_cluster_scoped


def identify(bodies: Sequence[Mapping[str, Any]], namespace: str) -> tuple[ResourceId, ...]:
    """One identity for each body; equal ones are told apart by their order.

    namespace: that of the release, which an object without one is put in.
    """
    cluster_kinds = frozenset(_cluster_kinds(bodies))
    found = [_identity(body, namespace, cluster_kinds) for body in bodies]
    seen: Counter[ResourceId] = Counter()
    numbered = []
    for identity in found:
        numbered.append(replace(identity, occurrence=seen[identity]) if seen[identity] else identity)
        seen[identity] += 1
    return tuple(numbered)


def _identity(body: Mapping[str, Any], namespace: str, cluster_kinds: frozenset[tuple[str, str]]) -> ResourceId:
    version = body.get("apiVersion")
    group = version.rpartition("/")[0] if isinstance(version, str) else ""
    kind = _text(body.get("kind"))
    metadata = body.get("metadata")
    named: Mapping[str, Any] = metadata if isinstance(metadata, Mapping) else {}
    name = _text(named.get("name")) or _text(named.get("generateName"))
    scoped = is_cluster_scoped(group, kind) or (group, kind) in cluster_kinds
    return ResourceId(group, kind, "" if scoped else _text(named.get("namespace")) or namespace, name)


def _cluster_kinds(bodies: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """Kinds which a CustomResourceDefinition of the same rendering declares as cluster-scoped."""
    for body in bodies:
        spec = body.get("spec")
        if (
            body.get("kind") == "CustomResourceDefinition"
            and isinstance(spec, Mapping)
            and spec.get("scope") == "Cluster"
        ):
            names = spec.get("names")
            if isinstance(names, Mapping):
                yield _text(spec.get("group")), _text(names.get("kind"))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
