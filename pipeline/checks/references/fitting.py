"""FIT001, FIT002: the nodes of an environment can take the pods of all its releases together."""

from collections.abc import Iterator

from pipeline.checks.references.entries import Spot
from pipeline.checks.references.view import Breach, View, breach
from pipeline.checks.rule import ERROR, MUST, SHOULD, WARNING, references
from pipeline.scheduling.outcome import Stay


@references("FIT001", MUST, ERROR, "reason")
def fit(view: View) -> Iterator[Breach]:
    """Every pod finds a node."""
    for release, spot, stay in _stays(view):
        if stay.together < stay.wanted:
            wait = _wait(stay.wanted - stay.together, stay.wanted)
            yield breach(release, spot, f"{wait} for a node even in the best of cases: {stay.waits}")


@references("FIT002", SHOULD, WARNING, "reason")
def fit_anyhow(view: View) -> Iterator[Breach]:
    """Pods find a node in whatever order they come."""
    for release, spot, stay in _stays(view):
        if stay.least < stay.together == stay.wanted:
            wait = _wait(stay.wanted - stay.least, stay.wanted, "may ")
            yield breach(release, spot, f"{wait} for a node, by where kube-scheduler puts other pods: {stay.waits}")


def _stays(view: View) -> Iterator[tuple[str, Spot, Stay]]:
    if view.outcome:
        for (release, spot), stay in zip(view.asked, view.outcome.stays, strict=True):
            yield release, spot, stay


def _wait(some: int, every: int, may: str = "") -> str:
    if every == 1:
        return f"its pod {may}wait" if may else "its pod waits"
    return f"{some} of {every} pods {may}wait"
