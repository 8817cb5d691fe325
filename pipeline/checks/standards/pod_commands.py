"""POD: what the commands of containers do beside running one program."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, pods
from pipeline.checks.shell import Command, Step, program
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.texts import calls_of
from pipeline.manifests.reading import text

_MANAGERS: Final = frozenset((
    "supervisord", "s6-svscan", "runit", "runit-init", "runsvdir", "monit", "systemd", "systemctl", "my_init", "circusd",
))  # fmt: skip
_INIT: Final = ("/sbin/init", "/init", "/etc/init")
_SCRIPTS: Final = "/etc/init.d/"
# Before a program that they only start: `tini -- supervisord`, `python /usr/bin/supervisord`.
_STARTERS: Final = 3
_BLOCK_ENDS: Final = frozenset(("done", "fi", "esac", "}"))
_SHELLS: Final = frozenset(("sh", "bash", "ash", "dash", "zsh", "ksh"))
_LOADERS: Final = frozenset(("curl", "wget"))
_INSTALLS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(("apt", "apt-get", "aptitude", "yum", "dnf", "microdnf", "zypper", "pip", "gem"), frozenset(("install",))),
    "apk": frozenset(("add",)),
    "npm": frozenset(("install", "i", "ci")),
    "go": frozenset(("get", "install")),
}  # fmt: skip
# Variables that say where those install to.
_PLACES: Final = frozenset(
    ("GOPATH", "GOBIN", "GEM_HOME", "NPM_CONFIG_PREFIX", "PIP_TARGET", "PIP_PREFIX", "PYTHONUSERBASE")
)
_READ: Final = frozenset(("-r", "--requirement", "-c", "--constraint"))
_SET_UP: Final = re.compile(r"(?<![a-z])(?:migrat(?:e|ions?)|initdb|createdb|upgrade|mkfifo)(?![a-z])")
# What these are told is no work that is done.
_NO_WORK: Final = frozenset((
    "echo", "printf", "test", "[", "[[", "cd", "export", "ls", "cat", "cp", "find", "rm", "grep", "mkdir", "command", "which",
    "type", "exit", "true", ":", "set", "sleep", "wait", "touch", "trap", "local", "return", "", *_BLOCK_ENDS,
))  # fmt: skip
_PACKAGES: Final = frozenset((*_INSTALLS, "helm", "yarn", "brew"))
_WAITER: Final = re.compile(r"wait[-_]for")
_WAIT: Final = frozenset(("-wait", "--wait"))


@pods("POD004", MAY, INFO, "reason")
def one_process(pod: Pod, release: Release) -> Iterator[Hit]:
    """One process per container."""
    for container in pod.containers:
        for path, step in calls_of(container):
            manager = _manager(step.words)
            if manager:
                message = f"container {container.name!r} runs {manager!r}, which runs other programs"
                yield container.hit(path, message, key=manager)
            name = program(step.words)[0]
            if step.is_background and name not in ("", "sleep"):
                what = "a block" if name in _BLOCK_ENDS else repr(name)
                yield container.hit(
                    path, f"container {container.name!r} starts {what} in the background", key=f"& {name}"
                )


@pods("POD005", SHOULD, WARNING, "reason")
def unchanged_images(pod: Pod, release: Release) -> Iterator[Hit]:
    """Containers do not change themselves at start."""
    for container in pod.every:
        found = list(calls_of(container))
        for (path, step), (_, after) in pairwise([*found, ("", Step(()))]):
            what = _install(step, after)
            if what:
                severity = INFO if container.init and _goes_to_volume(container, step.words) else None
                message = f"container {container.name!r} installs software when it starts: {what}"
                yield container.hit(path, message, severity, key=what)


@pods("POD006", SHOULD, WARNING, "reason")
def set_up_first(pod: Pod, release: Release) -> Iterator[Hit]:
    """Serial set-up runs in initContainers."""
    if pod.owner.hooks or pod.kind in ("Job", "CronJob"):
        return  # the set-up is their main work
    for container in pod.containers:
        found = tuple(calls_of(container))
        names = [program(step.words)[0] for _, step in found]
        last = _last(found, names)
        for path, step in found[1:last]:
            if word := set_up_word(step.words):
                message = f"container {container.name!r} does {word!r} before its main program"
                yield container.hit(path, message, key=word)
        waiting = _waiting(found, names, last)
        if waiting is not None:
            message = f"container {container.name!r} waits in its command before its main program starts"
            yield container.hit(found[waiting][0], message, INFO, key="wait")


def set_up_word(command: Command) -> str:
    """What shows that a command sets something up once, "" where nothing does."""
    name, rest = program(command)
    if name == "chown":
        return "chown -R" if any(word == "--recursive" or _has_flag(word, "R") for word in rest) else ""
    if name in _NO_WORK or name in _PACKAGES:
        return ""
    bases = (word.rstrip("/").rpartition("/")[2] for word in (name, *rest) if not word.startswith("-"))
    return next((base[:60] for base in bases if _SET_UP.search(base.lower())), "")


def _manager(command: Command) -> str:
    name, rest = program(command)
    if name == "service" and not {"start", "restart"}.isdisjoint(rest):
        return "service"
    for word in command[:_STARTERS]:
        base = word.rpartition("/")[2]
        if base in _MANAGERS or word in _INIT or word.startswith(_SCRIPTS):
            return base
    return ""


def _install(step: Step, after: Step) -> str:
    """The command that installs something, "" where none does. after: the next step."""
    name, rest = program(step.words)
    name = name.rstrip(".0123456789") or name
    if name == "python" and rest[:2] == ("-m", "pip"):
        name, rest = "pip", rest[2:]
    verb = next((word for word in rest if word in _INSTALLS.get(name, ())), "")
    if verb:
        return f"{name} {verb}"
    if name in _LOADERS and step.after == "|" and program(after.words)[0] in _SHELLS:
        return f"{name} | {program(after.words)[0]}"
    if name in _SHELLS and any(word.startswith(f"$({loader} ") for word in rest for loader in _LOADERS):
        return f"{name} with what is loaded"
    return ""


def _goes_to_volume(container: Container, command: Command) -> bool:
    mounts = [text(mount.get("mountPath")) for _, mount in container.entries("volumeMounts")]
    places = [after.rpartition("=")[2] for before, after in pairwise(("", *command)) if before not in _READ]
    places += [text(entry.get("value")) for _, entry in container.env if text(entry.get("name")) in _PLACES]
    return any(is_below(place, mounts) for place in (*places, text(container.body.get("workingDir"))))


def is_below(place: str, folders: Sequence[str]) -> bool:
    """Whether a path is one of the folders or lies below it."""
    return any(folder and f"{place}/".startswith(f"{folder.rstrip('/')}/") for folder in folders)


def _last(found: Sequence[tuple[str, Step]], names: Sequence[str]) -> int:
    """The position of the last command that does some work, 0 where only the vector itself does."""
    work = (index for index, name in enumerate(names) if name not in _NO_WORK and found[index][1].before != "|")
    return max(work, default=0)


def _waiting(found: Sequence[tuple[str, Step]], names: Sequence[str], last: int) -> int | None:
    """The position of the first command that waits for something in front of the main program."""
    for index, (_, step) in enumerate(found):
        if step.words[0] == "until" or step.words[:2] == ("while", "!"):
            return index if "done" in names[index:last] else None
        if _WAITER.match(names[index]) or (names[index] == "dockerize" and not _WAIT.isdisjoint(step.words)):
            return index
    return None


def _has_flag(word: str, letter: str) -> bool:
    return word.startswith("-") and not word.startswith("--") and letter in word
