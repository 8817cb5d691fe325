"""CFG: where the configuration of a container comes from, as it is rendered."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks import shell
from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, pods, release
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import listing, mapping, text

_WRITTEN: Final = (".ini", ".conf", ".cfg", ".yaml", ".yml", ".json", ".xml", ".properties")
_SIMPLE: Final = frozenset(("ini", "conf", "cfg", "env", "properties", "txt", "yaml", "yml", "json"))
# Files of one line are told by these from keys with dots ("server.insecure: true").
_FORMATS: Final = frozenset(
    ("crt", "css", "html", "js", "lua", "p12", "pem", "php", "py", "rb", "sh", "sql", "toml", "xml")
)
_CONFIGURING: Final = ("configMap", "secret", "downwardAPI", "projected")
_READ_ONLY: Final = ("configMap", "secret", "projected")


@pods("CFG001", SHOULD, WARNING, "reason")
def in_configmaps(pod: Pod, release: Release) -> Iterator[Hit]:
    """Application configuration lives in ConfigMaps."""
    for container in pod.every:
        yield from _written_by_commands(container)
        for path, entry in container.env:
            name, value = text(entry.get("name")), text(entry.get("value")).rstrip("\n")
            if "\n" in value or len(value) > release.settings.env_length:
                size = "of more than one line" if "\n" in value else f"of {len(value)} characters"
                yield container.hit(f"{path}/value", f"variable {name!r} holds a text {size}", key=name)


@release("CFG003", SHOULD, INFO, "reason")
def plain_contract(release: Release) -> Iterator[Hit]:
    """Configuration arrives as environment variables or simple files."""
    for pod in release.pods:
        if not pod.owner.is_test:
            yield from _not_configured(pod)
    for one in release.of("ConfigMap"):
        if not one.is_test:
            yield from _other_formats(one)


@pods("CFG008", MAY, INFO, "reason")
def read_only_mounts(pod: Pod, release: Release) -> Iterator[Hit]:
    """Configuration mounts are read-only."""
    names = _volumes(pod, _READ_ONLY) if pod.spec.get("volumes") else frozenset()
    for container in pod.every if names else ():
        for path, mount in container.entries("volumeMounts"):
            name = mount.get("name")
            if isinstance(name, str) and name in names and mount.get("readOnly") is not True:
                message = f"container {container.name!r} may write to {name!r} at {text(mount.get('mountPath'))!r}"
                yield container.hit(f"{path}/readOnly", message)


def _written_by_commands(container: Container) -> Iterator[Hit]:
    for key in ("command", "args"):
        for index, word in enumerate(listing(container.body.get(key))):
            if isinstance(word, str) and " " in word:
                for file in {file: None for command in shell.commands(word) for file in _files(command)}:
                    message = f"container {container.name!r} writes {file!r} from text in its command"
                    yield container.hit(f"/{key}/{index}", message, key=file)


def _files(command: shell.Command) -> Iterator[str]:
    """The files of configuration that a command makes of text that stands in it."""
    program, rest = shell.program(command)
    embeds = program in ("echo", "printf") or "<<" in rest or (program == "cat" and rest[:1] in ((">",), (">>",)))
    found = [*shell.targets(command)] if embeds else [*rest] if program == "tee" else []
    return (file for file in found if file.endswith(_WRITTEN))


def _volumes(pod: Pod, sources: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        text(volume.get("name")) for _, volume in pod.volumes if any(source in volume for source in sources)
    )


def _not_configured(pod: Pod) -> Iterator[Hit]:
    names = _volumes(pod, _CONFIGURING)
    for container in pod.containers:
        mounted = (mount.get("name") for _, mount in container.entries("volumeMounts"))
        if not (
            container.body.get("env")
            or container.body.get("envFrom")
            or any(isinstance(name, str) and name in names for name in mounted)
        ):
            yield container.hit("", f"container {container.name!r} takes neither variables nor files of configuration")


def _other_formats(one: Manifest) -> Iterator[Hit]:
    for part in ("data", "binaryData"):
        held: Mapping[str, Any] = mapping(one.body.get(part))
        for key, value in held.items():
            stem, _, suffix = str(key).lower().rpartition(".")
            if not stem or suffix in _SIMPLE:
                continue
            if suffix in _FORMATS or "\n" in text(value):
                yield one.hit(joined(f"/{part}", key), f"{key!r} is no simple file of configuration")
