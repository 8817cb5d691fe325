"""What rules said, stamped: the rule's own facts, the place, the fingerprint; nothing of an environment's policy yet."""

from collections.abc import Sequence

from pipeline.checks.fingerprints import Fingerprints, keyed
from pipeline.checks.judging import Ruling
from pipeline.checks.judging import Verdict as Judged
from pipeline.checks.places.locating import Sources, locate
from pipeline.checks.registry import by_id
from pipeline.checks.scrubbing import Scrubber
from pipeline.checks.subjects.release import Release
from pipeline.model.resource import ResourceId
from pipeline.model.verdict import Mark, Verdict


def marked(
    judged: Judged, sources: Sources, chart: str, release: Release | None = None,
    identities: Sequence[ResourceId] = (), scrubber: Scrubber | None = None,
) -> Verdict:  # fmt: skip
    """The verdict of a worker. identities: of the objects of the release, as they may be shown."""
    name = release.context.release if release and release.context else ""
    prints = Fingerprints(chart, name, sources.files)
    marks = (_mark(one, sources, release, identities, scrubber, prints) for one in _ordered(judged.rulings))
    clean = scrubber.clean if scrubber else str
    return Verdict(tuple(marks), tuple((crash.rule, clean(crash.error)) for crash in judged.crashes))


def _ordered(rulings: Sequence[Ruling]) -> Sequence[Ruling]:
    return sorted(
        rulings,
        key=lambda one: (
            one.rule,
            one.hit.resource,
            one.hit.file,
            one.hit.line,
            one.hit.path,
            one.hit.key,
            one.hit.message,
        ),
    )


def _mark(
    ruling: Ruling, sources: Sources, release: Release | None, identities: Sequence[ResourceId],
    scrubber: Scrubber | None, prints: Fingerprints,
) -> Mark:  # fmt: skip
    rule, hit = by_id()[ruling.rule], ruling.hit
    spot = locate(hit, release, sources)
    clean = scrubber.clean if scrubber else str
    message = " ".join(clean(hit.message).split())
    identity, version = None, ""
    if release is not None and hit.resource >= 0:
        one = release.objects[hit.resource]
        identity, version = identities[hit.resource], one.api_version
        fingerprint = prints.of_object(rule.id, hit, identity, clean(keyed(one.body, hit.path)))
    else:
        fingerprint = prints.of_file(rule.id, hit)
    return Mark(
        rule.id, rule.level.value, rule.severity, rule.waivers, message, fingerprint, hit.severity, identity, version,
        hit.path, spot.file, spot.line, spot.certainty,
    )  # fmt: skip
