"""Label selectors as Kubernetes evaluates them (kubernetes.io/docs/concepts/overview/working-with-objects/labels)."""

from collections.abc import Mapping
from typing import Any

from pipeline.manifests.reading import listing, mapping


def selects(selector: Any, labels: Mapping[str, Any]) -> bool:
    """Whether a LabelSelector (matchLabels, matchExpressions) matches; an empty one matches everything, None nothing."""
    if not isinstance(selector, Mapping):
        return False
    if not matches(mapping(selector.get("matchLabels")), labels):
        return False
    return all(_holds(mapping(one), labels) for one in listing(selector.get("matchExpressions")))


def matches(wanted: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    """Whether labels have all that is wanted, as the plain map of a Service's selector says it."""
    return all(key in labels and labels[key] == value for key, value in wanted.items())


def _holds(expression: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    key, operator, values = expression.get("key"), expression.get("operator"), listing(expression.get("values"))
    there = isinstance(key, str) and key in labels
    value = labels.get(key) if isinstance(key, str) else None
    if operator == "In":
        return there and value in values
    if operator == "NotIn":
        return not there or value not in values
    return there if operator == "Exists" else not there if operator == "DoesNotExist" else False
