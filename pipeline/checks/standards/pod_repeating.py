"""POD: what initContainers do, which run again whenever their pod restarts."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import SHOULD, WARNING, pods
from pipeline.checks.shell import Command, Step, program, scripts, steps
from pipeline.checks.standards.pod_commands import is_below
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.texts import words_of
from pipeline.manifests.reading import text

_OPENING: Final = ("if", "case", "{")
_CLOSING: Final = ("fi", "esac", "}")
_TESTS: Final = ("test", "[", "[[", "command", "grep")
# Volumes whose content goes with the pod, or is written by nobody.
_PASSING: Final = ("emptyDir", "configMap", "secret", "downwardAPI", "projected")
_CREATE: Final = re.compile(r"\bCREATE\s++(TABLE|DATABASE)\s++(?!IF\s++NOT\s++EXISTS)", re.IGNORECASE)
_INSERT: Final = re.compile(r"\bINSERT\s++INTO\b", re.IGNORECASE)
_GUARD: Final = re.compile(r"\bNOT\s++EXISTS\b|\bON\s++(?:CONFLICT|DUPLICATE)\b", re.IGNORECASE)


@pods("POD007", SHOULD, WARNING, "reason")
def repeatable(pod: Pod, release: Release) -> Iterator[Hit]:
    """initContainer actions are idempotent."""
    for container in pod.inits:
        lasting = _lasting(pod, container)
        mounts = [text(mount.get("mountPath")) for _, mount in container.entries("volumeMounts")]
        for path, said, found in _parts(container):
            for what in dict.fromkeys((*_once(found, mounts, lasting), *_handed(said, found))):
                yield container.hit(path, f"initContainer {container.name!r} cannot run twice: {what}", key=what)


def _parts(container: Container) -> Iterator[tuple[str, str, Sequence[Step]]]:
    """(pointer, text, commands) of each script of a container, of its command itself where there is none."""
    words = tuple(words_of(container))
    vector = [word for _, word in words]
    found = tuple(scripts(vector))
    for position, said in found:
        yield words[position][0], said, steps(said)
    if words and not found:
        yield words[0][0], "", (Step(tuple(vector)),)


def _lasting(pod: Pod, container: Container) -> list[str]:
    """Where volumes are mounted that outlive the pod."""
    passing = {text(volume.get("name")) for _, volume in pod.volumes if any(kind in volume for kind in _PASSING)}
    mounts = (mount for _, mount in container.entries("volumeMounts") if text(mount.get("name")) not in passing)
    return [text(mount.get("mountPath")) for mount in mounts]


def _once(found: Sequence[Step], mounts: Sequence[str], lasting: Sequence[str]) -> Iterator[str]:
    """What works only the first time."""
    removed: list[str] = []
    for step, guarded in _guarded(found):
        name, rest = program(step.words)
        if name == "rm":
            removed += [word.rstrip("*/") for word in rest if not word.startswith("-")]
        if guarded:
            continue
        what, places = _making(name, rest)
        if what and not all(is_below(place, removed) or _is_private(place, mounts) for place in places or [""]):
            yield what
        yield from (f"appends to {file!r}" for file in _appended(step.words) if is_below(file, lasting))
        yield from _sql(" ".join(step.words))


def _guarded(found: Sequence[Step]) -> Iterator[tuple[Step, bool]]:
    """Each step, and whether something makes sure that it is not done twice or may fail."""
    blocks: list[bool] = []
    before = ""
    for step in found:
        guarded = "||" in step.before + step.after or ("&&" in step.before and before in _TESTS)
        if step.words[0] in _OPENING:
            blocks.append(guarded or step.words[0] != "{")
        yield step, guarded or any(blocks)
        if step.words[0] in _CLOSING and blocks:
            blocks.pop()
        before = program(step.words)[0]


def _making(name: str, rest: Command) -> tuple[str, list[str]]:
    """(what a command does that fails the second time, the paths it makes); ("", []) where it does nothing of that kind."""
    places = [word for word in rest if not word.startswith("-")]
    flags = [word for word in rest if word.startswith("-")]
    letters = {letter for word in flags if not word.startswith("--") for letter in word}
    if name == "mkdir" and "p" not in letters and "--parents" not in flags:
        return "mkdir without -p", [place for place in places if not place.isdigit()]
    if name == "mkfifo":
        return "mkfifo without a test", places
    if name == "ln" and ("s" in letters or "--symbolic" in flags) and "f" not in letters and "--force" not in flags:
        return "ln -s without -f", places[-1:]
    if name == "git" and "clone" in places and places[-1] != "$" and "mktemp" not in places[-1]:
        return "git clone into a folder that may be there", places[-1:]
    return "", []


def _is_private(place: str, mounts: Sequence[str]) -> bool:
    """Whether a path is known to lie in no volume, so that it is new each time."""
    return bool(mounts) and place.startswith("/") and not is_below(place, mounts)


def _appended(command: Command) -> Iterator[str]:
    return (after for arrow, after in pairwise(command) if arrow in (">>", "1>>", "&>>"))


def _handed(said: str, found: Sequence[Step]) -> Iterator[str]:
    """The same of the texts that a script hands to its commands."""
    if "<<" in said and not any(guarded for _, guarded in _guarded(found)):
        yield from _sql(said)


def _sql(said: str) -> Iterator[str]:
    create = _CREATE.search(said)
    if create and "\\gexec" not in said:
        yield f"CREATE {create[1].upper()} without IF NOT EXISTS"
    if _INSERT.search(said) and not _GUARD.search(said):
        yield "INSERT without a guard"
