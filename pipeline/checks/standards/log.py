"""LOG: where the logs of containers go, and what they look like, as far as their settings tell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MUST, SHOULD, WARNING, pods, release
from pipeline.checks.shell import Step, program, targets
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.texts import calls_of, words_of
from pipeline.manifests.reading import mapping, text

_OPTION: Final = re.compile(r"--?(?:[\w-]{1,64}[-_.])?log[-_.]?(?:file|path|dir|directory)(?:=(.*))?", re.I | re.S)
_VARIABLE: Final = re.compile(r"(?:^|_)LOG_?(?:FILE|PATH|DIR)(?:_?(?:PATH|NAME))?$")
_FORMAT: Final = re.compile(r"LOG_?(?:FORMAT|ENCODING)")
_FORMAT_OPTION: Final = re.compile(r"--?log[-_.]?format(?:=(.*))?", re.S)
_STREAM: Final = re.compile(r"/dev/(?:std(?:out|err)|fd/\d|null|tty)|/proc/(?:1|self)/fd/\d")
_HOME: Final = "/var/log"
# Volumes that nobody can write to, or that belong to the node.
_OTHERS: Final = ("configMap", "secret", "projected", "downwardAPI", "hostPath")


@pods("LOG001", MUST, WARNING, "reason")
def to_the_streams(pod: Pod, release: Release) -> Iterator[Hit]:
    """Logs go to stdout/stderr or syslog."""
    for container in pod.every:
        for path, file in dict.fromkeys((*_in_words(container), *_in_variables(container))):
            yield container.hit(path, f"container {container.name!r} logs to the file {file!r}", key=file)
        yield from _mounted(pod, container)


@release("LOG004", SHOULD, INFO, "reason")
def structured(release: Release) -> Iterator[Hit]:
    """Structured metadata in logs."""
    if release.settings.log_format:
        return
    maps = {one.name: mapping(one.body.get("data")) for one in release.of("ConfigMap")}
    for pod in release.pods:
        for container in pod.every:
            for path, name, value in (*_formats(container, maps), *_format_options(container)):
                if value is None:
                    message = f"to review: whether {name} of container {container.name!r} is json; no object of the release says it"
                    yield container.hit(path, message, key=name)
                elif "json" not in value.lower():
                    yield container.hit(
                        path, f"{name} of container {container.name!r} is {value!r} and not json", key=name
                    )


def _in_words(container: Container) -> Iterator[tuple[str, str]]:
    """(pointer, file) of each log file in the command and its arguments."""
    for path, step in calls_of(container):
        yield from ((path, file) for file in (*_written(step), *_optional(step.words)))


def _written(step: Step) -> Iterator[str]:
    name, rest = program(step.words)
    files = [word for word in rest if word[:1] != "-"] if name == "tee" else targets(step.words)
    return (file for file in files if (file.endswith(".log") or _below(file)) and not _STREAM.fullmatch(file))


def _optional(words: Sequence[str]) -> Iterator[str]:
    for word, behind in pairwise((*words, "")):
        if word[:1] == "-" and (option := _OPTION.fullmatch(word)):
            file = option[1] if option[1] is not None else behind
            if _is_path(file):
                yield file


def _in_variables(container: Container) -> Iterator[tuple[str, str]]:
    for path, entry in container.env:
        value = text(entry.get("value"))
        if value and _VARIABLE.search(text(entry.get("name"))) and _is_path(value):
            yield f"{path}/value", value


def _is_path(value: str) -> bool:
    return (value[:1] == "/" or value.endswith(".log")) and not _STREAM.fullmatch(value)


def _below(file: str) -> bool:
    return file == _HOME or file.startswith(f"{_HOME}/")


def _mounted(pod: Pod, container: Container) -> Iterator[Hit]:
    for path, mount in container.entries("volumeMounts"):
        if _below(text(mount.get("mountPath")).rstrip("/")) and mount.get("readOnly") is not True:
            name = mount.get("name")
            volume = next((volume for _, volume in pod.volumes if volume.get("name") == name), {})
            if not any(kind in volume for kind in _OTHERS):
                message = f"container {container.name!r} can write logs to volume {name!r} at {mount['mountPath']!r}"
                yield container.hit(f"{path}/mountPath", message)


def _formats(container: Container, maps: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, str | None]]:
    """(pointer, name, value) of each variable that sets the format; None for a value that is not known."""
    known = set()
    for path, entry in container.env:
        name = text(entry.get("name"))
        known.add(name)
        if _FORMAT.search(name):
            source = mapping(mapping(entry.get("valueFrom")).get("configMapKeyRef"))
            held = maps.get(text(source.get("name")), {}).get(text(source.get("key"))) if source else entry.get("value")
            yield path, name, held if isinstance(held, str) else None if entry.get("valueFrom") else ""
    for path, entry in container.entries("envFrom"):
        for name, held in maps.get(text(mapping(entry.get("configMapRef")).get("name")), {}).items():
            said = f"{text(entry.get('prefix'))}{name}"
            if said not in known and _FORMAT.search(said):
                yield path, said, text(held)


def _format_options(container: Container) -> Iterator[tuple[str, str, str]]:
    words = tuple(words_of(container))
    for (path, word), (_, behind) in pairwise((*words, ("", ""))):
        if word[:1] == "-" and (option := _FORMAT_OPTION.fullmatch(word)):
            yield path, word.partition("=")[0], option[1] if option[1] is not None else behind
