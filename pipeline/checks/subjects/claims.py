"""The claims for storage of a release, with what was recorded of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.storage import CLAIM
from pipeline.manifests.reading import at, listing, mapping, text


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim. spec: as it is asked for; record: what the cluster made of it."""

    name: str
    spec: Mapping[str, Any]
    record: Manifest


def claims(live: Live) -> Iterator[Claim]:
    """The recorded claims that the release renders, and those that its StatefulSets make for their pods."""
    for one in live.rendered.of(CLAIM):
        if record := live.find(CLAIM, one.name):
            yield Claim(one.name, one.spec, record)
    made = _numbered(live)
    for one in live.rendered.of("StatefulSet"):
        for template in listing(one.spec.get("volumeClaimTemplates")):
            name = f"{text(at(template, 'metadata', 'name'))}-{one.name}"
            yield from (Claim(record.name, mapping(at(template, "spec")), record) for record in made.get(name, ()))


def _numbered(live: Live) -> Mapping[str, list[Manifest]]:
    """The recorded claims with a number behind their name, by what stands before it."""
    found: dict[str, list[Manifest]] = defaultdict(list)
    for record in live.of(CLAIM):
        stem, _, number = record.name.rpartition("-")
        if number.isdecimal():
            found[stem].append(record)
    return found
