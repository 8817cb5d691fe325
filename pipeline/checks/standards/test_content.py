"""TEST: helm tests, what they need and what they do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.checks import shell
from pipeline.checks.endpoints import endpoints, host_of
from pipeline.checks.hit import Hit
from pipeline.checks.references.hosts import services_in
from pipeline.checks.references.index import index_of
from pipeline.checks.references.needs import Origin, pod_needs
from pipeline.checks.references.view import View
from pipeline.checks.rule import INFO, MUST, SHOULD, WARNING, pods
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.texts import calls_of, container_texts, words_of
from pipeline.manifests.reading import at, listing, text
from pipeline.model.resource import ResourceId

_SQL: Final = re.compile(
    r"\b(?:drop\s+(?:table|database|schema|view|index|user)|delete\s+from|truncate\s+(?:table\s+)?\w)", re.I
)
_CHANGING: Final = frozenset(("delete", "apply", "scale"))
_READING: Final = frozenset(("get", "help", "history", "lint", "list", "ls", "show", "status", "template", "version"))
_WRITING: Final = frozenset(("DELETE", "PUT", "POST"))
_RECURSIVE: Final = re.compile(r"-[a-zA-Z]*[rR][a-zA-Z]*|--recursive")


@pods("TEST009", MUST, WARNING, "reason")
def self_contained(pod: Pod, release: Release) -> Iterator[Hit]:
    """Tests are self-contained."""
    if not pod.owner.is_test:
        return
    yield from _missing(pod, release)
    there = {(service.name, release.namespace(service)) for service in release.of("Service")}
    home = release.namespace(pod.owner)
    for container in pod.every:
        for path, host in dict.fromkeys(_hosts(container)):
            name, _, rest = host.partition(".")
            if (name, rest.removesuffix(".svc") or home) in there:
                continue
            if rest in ("", home) or rest.endswith(".svc"):
                message = f"container {container.name!r} asks for {host!r}, which is no Service of the release"
                yield container.hit(path, message, key=host)
            else:
                message = f"container {container.name!r} asks for {host!r}, which is outside of the release"
                yield container.hit(path, message, INFO, key=host)


@pods("TEST010", SHOULD, WARNING, "reason")
def atomic(pod: Pod, release: Release) -> Iterator[Hit]:
    """Tests are atomic and non-destructive."""
    if not pod.owner.is_test:
        return
    for container in pod.every:
        for path, what in dict.fromkeys(_changes(container, pod)):
            yield container.hit(
                path, f"container {container.name!r} of the test changes what it tests: {what}", key=what
            )
    yield from _shared(pod, release)
    if len(pod.containers) > 1:
        yield pod.hit(
            "/containers", f"the test has {len(pod.containers)} containers and may test as many things", INFO, "many"
        )


def _missing(pod: Pod, release: Release) -> Iterator[Hit]:
    """What the test names and the release does not have, nor makes."""
    owner = pod.owner
    origin = Origin(owner, ResourceId(owner.group, owner.kind, release.namespace(owner), owner.name))
    view: View | None = None
    for need in pod_needs(pod, origin):
        if need.optional or need.use == "pull" or (need.kind, need.name) == ("ServiceAccount", "default"):
            continue
        if any(one.name == need.name for one in release.of(need.kind)):
            continue
        view = view or View({"": index_of(release)})
        if not view.has(need.kind, need.namespace, need.name):
            message = f"the test needs {need.kind} {need.name!r}, which the release does not have"
            yield owner.hit(need.spot.path, message, key=need.name)


def _hosts(container: Container) -> Iterator[tuple[str, str]]:
    """(pointer, host) of each that variables, commands and arguments name."""
    for path, said in container_texts(container):
        yield from ((path, f"{name}.{namespace}.svc") for name, namespace in services_in(said))
        words = [said] if path.startswith("/env") else [word for step in shell.steps(said) for word in step.words]
        for word in words:
            yield from ((path, host) for address in endpoints(word) if ".svc" not in (host := host_of(address)))


def _changes(container: Container, pod: Pod) -> Iterator[tuple[str, str]]:
    """(pointer, what it does) of each command that changes something."""
    yield from ((path, "SQL that deletes") for path, word in words_of(container) if _SQL.search(word))
    kept = [*_kept_paths(container, pod)]
    for path, step in calls_of(container):
        program, rest = shell.program(step.words)
        if what := _change(program, rest, kept):
            yield path, what


def _change(program: str, rest: Sequence[str], kept: Sequence[str]) -> str:
    verb = next((word for word in rest if word in _CHANGING), "") if program == "kubectl" else ""
    if verb:
        return f"kubectl {verb}"
    if program == "helm" and _READING.isdisjoint(rest):
        return "helm"
    if program == "rm" and any(_RECURSIVE.fullmatch(word) for word in rest):
        path = next((word for word in rest if any(f"{word}/".startswith(f"{mount}/") for mount in kept)), "")
        return f"rm -r {path}" if path else ""
    return _request(rest) if program == "curl" else ""


def _request(rest: Sequence[str]) -> str:
    """The method of a call of curl that writes."""
    for word, after in zip(rest, (*rest[1:], ""), strict=True):
        method = after if word in ("-X", "--request") else word.removeprefix("--request=").removeprefix("-X")
        if method.upper() in _WRITING:
            return f"curl -X {method.upper()}"
    return ""


def _kept_paths(container: Container, pod: Pod) -> Iterator[str]:
    """Where volumes are mounted that outlive the test."""
    scratch = {text(volume.get("name")) for _, volume in pod.volumes if volume.get("emptyDir") is not None}
    for _, mount in container.entries("volumeMounts"):
        path = text(mount.get("mountPath")).rstrip("/")
        if path and text(mount.get("name")) not in scratch:
            yield path


def _shared(pod: Pod, release: Release) -> Iterator[Hit]:
    """Claims that the test may write to and that something else uses."""
    claims = {text(volume.get("name")): _claim(volume) for _, volume in pod.volumes if _claim(volume)}
    if not claims:
        return
    used = {_claim(volume) for other in release.pods if not other.owner.is_test for _, volume in other.volumes}
    used |= {claim for one in release.of("StatefulSet") for claim in _claims(one)}
    for container in pod.every:
        for path, mount in container.entries("volumeMounts"):
            name = claims.get(text(mount.get("name")), "")
            if mount.get("readOnly") is not True and (name in used or name.rstrip("0123456789") in used):
                yield container.hit(
                    path, f"the test may write to the claim {name!r}, which something else uses", key=name
                )


def _claim(volume: Mapping[str, Any]) -> str:
    return text(at(volume, "persistentVolumeClaim", "claimName"))


def _claims(one: Manifest) -> Iterator[str]:
    """What the names of a StatefulSet's claims begin with; a number follows."""
    for claim in listing(one.spec.get("volumeClaimTemplates")):
        yield f"{text(at(claim, 'metadata', 'name'))}-{one.name}-"
