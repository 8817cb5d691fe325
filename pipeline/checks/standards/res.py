"""RES: what containers ask for and what they may take."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, SHOULD, WARNING, pods
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.quantities import quantity
from pipeline.manifests.reading import at, mapping

_BASIC: Final = ("cpu", "memory")


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
        limited = mapping(container.get("resources", "limits"))
        for name, wanted in mapping(container.get("resources", "requests")).items():
            least, most = quantity(wanted), quantity(limited.get(name))
            if least is not None and most is not None and most < least:
                message = f"{name} may go up to {limited[name]!r} and {wanted!r} is asked for"
                yield container.hit(f"/resources/limits/{name}", message, key=name)


def _missing(container: Container, part: str) -> Iterator[Hit]:
    given: Mapping[str, Any] = mapping(at(container.body, "resources", part))
    for name in _BASIC:
        if not quantity(given.get(name)):
            severity = INFO if container.owner.is_test else None
            yield container.hit(f"/resources/{part}", f"no {part} of {name}", severity, key=name)
