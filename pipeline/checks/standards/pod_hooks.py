"""POD: what containers do right after they start and right before they end."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, SHOULD, WARNING, pods
from pipeline.checks.shell import Command, calls, program, targets
from pipeline.checks.standards.pod_commands import is_below, set_up_word
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping, text

_GRACE: Final = 30  # seconds, kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle
_DURATION: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)([smhd]?)")
_SECONDS: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_AGES: Final = 1e9
_FOREVER: Final = ("infinity", "inf")
_LIMITS: Final = ("--timeout", "--max-time")
_COPYING: Final = re.compile(r"dump|backup|rsync")
_LAST: Final = ("cp", "mv", "install", "rsync")


@pods("POD008", SHOULD, INFO, "reason")
def optional_start(pod: Pod, release: Release) -> Iterator[Hit]:
    """postStart only for optional asynchronous work."""
    for container in pod.containers:
        hook = container.get("lifecycle", "postStart")
        if not hook:
            continue
        reason = next(_needed(container, _command(hook)), "")
        said = f"postStart of container {container.name!r}"
        if reason:
            yield container.hit("/lifecycle/postStart", f"{said} {reason}", WARNING)
        else:
            message = f"to review: {said} may run late or never: a comment should say why nothing waits for it"
            yield container.hit("/lifecycle/postStart", message)


@pods("POD009", SHOULD, INFO, "reason")
def quick_end(pod: Pod, release: Release) -> Iterator[Hit]:
    """preStop only sends a quick message."""
    for container in pod.containers:
        hook = container.get("lifecycle", "preStop")
        if not hook:
            continue
        reason = next(_slow(pod, container, hook), "")
        said = f"preStop of container {container.name!r}"
        if reason:
            yield container.hit("/lifecycle/preStop", f"{said} {reason}", WARNING)
        else:
            message = f"to review: {said} may be cut off or left out: nothing may rely on its end"
            yield container.hit("/lifecycle/preStop", message)


def _command(hook: Any) -> list[str]:
    return [word for word in listing(mapping(mapping(hook).get("exec")).get("command")) if isinstance(word, str)]


def _needed(container: Container, vector: list[str]) -> Iterator[str]:
    """Why the main program depends on a hook."""
    for _, step in calls(vector):
        name, rest = program(step.words)
        if word := set_up_word(step.words):
            yield f"sets something up: {word!r}"
        if name == "exit" and rest and rest[0].isdigit() and rest[0].strip("0"):
            yield "ends with an error on purpose, which ends the container"
        for file in _files(step.words):
            if any(file in word for word in container.words):
                yield f"writes {file!r}, which the main command names"


def _slow(pod: Pod, container: Container, hook: Any) -> Iterator[str]:
    """Why a hook is no quick message."""
    given = pod.spec.get("terminationGracePeriodSeconds")
    grace = given if isinstance(given, int) and given > 0 else _GRACE
    slept = mapping(mapping(hook).get("sleep")).get("seconds")
    seconds = min(slept, _AGES) if isinstance(slept, int | float) else 0.0
    host = _host_folders(pod, container)
    for _, step in calls(_command(hook)):
        name, rest = program(step.words)
        seconds += _duration(rest[0]) if name == "sleep" and rest else 0.0
        if max(_limits(name, rest), default=0.0) >= grace:
            yield f"may take {grace} seconds and more, after which the container is killed"
        if copying := next((word for word in (name, *rest[:2]) if _COPYING.search(word) and " " not in word), ""):
            yield f"saves data: {copying!r}"
        yield from (f"writes {file!r} on the node" for file in _files(step.words) if is_below(file, host))
    if seconds >= grace:
        yield f"sleeps until the container is killed, after {grace} seconds"


def _host_folders(pod: Pod, container: Container) -> list[str]:
    """Where folders of the node are mounted."""
    names = {text(volume.get("name")) for _, volume in pod.volumes if "hostPath" in volume}
    mounts = (mount for _, mount in container.entries("volumeMounts") if text(mount.get("name")) in names)
    return [text(mount.get("mountPath")) for mount in mounts]


def _limits(name: str, rest: Command) -> Iterator[float]:
    """The times that a command is given at most, in seconds."""
    if name == "timeout":
        yield next((_duration(word) for word in rest if _DURATION.fullmatch(word)), 0.0)
    for word, after in pairwise((*rest, "")):
        flag, equals, value = word.partition("=")
        if flag in _LIMITS:
            yield _duration(value if equals else after)


def _duration(word: str) -> float:
    match = _DURATION.fullmatch(word)
    if match:
        return float(match[1]) * _SECONDS[match[2]]
    return float("inf") if word in _FOREVER else 0.0


def _files(command: Command) -> Iterator[str]:
    """The files that a command writes, those of devices and processes left out."""
    name, rest = program(command)
    words = [word for word in rest if not word.startswith("-")]
    found = [*targets(command), *(words if name in ("tee", "touch") else words[-1:] if name in _LAST else ())]
    return (file for file in found if len(file) > 1 and file[0] == "/" and not file.startswith(("/dev/", "/proc/")))
