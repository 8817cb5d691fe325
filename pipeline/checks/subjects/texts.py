"""The texts by which programs are told things: variables, commands and arguments of containers, data of ConfigMaps."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.checks.shell import Step, calls
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined, leaves
from pipeline.manifests.reading import listing, mapping, text


def words_of(container: Container) -> Iterator[tuple[str, str]]:
    """(pointer within the container, word) of each word of its command and its arguments."""
    for key in ("command", "args"):
        for index, word in enumerate(listing(container.body.get(key))):
            if isinstance(word, str):
                yield f"/{key}/{index}", word


def calls_of(container: Container) -> Iterator[tuple[str, Step]]:
    """(pointer within the container, command) of all that its command and its arguments call."""
    words = tuple(words_of(container))
    return ((words[position][0], step) for position, step in calls([word for _, word in words]))


@lru_cache(maxsize=1024)
def container_texts(container: Container) -> Sequence[tuple[str, str]]:
    """(pointer within the container, text) of those words and of each value of a variable; read once."""
    values = ((f"{path}/value", text(entry.get("value"))) for path, entry in container.env)
    return (*words_of(container), *(pair for pair in values if pair[1]))


def pod_texts(pod: Pod) -> Iterator[tuple[str, str]]:
    """(pointer within the object, text) of all containers of a pod."""
    return ((container.path + path, said) for container in pod.every for path, said in container_texts(container))


@lru_cache(maxsize=1024)
def data_texts(one: Manifest) -> Sequence[tuple[str, str]]:
    """(pointer, text) of the data of a ConfigMap; read once."""
    data = mapping(one.get("data"))
    return tuple((joined("/data", key), value) for key, value in data.items() if isinstance(value, str))


@lru_cache(maxsize=1024)
def object_texts(one: Manifest) -> Sequence[tuple[str, str]]:
    """(pointer, text) of everything in an object that is a text; read once."""
    return tuple((pointer, value) for pointer, value in leaves(one.body) if isinstance(value, str))


@lru_cache(maxsize=4)
def release_texts(release: Release) -> Sequence[tuple[Manifest, str, str]]:
    """(object, pointer, text) of all pods and all ConfigMaps of a release; read once."""
    return tuple(_release_texts(release))


def _release_texts(release: Release) -> Iterator[tuple[Manifest, str, str]]:
    for pod in release.pods:
        yield from ((pod.owner, path, said) for path, said in pod_texts(pod))
    for one in release.of("ConfigMap"):
        yield from ((one, path, said) for path, said in data_texts(one))
