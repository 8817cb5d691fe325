"""IMG: where images come from, and which version of them."""

import re
from collections.abc import Iterator
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.patterns import matcher
from pipeline.checks.rule import ERROR, INFO, MAY, MUST, SHOULD, WARNING, pods, release, values
from pipeline.checks.standards.val import dependencies, is_passed
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.values import ValuesFile
from pipeline.manifests.images import image_of
from pipeline.manifests.kyaml import Path
from pipeline.manifests.reading import mapping

POLICIES: Final = ("Always", "IfNotPresent", "Never")
_VERSIONED: Final = re.compile(r"v?[0-9]+\.[0-9]+(\.[0-9]+)?([-+._].*)?")
_WORD: Final = re.compile(r"[-+._]")
_SHAPE: Final = ("registry", "image", "tag", "pullPolicy")


@release("IMG001", MUST, ERROR, "config")
def trusted(release: Release) -> Iterator[Hit]:
    """Images come from trusted registries."""
    prefixes = tuple(f"{prefix.rstrip('/')}/" for prefix in release.settings.registries)
    if release.pods and not prefixes:
        yield Hit("not configured: no registries are listed from which images may come", severity=INFO, key="unset")
    for container in (one for pod in release.pods for one in pod.every):
        image = image_of(container.image)
        if not container.image:
            yield container.hit("/image", f"container {container.name!r} has no image")
        elif prefixes and not f"{image.registry}/{image.path}/".startswith(prefixes):
            message = f"container {container.name!r} takes {container.image!r} from a registry that is not listed"
            yield container.hit("/image", message)


@pods("IMG002", MUST, ERROR, "env")
def no_latest(pod: Pod, release: Release) -> Iterator[Hit]:
    """No latest tag."""
    for container in pod.every:
        if container.image and _is_latest(container.image):
            yield container.hit("/image", f"container {container.name!r} takes the latest {container.image!r}")


@pods("IMG003", SHOULD, WARNING, "config")
def versions(pod: Pod, release: Release) -> Iterator[Hit]:
    """Tags give at least major and minor version."""
    for container in pod.every:
        image = image_of(container.image)
        if not container.image or _is_latest(container.image):
            continue
        if not image.tag:
            message = f"container {container.name!r} names {container.image!r} by its digest alone"
            yield container.hit("/image", message, INFO)
        elif not _is_versioned(image.tag, release.settings.tags):
            message = (
                f"container {container.name!r} has the tag {image.tag!r}, not a version with major and minor number"
            )
            yield container.hit("/image", message)


@values("IMG006", MAY, INFO, "reason")
def one_shape(file: ValuesFile, chart: ChartSource) -> Iterator[Hit]:
    """Image values share one shape."""
    if file.is_overlay:
        return
    foreign = dependencies(chart)
    todo: list[tuple[Path, Any]] = [((key,), value) for key, value in file.value.items() if key not in foreign]
    while todo:
        path, value = todo.pop()
        name = str(path[-1])
        if name == "image" or name.endswith("Image"):
            yield from _misshapen(file, path, value, chart)
        elif not is_passed(path, chart):
            todo += [((*path, key), inner) for key, inner in mapping(value).items()]


def _is_latest(reference: str) -> bool:
    """Whether an image is the newest there is: by a word in its tag, or because nothing says otherwise."""
    image = image_of(reference)
    return "latest" in _WORD.split(image.tag.lower()) if image.tag else not image.digest


def _is_versioned(tag: str, patterns: tuple[str, ...]) -> bool:
    return bool(_VERSIONED.fullmatch(tag)) or any(fits(tag) for one in patterns if (fits := matcher(one, whole=True)))


def _misshapen(file: ValuesFile, path: Path, value: Any, chart: ChartSource) -> Iterator[Hit]:
    where = ".".join(map(str, path))
    if isinstance(value, str) and value:
        yield file.hit(path, f"{where!r} is one text, not registry, image, tag and pullPolicy")
    if not isinstance(value, dict) or not value:
        return
    odd = [*(f"no {key}" for key in _SHAPE if key not in value), *(f"also {key}" for key in value if key not in _SHAPE)]
    if odd:
        yield file.hit(path, f"{where!r} has {', '.join(odd)}")
    tag, policy = value.get("tag"), value.get("pullPolicy")
    if tag and not isinstance(tag, str):
        yield file.hit((*path, "tag"), f"the tag {tag!r} is no text")
    elif tag and ("latest" in _WORD.split(tag.lower()) or not _is_versioned(tag, chart.settings.tags)):
        yield file.hit((*path, "tag"), f"the tag {tag!r} is not a version with major and minor number")
    if policy and policy not in POLICIES:
        yield file.hit((*path, "pullPolicy"), f"the policy {policy!r} is none of {', '.join(POLICIES)}")
