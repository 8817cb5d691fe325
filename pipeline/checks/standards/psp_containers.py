"""PSP: as whom containers run, and what they may do."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, SHOULD, WARNING, pods
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping, text

_CONTEXT: Final = "securityContext"
_ADD: Final = ("securityContext", "capabilities", "add")


@pods("PSP002", SHOULD, ERROR, "system")
def no_escalation(pod: Pod, release: Release) -> Iterator[Hit]:
    """No privilege escalation."""
    for container in pod.every:
        allowed, name = container.get(_CONTEXT, "allowPrivilegeEscalation"), container.name
        place = "/securityContext/allowPrivilegeEscalation"
        if allowed is True:
            yield container.hit(place, f"container {name!r} may gain privileges")
        elif allowed is None and container.get(_CONTEXT, "privileged") is not True:
            yield container.hit(place, f"container {name!r} does not say that it may gain no privileges", INFO)
        for path, capability in _added(container):
            if capability == "SYS_ADMIN":
                yield container.hit(path, f"container {name!r} adds SYS_ADMIN, with which it can gain all others")


@pods("PSP006", SHOULD, WARNING, "reason; system")
def not_root(pod: Pod, release: Release) -> Iterator[Hit]:
    """Containers run as non-root."""
    for container in pod.every:
        user, path = _effective(pod, container, "runAsUser")
        known = isinstance(user, int) and not isinstance(user, bool)
        if known and user == 0:
            yield pod.owner.hit(path, f"container {container.name!r} runs as root", ERROR, container.name)
        elif not known and _effective(pod, container, "runAsNonRoot")[0] is not True:
            yield container.hit(
                "/securityContext", f"container {container.name!r} may run as root, for nothing forbids it"
            )


@pods("PSP009", MAY, INFO, "env")
def read_only_root(pod: Pod, release: Release) -> Iterator[Hit]:
    """Read-only root filesystem."""
    severity = ERROR if release.settings.read_only_root else None
    for container in pod.every:
        if container.get(_CONTEXT, "readOnlyRootFilesystem") is not True:
            message = f"container {container.name!r} can write to its root filesystem"
            yield container.hit("/securityContext/readOnlyRootFilesystem", message, severity)


@pods("PSP010", MAY, WARNING, "env; ops")
def capabilities(pod: Pod, release: Release) -> Iterator[Hit]:
    """Added capabilities are on the permitted list."""
    for container in pod.every:
        for path, capability in _added(container):
            if capability not in _plain(release.settings.capabilities):
                message = f"container {container.name!r} adds capability {capability}, which is not permitted"
                yield container.hit(path, message)
        if "ALL" not in _plain(listing(container.get(_CONTEXT, "capabilities", "drop"))):
            message = f"container {container.name!r} does not drop all capabilities"
            yield container.hit("/securityContext/capabilities/drop", message, INFO)


def _added(container: Container) -> Iterator[tuple[str, str]]:
    """(pointer within the container, name without its prefix) of each added capability."""
    for index, capability in enumerate(_plain(listing(container.get(*_ADD)))):
        if capability:
            yield f"/securityContext/capabilities/add/{index}", capability


def _plain(given: Iterable[Any]) -> tuple[str, ...]:
    return tuple(text(one).upper().removeprefix("CAP_") for one in given)


def _effective(pod: Pod, container: Container, key: str) -> tuple[Any, str]:
    """What holds for a container, its own word before the pod's, and the pointer of it in the object."""
    own = mapping(container.get(_CONTEXT)).get(key)
    if own is not None:
        return own, f"{container.path}/securityContext/{key}"
    return mapping(pod.spec.get(_CONTEXT)).get(key), f"{pod.path}/securityContext/{key}"
