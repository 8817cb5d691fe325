"""RST: containers end when their program fails, and the cluster starts them again."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, pods
from pipeline.checks.shell import Command, Step, program, scripts, steps
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.texts import calls_of, words_of

_SUPERVISORS: Final = frozenset(
    ("supervisord", "s6-svscan", "s6-supervise", "runit", "runsvdir", "runsv", "monit", "forever", "pm2")
)
# Behind these a supervisor is still what runs: `tini -- supervisord`, `python /usr/bin/supervisord`.
_STARTERS: Final = re.compile(r"tini|dumb-init|python[\d.]*")
_LEADING: Final = ("do", "then", "else", "{")
_OPENING: Final = (("while",), ("until",), ("for",), ("select",))
_BLOCKS: Final = (*_OPENING, ("if",), ("elif",), ("case",))
_ENDLESS: Final = (("true",), (":",), ("1",), ("[", "1", "]"), ("[", "true", "]"), ("((", "1", "))"), ("((1))",))
_WAYS_OUT: Final = (("break",), ("exit",), ("return",), ("exec",))
# What these do is no work that could fail.
_IDLE: Final = frozenset((
    "", ":", "cd", "date", "done", "echo", "exit", "export", "false", "fi", "mkdir", "printf", "set", "sleep", "trap", "true",
    "ulimit", "umask", "wait", "}",
))  # fmt: skip
# Whoever repeats one of these waits for something.
_ASKING: Final = re.compile(
    r"\[+|test|timeout|nc|ncat|curl|wget|ping|nslookup|getent|dig|host|grep|ss|kubectl|stat|ls|\w+_isready|"
    r"mysql(?:admin)?|mariadb(?:-admin)?|psql|redis-cli|mongo(?:sh)?|.*(?:wait|check|ready|health|status).*"
)
_LONG: Final = re.compile(r"inf(?:inity)?|\d+d|\d{5,}s?")


@pods("RST001", SHOULD, WARNING, "reason")
def clean_crash(pod: Pod, release: Release) -> Iterator[Hit]:
    """The main process exits on a fatal error."""
    for container in pod.containers if pod.long_running else ():
        for path, step in calls_of(container):
            if name := _supervisor(step.words):
                message = f"container {container.name!r} runs {name!r}, which starts programs again that fail"
                yield container.hit(path, message, key=name)
        words = tuple(words_of(container))
        for position, text in scripts([word for _, word in words]):
            for fault in dict.fromkeys(_faults(steps(text))):
                yield container.hit(words[position][0], f"container {container.name!r} {fault}", key=fault)


@pods("RST002", MAY, WARNING, "reason")
def restarted(pod: Pod, release: Release) -> Iterator[Hit]:
    """Restart policy lets the platform recover the Pod."""
    policy = pod.spec.get("restartPolicy")
    if policy in (None, "Always") or pod.kind in ("Job", "CronJob"):
        return
    if pod.kind != "Pod":
        yield pod.hit("/restartPolicy", f"restartPolicy is {policy!r}, a {pod.kind} takes only 'Always'")
    elif policy == "Never" and not pod.owner.is_hook:
        yield pod.hit("/restartPolicy", f"nothing starts Pod {pod.owner.name!r} again when it fails", INFO)


def _supervisor(command: Command) -> str:
    name, rest = program(command)
    if _STARTERS.fullmatch(name):
        name = next((word for word in rest if not word.startswith("-")), "").rpartition("/")[2]
    if name == "pm2" and "--no-daemon" in command:
        return ""
    return name if name in _SUPERVISORS else ""


def _faults(script: Sequence[Step]) -> Iterator[str]:
    """What a script does to outlive its program, as the end of a sentence."""
    for index, step in enumerate(script):
        if _bare(step)[:1] in (("while",), ("until",)):
            end = _end(script, index)
            yield from _loop(script[:index], _bare(step), script[index + 1 : end], script[end + 1 :])
    if not any(map(_work, script[:-1])):
        return
    name, rest = program(script[-1].words)
    hidden = _work(script[-2])
    if name in ("true", ":") and script[-1].before == "||" and hidden:
        yield f"hides that {hidden!r} fails"
    elif _sleeps(name, rest):
        yield f"goes on with {name!r} when its program has ended"


def _loop(before: Sequence[Step], head: Command, body: Sequence[Step], behind: Sequence[Step]) -> Iterator[str]:
    if any(_bare(step)[:1] in _WAYS_OUT for step in body):
        return
    name = program(head)[0]
    if head[0] == "while" and (head[1:] in _ENDLESS or name == "sleep"):
        work = next(filter(None, map(_work, body)), "")
        if work:
            yield f"starts {work!r} again in a loop"
        elif any(map(_work, before)):
            yield "goes on in an empty loop when its program has ended"
        return
    repeats = head[0] == "until" or head[1:2] == ("!",)
    if repeats and not any(map(_work, behind)) and not _ASKING.fullmatch(name):
        yield f"starts {name!r} again until it succeeds"


def _end(script: Sequence[Step], start: int) -> int:
    """The position of the `done` of a loop, of the end of the script where there is none."""
    depth = 0
    for index in range(start, len(script)):
        first = _bare(script[index])[:1]
        depth += (first in _OPENING) - (first == ("done",))
        if depth <= 0:
            return index
    return len(script)


def _bare(step: Step) -> Command:
    """A command without the words of the block that it opens."""
    words = step.words
    while words and words[0] in _LEADING:
        words = words[1:]
    return words


def _work(step: Step) -> str:
    """The program of a command that does some work, "" where it does none."""
    name = program(step.words)[0]
    return "" if name in _IDLE or _bare(step)[:1] in _BLOCKS else name


def _sleeps(name: str, rest: Command) -> bool:
    if name == "sleep":
        return any(_LONG.fullmatch(word) for word in rest)
    return (
        name == "tail"
        and "/dev/null" in rest
        and any(word in ("--follow",) or word[:2] in ("-f", "-F") for word in rest)
    )
