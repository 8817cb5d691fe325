"""RES: what containers ask for and what they may take."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, SHOULD, WARNING, pods
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined
from pipeline.manifests.quantities import quantity
from pipeline.manifests.reading import at, mapping

_BASIC: Final = ("cpu", "memory")
_LIMITS: Final = "/resources/limits"


@pods("RES001", SHOULD, WARNING, "reason")
def requests(pod: Pod, release: Release) -> Iterator[Hit]:
    """Resource requests are set."""
    yield from (hit for container in pod.every for hit in _missing(container, "requests"))


@pods("RES002", SHOULD, WARNING, "reason")
def limits(pod: Pod, release: Release) -> Iterator[Hit]:
    """Resource limits are set."""
    yield from (hit for container in pod.every for hit in _missing(container, "limits"))


@pods("RES004", MAY, ERROR, "none")
def order(pod: Pod, release: Release) -> Iterator[Hit]:
    """Limits are not below requests."""
    for container in pod.every:
        asked = _of(container, "requests")
        for name, limit in _of(container, "limits").items():
            least, most = quantity(asked.get(name)), quantity(limit)
            path, said = joined(_LIMITS, name), f"container {container.name!r}"
            if most is None and limit is not None:
                yield container.hit(path, f"{said} has a limit of {name} that is no quantity: {limit!r}")
            elif least is not None and most is not None and most < least:
                yield container.hit(path, f"{said} may take {limit!r} of {name} and asks for {asked[name]!r}")


@pods("RES005", MAY, WARNING, "none")
def extended(pod: Pod, release: Release) -> Iterator[Hit]:
    """Extended resources carry equal limits."""
    for container in pod.every:
        limited = _of(container, "limits")
        for name, wanted in _of(container, "requests").items():
            if not _is_extended(name):
                continue
            path, said = joined(_LIMITS, name), f"container {container.name!r} asks for {wanted!r} of {name}"
            if limited.get(name) is None:
                yield container.hit(path, f"{said} and has no limit of it")
            elif quantity(limited[name]) != quantity(wanted):
                yield container.hit(path, f"{said} and has another limit of it, {limited[name]!r}")


def _missing(container: Container, part: str) -> Iterator[Hit]:
    given = _of(container, part)
    for name in _BASIC:
        if not quantity(given.get(name)):
            severity = INFO if container.owner.is_test else None
            yield container.hit(
                f"/resources/{part}", f"container {container.name!r} has no {part} of {name}", severity, name
            )


def _of(container: Container, part: str) -> Mapping[str, Any]:
    return mapping(at(container.body, "resources", part))


def _is_extended(name: Any) -> bool:
    """Whether a resource is none of Kubernetes' own (kubernetes.io/docs: "Extended resources")."""
    return isinstance(name, str) and "/" in name and "kubernetes.io/" not in name and not name.startswith("hugepages-")
