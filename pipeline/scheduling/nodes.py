"""Whether one node takes a pod: its labels, its taints, and whether anything new is put on it at all.

Facts: kubernetes.io/docs/concepts/scheduling-eviction, "Assigning Pods to Nodes" and "Taints and Tolerations";
kubernetes.io/docs/concepts/workloads/controllers/daemonset, "Taints and tolerations".
"""

from collections.abc import Mapping
from typing import Any, Final

from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.manifests.selectors import matches, selects
from pipeline.model.node import Node
from pipeline.scheduling.terms import HARD

HOSTNAME: Final = "kubernetes.io/hostname"
_KEEPING: Final = ("NoSchedule", "NoExecute")
CORDON: Final = {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}
# What the controller of DaemonSets adds to the tolerations of its pods.
_DAEMON: Final = tuple(
    {"key": f"node.kubernetes.io/{key}", "operator": "Exists", "effect": effect}
    for key, effect in (
        ("not-ready", "NoExecute"), ("unreachable", "NoExecute"), ("disk-pressure", "NoSchedule"),
        ("memory-pressure", "NoSchedule"), ("pid-pressure", "NoSchedule"), ("unschedulable", "NoSchedule"),
    )
)  # fmt: skip


def domain(node: Node, key: str) -> str | None:
    """The value of a label of a node, None where it has none; the name of a node is its hostname where nothing else is said."""
    value = node.labels.get(key, node.name if key == HOSTNAME else None)
    return None if value is None else str(value)


def wanted(spec: Mapping[str, Any], node: Node) -> bool:
    """Whether a pod's nodeName, nodeSelector and required nodeAffinity admit a node."""
    if spec.get("nodeName") not in (None, "", node.name):
        return False
    selector, required = mapping(spec.get("nodeSelector")), at(spec, "affinity", "nodeAffinity", HARD)
    if not selector and not isinstance(required, Mapping):
        return True
    if not matches(selector, labels_of(node)):
        return False
    if not isinstance(required, Mapping):
        return True
    return any(holds(term, node) for term in listing(required.get("nodeSelectorTerms")))


def named(spec: Mapping[str, Any]) -> frozenset[str] | None:
    """Names of the nodes that a pod's required nodeAffinity names, None where a term is content with others."""
    terms = listing(at(spec, "affinity", "nodeAffinity", HARD, "nodeSelectorTerms"))
    each = [_names(term) for term in terms]
    return None if not each or None in each else frozenset[str]().union(*(names or () for names in each))


def _names(term: Any) -> frozenset[str] | None:
    fields = [one for one in listing(at(term, "matchFields")) if at(one, "key") == "metadata.name"]
    each = [frozenset(map(str, listing(at(one, "values")))) for one in fields if at(one, "operator") == "In"]
    return frozenset.intersection(*each) if each else None


def labels_of(node: Node) -> Mapping[str, Any]:
    """The labels of a node, its hostname among them."""
    return {HOSTNAME: node.name, **node.labels}


def holds(term: Any, node: Node) -> bool:
    """Whether a nodeSelectorTerm admits a node; an empty one admits none."""
    expressions, fields = listing(at(term, "matchExpressions")), listing(at(term, "matchFields"))
    own, named = labels_of(node), {"metadata.name": node.name}
    asked = [*((one, own) for one in expressions), *((one, named) for one in fields)]
    return bool(asked) and all(_holds(one, labels) for one, labels in asked)


def kept_off(spec: Mapping[str, Any], node: Node, daemon: bool = False, effects: tuple[str, ...] = _KEEPING) -> bool:
    """Whether a taint of a node that has one of these effects, or its cordon, keeps a pod off it. daemon: of a DaemonSet."""
    taints = (*node.taints, CORDON) if node.cordoned else node.taints
    strong = [taint for taint in taints if taint.get("effect") in effects]
    if not strong:
        return False
    return not all(tolerated(spec, taint, daemon) for taint in strong)


def tolerated(spec: Mapping[str, Any], taint: Mapping[str, Any], daemon: bool = False) -> bool:
    """Whether a pod tolerates a taint. daemon: of a DaemonSet."""
    tolerations = (*map(mapping, listing(spec.get("tolerations"))), *(_DAEMON if daemon else ()))
    return any(_tolerates(one, taint) for one in tolerations)


def _holds(expression: Any, labels: Mapping[str, Any]) -> bool:
    operator = at(expression, "operator")
    if operator not in ("Gt", "Lt"):
        return selects({"matchExpressions": [expression]}, labels)
    there, limit = _number(labels.get(text(at(expression, "key")))), _number(at(expression, "values", 0))
    if there is None or limit is None:
        return False
    return there > limit if operator == "Gt" else there < limit


def _number(value: Any) -> int | None:
    digits = value.removeprefix("-") if isinstance(value, str) else ""
    return int(value) if digits.isdecimal() and digits.isascii() and len(digits) < 20 else None


def _tolerates(toleration: Mapping[str, Any], taint: Mapping[str, Any]) -> bool:
    if toleration.get("effect") not in (None, "", taint.get("effect")):
        return False
    operator = toleration.get("operator")
    if not toleration.get("key"):
        return bool(operator == "Exists")
    if toleration.get("key") != taint.get("key") or operator not in (None, "", "Equal", "Exists"):
        return False
    return operator == "Exists" or (toleration.get("value") or "") == (taint.get("value") or "")
