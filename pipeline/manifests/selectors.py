"""Label selectors as Kubernetes evaluates them (kubernetes.io/docs/concepts/overview/working-with-objects/labels)."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import listing, mapping


def selects(selector: Any, labels: Mapping[str, Any]) -> bool:
    """Whether a LabelSelector (matchLabels, matchExpressions) matches; an empty one matches everything, None nothing."""
    return isinstance(selector, Mapping) and next(unmet(selector, labels), None) is None


def unmet(selector: Mapping[str, Any], labels: Mapping[str, Any]) -> Iterator[str]:
    """Pointer, within a LabelSelector, of each requirement that labels do not meet."""
    for key, value in mapping(selector.get("matchLabels")).items():
        if not (key in labels and labels[key] == value):
            yield joined("/matchLabels", key)
    for index, one in enumerate(listing(selector.get("matchExpressions"))):
        if not _holds(mapping(one), labels):
            yield f"/matchExpressions/{index}"


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
