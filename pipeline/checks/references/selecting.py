"""REF007, REF008: what is chosen by labels is there."""

from collections.abc import Iterator

from pipeline.checks.references.entries import Selection
from pipeline.checks.references.view import Breach, View, breach
from pipeline.checks.rule import INFO, SHOULD, WARNING, references
from pipeline.manifests.reading import mapping


@references("REF007", SHOULD, WARNING, "reason")
def services(view: View) -> Iterator[Breach]:
    """Services select pods."""
    for release, one in _empty(view, "Service"):
        later = _later(view, one)
        if later:
            message = f"no pod is rendered with the label {later!r}; something must set it when they run"
            yield breach(release, one.spot, message, INFO, _shown(one))
        else:
            yield breach(release, one.spot, f"no pod of this environment has the labels {_shown(one)}", key=_shown(one))


@references("REF008", SHOULD, WARNING, "reason")
def policies(view: View) -> Iterator[Breach]:
    """NetworkPolicies and PodDisruptionBudgets select pods."""
    for release, one in _empty(view, "NetworkPolicy", "PodDisruptionBudget", "peer"):
        message = f"no pod of this environment has the labels {_shown(one)}"
        yield breach(release, one.spot, message, INFO if one.use == "peer" or _later(view, one) else None, _shown(one))


def _empty(view: View, *uses: str) -> Iterator[tuple[str, Selection]]:
    """The choices that take no pod, of those in the releases' own namespaces that no operator's pods may be meant by."""
    for release, index in view.indices.items():
        for one in index.selections:
            if (
                one.use in uses
                and one.namespace in view.namespaces
                and not view.selected(one.namespace, one.selector)
                and not any(view.is_operated(one.namespace, value) for value in _labels(one).values())
            ):
                yield release, one


def _labels(one: Selection) -> dict[str, str]:
    return dict(mapping(one.selector.get("matchLabels")))


def _later(view: View, one: Selection) -> str:
    """The one label without which there are pods that have all others, "" where there is none or a pod says otherwise."""
    labels = _labels(one)
    if len(labels) > 1:
        for key in labels:
            rest = {other: value for other, value in labels.items() if other != key}
            if view.selected(one.namespace, {**one.selector, "matchLabels": rest}) and not view.carried(
                one.namespace, key
            ):
                return key
    return ""


def _shown(one: Selection) -> str:
    """The selector as people write it on a command line."""
    expressions = [
        f"{each['key']} {each['operator']} {' '.join(each['values'])}".rstrip()
        for each in one.selector.get("matchExpressions") or ()
    ]
    return ", ".join([*(f"{key}={value}" for key, value in _labels(one).items()), *expressions])
