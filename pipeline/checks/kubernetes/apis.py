"""K8S: versions of APIs, where API004 and API005 do not say all: custom kinds, upgrades ahead, what charts ask for."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.custom import kinds
from pipeline.checks.rule import ERROR, INFO, MUST, SHOULD, WARNING, objects, profiles, release
from pipeline.checks.subjects.actions import without_comments
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.profiles import Profile, Profiles
from pipeline.checks.subjects.release import Release
from pipeline.schemas.bundles import version_of
from pipeline.schemas.lifecycle import Api, find, groups, replacement

_AHEAD: Final = 2
_ASKED: Final = re.compile(r"Capabilities\.APIVersions\.Has\s+[\"`]([^\"`\s]{1,300})[\"`]")


@release("K8S010", MUST, ERROR, "reason")
def version_of_definition(release: Release) -> Iterator[Hit]:
    """Custom resources have a version that their definition serves."""
    served: dict[tuple[str, str], list[str]] = {}
    for kind in kinds(release).values():
        versions = served.setdefault((kind.api_version.rpartition("/")[0], kind.kind), [])
        versions += [kind.api_version.rpartition("/")[2]] if kind.served else []
    for one in release.objects if served else ():
        versions = served.get((one.group, one.kind), [])
        version = one.api_version.rpartition("/")[2]
        if (one.group, one.kind) in served and version not in versions:
            instead = f"serves {', '.join(sorted(versions))}" if versions else "serves no version"
            yield one.hit("/apiVersion", f"the definition of {one.kind} {instead}, not {version!r}")


@objects("K8S011", SHOULD, WARNING, "reason")
def here_to_stay(one: Manifest, release: Release) -> Iterator[Hit]:
    """APIs outlive the next two versions of Kubernetes."""
    api = find(one.api_version, one.kind)
    if not api or not (api.removed or api.deprecated):
        return
    minor = version_of(release.kube_version).asked
    if not api.is_served(minor):
        return
    instead = _instead(api, minor)
    if api.removed and api.removed <= minor + _AHEAD:
        yield one.hit(
            "/apiVersion", f"{one.kind} of {one.api_version} is gone from Kubernetes 1.{api.removed} on{instead}"
        )
    elif 0 < api.deprecated <= minor and not instead:
        since = f"deprecated since Kubernetes 1.{api.deprecated}"
        yield one.hit("/apiVersion", f"{one.kind} of {one.api_version} is {since}, and nothing takes its place")


@profiles("K8S013", SHOULD, INFO, "reason")
def asked_for(profiles: Profiles) -> Iterator[Hit]:
    """APIs that templates ask for are listed where the cluster has them."""
    asked = sorted(_asked(profiles.chart))
    for name, file, line in asked:
        if _never(name):
            yield profiles.chart.hit(
                file, f"no Kubernetes ever served {name!r}, which is asked for here", line, key=name
            )
    for profile in profiles.profiles:
        for name in sorted({name for name, _, _ in asked}):
            if _is_hidden(name, profile):
                message = (
                    f"the chart asks for {name!r}, which Kubernetes {version_of(profile.kube_version)} serves; without a "
                    "cluster Helm says no, because apiVersions of the environment does not list it"
                )
                yield profile.hit(message, key=f"{profile.environment} {name}")


def _instead(api: Api, minor: int) -> str:
    found = replacement(api, minor)
    if not found:
        return ""
    return f"; use {found.api_version}" + (f" {found.kind}" if found.kind != api.kind else "")


def _asked(chart: ChartSource) -> Iterator[tuple[str, str, int]]:
    """What the chart's own templates ask for, each once, with the file and line where."""
    seen: set[str] = set()
    for path, text in sorted(chart.texts.items()):
        if "APIVersions" not in text:
            continue
        bare = without_comments(text)
        for match in _ASKED.finditer(bare):
            if match[1] not in seen:
                seen.add(match[1])
                yield match[1], path, bare.count("\n", 0, match.start()) + 1


def _split(name: str) -> tuple[str, str]:
    """group/version and kind of what is asked for; no kind where only the first are."""
    first, _, last = name.rpartition("/")
    return (first, last) if first and last[:1].isupper() else (name, "")


def _never(name: str) -> bool:
    api_version, kind = _split(name)
    return bool(kind) and api_version.rpartition("/")[0] in groups() and not find(api_version, kind)


def _is_hidden(name: str, profile: Profile) -> bool:
    """Whether the cluster answers yes and a rendering without it no: Helm's own list has versions of groups, and no kinds."""
    rendering = profile.rendering
    if not rendering or not rendering.context or name in rendering.context.api_versions:
        return False
    api = find(*_split(name))
    return api is not None and not api.is_off and api.is_served(version_of(profile.kube_version).asked)
