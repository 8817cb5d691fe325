"""NetworkPolicies: the rules in both directions, with the peers of each (kubernetes.io: Network Policies)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import at, listing, mapping
from pipeline.manifests.selectors import selects

_SIDES: Final = (("ingress", "from"), ("egress", "to"))


@dataclass(frozen=True, slots=True)
class Peer:
    """One peer. path: pointer of it in the policy; direction: "ingress" or "egress"; rule: in which it stands."""

    path: str
    direction: str
    rule: Mapping[str, Any]
    body: Mapping[str, Any]


def peers(policy: Manifest) -> Iterator[Peer]:
    """The peers of all rules of a policy."""
    for direction, side in _SIDES:
        for index, rule in enumerate(listing(policy.spec.get(direction))):
            for position, peer in enumerate(listing(at(rule, side))):
                path = f"/spec/{direction}/{index}/{side}/{position}"
                yield Peer(path, direction, mapping(rule), mapping(peer))


def chosen(policy: Manifest, selector: Any, release: Release) -> Sequence[Pod]:
    """The pods in the namespace of a policy that one of its selectors means: all for an empty one, none for None."""
    labels = mapping(at(selector, "matchLabels"))
    found = release.selected(labels) if labels else release.pods
    return [pod for pod in found if release.is_together(policy, pod.owner) and selects(selector, pod.labels)]
