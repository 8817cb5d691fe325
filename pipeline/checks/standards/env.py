"""ENV: one chart in all its environments."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, profiles
from pipeline.checks.subjects.chart import METADATA
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.profiles import Profile, Profiles
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined, leaves
from pipeline.manifests.ranges import admits, is_range
from pipeline.manifests.reading import text

_ROLES: Final = ("minikube", "ci", "production")
_CANONICAL: Final = "1.16.2"
# A digest says no more than what it is of.
_DIGEST: Final = "/metadata/annotations/checksum~1"
_WATCHED: Final = ("/storageClassName", "/securityContext")
_Identity = tuple[str, str, int]
_Named = Mapping[_Identity, Manifest]


@profiles("ENV001", SHOULD, WARNING, "reason")
def three_environments(every: Profiles) -> Iterator[Hit]:
    """Chart targets at least three environments."""
    there = {one.role for one in every.profiles}
    for role in () if every.chart.is_library else _ROLES:
        if role not in there:
            message = f"no environment with the role {role!r} has a release of this chart"
            yield every.chart.hit(METADATA, message, key=role)


@profiles("ENV002", SHOULD, WARNING, "reason")
def minikube_by_default(every: Profiles) -> Iterator[Hit]:
    """Minikube is the default target."""
    profile = next((one for one in every.profiles if one.role == "minikube"), None)
    if profile is None or profile.rendering is None or every.defaults is None:
        return
    before, after = _named(every.defaults), _named(profile.rendering)
    yield from _one_sided(profile, before, after, "by the chart's own values")
    for identity, own, other in _pairs(before, after):
        for path in _differences(own.body, other.body):
            if not _is_left_out(own, path):
                message = f"{_title(identity)} is not as by the chart's own values at {path or '/'}"
                yield profile.hit(message, key=f"{_title(identity)} {path}")


@profiles("ENV004", MAY, INFO, "env")
def ci_like_minikube(every: Profiles) -> Iterator[Hit]:
    """CI uses the Minikube benchmark."""
    known = [(one, one.rendering) for one in every.profiles if one.role == "minikube" and one.rendering]
    for profile in every.profiles:
        if profile.role != "ci" or profile.rendering is None or not known:
            continue
        bench, rendering = next((pair for pair in known if pair[0].release == profile.release), known[0])
        suite = every.chart.name
        before, after = _named(rendering, bench.release, suite), _named(profile.rendering, profile.release, suite)
        yield from _one_sided(profile, before, after, f"in {bench.environment!r}")
        for identity, own, other in _pairs(before, after):
            old, new = _watched(own), _watched(other)
            for path in sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path)):
                message = f"{_title(identity)} is not as in {bench.environment!r} at {path}"
                yield profile.hit(message, key=f"{_title(identity)} {path}")


@profiles("ENV006", MAY, INFO, "env")
def platform(every: Profiles) -> Iterator[Hit]:
    """Validation targets the canonical platform by default."""
    wanted = text(every.chart.metadata.get("kubeVersion")).strip()
    if not wanted:
        return
    if not is_range(wanted):
        line = every.chart.line_of(METADATA, "kubeVersion")
        yield every.chart.hit(METADATA, f"kubeVersion {wanted!r} is no range of versions", line)
        return
    for one in every.profiles:
        version = one.kube_version or _CANONICAL
        if not admits(wanted, version):
            message = f"the chart asks for Kubernetes {wanted!r}, and {one.environment!r} has {version}"
            yield one.hit(message, key=f"{one.environment} {one.release}")


def _named(release: Release, *words: str) -> _Named:
    """The objects by kind, name and position among those of one name. words: names of release and chart, which are taken
    out of theirs, for a release may be called like its chart, and then macros write one name for both."""
    every = "|".join(map(re.escape, sorted(filter(None, words), key=len, reverse=True)))
    pattern = re.compile(rf"(?<![a-z0-9])(?:{every})(?:[-.](?:{every}))*(?![a-z0-9])") if every else None
    found: dict[_Identity, Manifest] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for one in sorted(release.objects, key=lambda one: one.name) if pattern else release.objects:
        identity = one.kind, pattern.sub("*", one.name) if pattern else one.name
        found[(*identity, counts[identity])] = one
        counts[identity] += 1
    return found


def _one_sided(profile: Profile, before: _Named, after: _Named, where: str) -> Iterator[Hit]:
    for identity in (one for one in before if one not in after):
        yield profile.hit(f"{_title(identity)} is rendered {where} only", key=f"{_title(identity)} gone")
    for identity in (one for one in after if one not in before):
        yield profile.hit(f"{_title(identity)} is not rendered {where}", key=f"{_title(identity)} new")


def _pairs(before: _Named, after: _Named) -> Iterator[tuple[_Identity, Manifest, Manifest]]:
    return ((identity, one, after[identity]) for identity, one in before.items() if identity in after)


def _title(identity: _Identity) -> str:
    kind, name, position = identity
    return f"{kind} {name!r}{f' ({position + 1})' if position else ''}"


def _differences(before: Any, after: Any, pointer: str = "") -> Iterator[str]:
    """Pointers of what is not equal."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in {**before, **after}:
            yield from _differences(before.get(key), after.get(key), joined(pointer, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (own, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(own, other, joined(pointer, index))
    elif before != after:
        yield pointer


def _is_left_out(one: Manifest, pointer: str) -> bool:
    return _DIGEST in pointer or (one.kind == "Secret" and pointer.startswith(("/data", "/stringData")))


def _watched(one: Manifest) -> Mapping[str, Any]:
    """What CI and Minikube should have in common, by its pointer."""
    found = {path: value for path, value in leaves(one.body) if any(part in path for part in _WATCHED)}
    return {**found, "/spec/type": one.spec.get("type", "ClusterIP")} if one.kind == "Service" else found
