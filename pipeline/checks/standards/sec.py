"""SEC: what gives access, as it is rendered."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pipeline.checks import shell
from pipeline.checks.credentials import PEM, WORDS, accounts, gives_access, is_credential, is_literal
from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, SHOULD, live, objects, pods
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import HANDLERS, Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import listing, mapping, text

_STORES: Final = (".key", ".pem", ".p12", ".jks")
# Bundles of public certificates.
_BUNDLE: Final = re.compile(
    r"(?:[a-z0-9-]+-)?ca(?:-?(?:bundle|cert|certs|certificates|chain))?(?:\.(?:crt|pem|cert))?", re.I
)
# What a file is named after is not what it holds: "password-policy.json".
_FILES: Final = (
    ".conf",
    ".cfg",
    ".ini",
    ".json",
    ".properties",
    ".sh",
    ".sql",
    ".toml",
    ".txt",
    ".xml",
    ".yaml",
    ".yml",
)
_LINE: Final = re.compile(
    r"""[ \t]*(?:export[ \t]+|-[ \t]+)?["']?([A-Za-z][\w.-]{0,80})["']?[ \t]*[=:][ \t]*"""
    r"""("[^"]*"|'[^']*'|[^\s"'(){}\[\]$<>=*&!|@`%][^\s"'(){}\[\]$<>]*)[ \t]*+(?:[,;][ \t]*+)?(?:\#.*)?"""
)
_MARKED: Final = re.compile("|".join(WORDS))
_OPTION: Final = re.compile(r"(-{0,2}[A-Za-z][\w.-]*)=(\S.*)", re.DOTALL)
_MYSQL: Final = frozenset(("mysql", "mysqladmin", "mysqldump", "mariadb", "mariadb-admin", "mariadb-dump"))
_URL: Final = re.compile(r"://[^\s/:@\"']*:[^\s/@\"'$({<%]+@")
_HEADER: Final = re.compile(r"authorization:\s*(?>(?:bearer|basic|token)\s+)?+[^\s\"'$({<%]", re.I)


@pods("SEC001", SHOULD, ERROR, "reason")
def through_secrets(pod: Pod, release: Release) -> Iterator[Hit]:
    """Credentials reach containers through Secrets."""
    for container in pod.every:
        env = tuple((path, text(entry.get("name")), entry) for path, entry in container.env)
        users = accounts(name for _, name, _ in env) if env else frozenset()
        for path, name, entry in env:
            value, source = entry.get("value"), mapping(entry.get("valueFrom"))
            if PEM in text(value) or gives_access(name, value) or (name in users and is_literal(value)):
                message = f"variable {name!r} of container {container.name!r} has its value in the manifest"
                yield container.hit(f"{path}/value", message, key=name)
            elif "configMapKeyRef" in source and (is_credential(name) or name in users):
                message = f"variable {name!r} of container {container.name!r} comes from a ConfigMap"
                yield container.hit(f"{path}/valueFrom/configMapKeyRef", message, key=name)


@objects("SEC002", SHOULD, ERROR, "reason", "ConfigMap")
def no_secrets_in_configmaps(one: Manifest, release: Release) -> Iterator[Hit]:
    """ConfigMaps hold no sensitive data."""
    for part in ("data", "binaryData"):
        for key, value in mapping(one.body.get(part)).items():
            held = text(value)
            if _BUNDLE.fullmatch(key) and "PRIVATE KEY" not in held:
                continue
            if PEM in held:
                yield one.hit(joined(f"/{part}", key), f"{key!r} holds a PEM block", key="PEM")
            elif key.endswith(_STORES):
                yield one.hit(joined(f"/{part}", key), f"{key!r} is named like a store of keys", key="store")
            elif gives_access(key, value) and not key.endswith(_FILES):
                yield one.hit(joined(f"/{part}", key), f"{key!r} is a credential", key="name")
            else:
                for name in _in_lines(held):
                    yield one.hit(joined(f"/{part}", key), f"{key!r} has a value for {name!r}", key=name)


@pods("SEC003", SHOULD, ERROR, "reason")
def no_secrets_in_commands(pod: Pod, release: Release) -> Iterator[Hit]:
    """No credentials on command lines."""
    for container in pod.every:
        for places in _vectors(container):
            for path, what in dict.fromkeys(_found(places)):
                message = f"container {container.name!r} has a credential in its command: {what}"
                yield container.hit(path, message, key=what)


@live("SEC006", MAY, INFO, "env")
def encrypted_at_rest(live: Live) -> Iterator[Hit]:
    """Cluster encrypts Secrets at rest."""
    context = live.rendered.context
    if context and context.role == "production" and not live.rendered.settings.secrets_encrypted:
        message = f"nothing says that the cluster of {context.environment!r} encrypts Secrets at rest"
        yield live.hit("Environment", context.environment, message)


def _in_lines(held: str) -> Iterator[str]:
    """The names of credentials that have a value in a line of their own."""
    if not _MARKED.search(held.lower()):
        return
    names: dict[str, None] = {}
    for line in held.splitlines():
        if match := _LINE.fullmatch(line):
            name, value = match.groups()
            if gives_access(name, value):
                names[name] = None
    yield from names


def _vectors(container: Container) -> Iterator[Sequence[tuple[str, str]]]:
    """(pointer, word) of each word of the command with its arguments, then of each command of a probe or hook."""
    yield [place for key in ("command", "args") for place in _words(f"/{key}", container.body.get(key))]
    for steps in HANDLERS:
        if container.body.get(steps[0]):
            path = "/".join(("", *steps, "exec", "command"))
            yield [*_words(path, container.get(*steps, "exec", "command"))]


def _words(path: str, value: Any) -> Iterator[tuple[str, str]]:
    return ((f"{path}/{index}", word) for index, word in enumerate(listing(value)) if isinstance(word, str))


def _found(places: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(pointer, what it is) of each credential in a command and in the scripts that it hands to a shell."""
    words = [word for _, word in places]
    yield from ((places[index][0], what) for index, what in _leaks(words))
    for position, script in shell.scripts(words):
        for step in shell.steps(script):
            yield from ((places[position][0], what) for _, what in _leaks(step.words))


def _leaks(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(position, what it is) of each credential among the words of a command."""
    program, _ = shell.program(tuple(words))
    for index, word in enumerate(words):
        option = _OPTION.fullmatch(word)
        if option and gives_access(option[1], option[2], certificates=False):
            yield index, option[1]
        elif word.startswith("--") and "=" not in word and is_credential(word, certificates=False):
            after = words[index + 1] if index + 1 < len(words) else ""
            if not after.startswith("-") and gives_access(word, after, certificates=False):
                yield index + 1, word
        elif program in _MYSQL and word.startswith("-p") and is_literal(word[2:]):
            yield index, "-p"
        if _URL.search(word):
            yield index, "a URL with a password"
        if _HEADER.search(word):
            yield index, "an Authorization header"
