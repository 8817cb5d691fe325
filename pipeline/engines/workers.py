"""Renders many releases in worker processes, each with a deadline; a dead or late worker fails that release alone."""

import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, Self

from pipeline.engines import frames
from pipeline.engines.frames import LATER, REFUSED
from pipeline.engines.waiting import Waiting
from pipeline.errors import PipelineError

# Measured: rendering gets 1.3 times faster on one thread and 1.6 times on two; it must be there when Go starts.
_GARBAGE_COLLECTION = "400"
_START_SECONDS = 60.0
_HEAR = 64 * 1024
_IDLE_SECONDS = 0.5

Idle = Callable[[Sequence[str]], None]


@dataclass(frozen=True, slots=True)
class Crew:
    """How to render. engine: "embedded" or "helm"; program: path of helm; jobs: processes; timeout: seconds a release."""

    engine: str = "embedded"
    program: str = ""
    jobs: int = 2
    timeout: float = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one order. kind: RESOURCES, SHOWN or REFUSED; payload: JSON, or the reason as text; verdict: of the
    checks, b"" where none was asked for."""

    kind: bytes
    payload: bytes
    verdict: bytes = b""


class _Worker:
    """One process, the order it works on, and what it has said so far."""

    def __init__(self, crew: Crew, variables: Mapping[str, str], judges: bool = False) -> None:
        self.said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-m", "pipeline.worker", crew.engine, crew.program, *(["judges"] if judges else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.said,
            env=_clean(variables),
            start_new_session=True,
        )
        self.buffer = bytearray()
        self.order: str | None = None
        self.group = ""
        self.deferred: deque[str] = deque()
        self.deadline = time.monotonic() + _START_SECONDS
        self.ready = False

    def descriptor(self) -> int:
        return self.process.stdout.fileno() if self.process.stdout else -1

    def send(self, name: str, text: bytes, timeout: float) -> None:
        self.order, self.deadline = name, time.monotonic() + timeout
        with suppress(BrokenPipeError):  # its death is seen where its answer is awaited
            if self.process.stdin:
                self.process.stdin.write(frames.packed(text))
                self.process.stdin.flush()

    def received(self) -> bytes | None:
        """One whole payload of what has arrived, None while it is not whole; EOFError when the process is gone."""
        data = os.read(self.descriptor(), 1 << 20)
        if not data:
            raise EOFError
        self.buffer += data
        if len(self.buffer) < frames.HEADER:
            return None
        size = frames.length(bytes(self.buffer[: frames.HEADER]))
        if len(self.buffer) < frames.HEADER + size:
            return None
        payload = bytes(self.buffer[frames.HEADER : frames.HEADER + size])
        self.buffer.clear()
        return payload

    def taken(self, payload: bytes) -> tuple[str, Answer] | None:
        """An answer with the name of its order; None for the greeting with which a worker begins, and for LATER."""
        if not self.ready:
            self.ready = True
            return None
        name, self.order = self.order or "", None
        if payload == LATER:
            self.deferred.append(name)
            return None
        return name, Answer(*frames.answered(payload))

    def next_of(self, waiting: Waiting) -> str | None:
        """What to work on next: what nobody has begun, then what this worker put off."""
        name = waiting.take(self.group)
        if name is None:
            return self.deferred.popleft() if self.deferred else None
        self.group = waiting.group(name)
        return name

    def end(self) -> tuple[str, int]:
        """Ends the process and its children at once; the beginning of what it said and its exit code."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        code = self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with suppress(BrokenPipeError):
                    stream.close()
        if self.said.closed:
            return "", code
        self.said.seek(0)
        words = self.said.read(_HEAR).decode("utf-8", "replace")
        self.said.close()
        return words, code


class Standby:
    """A worker that is started before it is known what for: it loads its engine and its rules while the sides are read,
    and ends with the context if nobody has taken it.

    judges: whether it is to load the rules too.
    """

    def __init__(self, crew: Crew, variables: Mapping[str, str], judges: bool = False) -> None:
        self._workers = [_Worker(crew, variables, judges)]

    def taken(self) -> list[_Worker]:
        """The worker, handed over to whoever ends it then."""
        workers, self._workers = self._workers, []
        return workers

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.taken():
            worker.end()


def _clean(variables: Mapping[str, str]) -> dict[str, str]:
    """A worker sees no token and no setting of ours: only what a process needs to start."""
    kept = {
        name: variables[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH") if name in variables
    }
    return {**kept, "HOME": "/nonexistent", "GOGC": _GARBAGE_COLLECTION, "GOTRACEBACK": "single"}


def render_all(
    orders: Mapping[str, bytes],
    crew: Crew,
    variables: Mapping[str, str],
    idle: Idle = lambda names: None,
    groups: Mapping[str, str] = MappingProxyType({}),
    standby: Standby | None = None,
) -> Iterator[tuple[str, Answer]]:
    """Each order by name with its answer, as they come. Whatever ends the iteration ends the workers too.

    idle: called with the names of the orders in work while nothing is heard, twice a second. groups: orders that are best
    done by the same worker. standby: a worker that waits already.
    """
    waiting = Waiting(orders, groups)
    unanswered = len(waiting)
    workers: list[_Worker] = standby.taken() if standby and orders else []
    try:
        with selectors.DefaultSelector() as selector:
            wanted = min(crew.jobs, len(waiting)) - len(workers)
            workers = [_registered(worker, selector) for worker in workers]
            workers += [_started(crew, variables, selector) for _ in range(wanted)]
            while unanswered:
                events = _events(selector, workers) or _nothing(workers, idle)
                for worker, payload in events:
                    if payload is None:
                        done: tuple[str, Answer] | None = _lost(worker, crew, selector)
                        workers.remove(worker)
                        waiting.extend(worker.deferred)
                        workers += [_started(crew, variables, selector)] if waiting else []
                    else:
                        done = worker.taken(payload)
                        if name := worker.next_of(waiting):
                            worker.send(name, orders[name], crew.timeout)
                    if done:
                        unanswered -= 1
                        yield done
    finally:
        for worker in workers:
            worker.end()


def _nothing(workers: Sequence[_Worker], idle: Idle) -> list[tuple[_Worker, bytes | None]]:
    idle([worker.order for worker in workers if worker.order])
    return []


def _started(crew: Crew, variables: Mapping[str, str], selector: selectors.BaseSelector) -> _Worker:
    return _registered(_Worker(crew, variables), selector)


def _registered(worker: _Worker, selector: selectors.BaseSelector) -> _Worker:
    selector.register(worker.descriptor(), selectors.EVENT_READ, worker)
    return worker


def _events(selector: selectors.BaseSelector, workers: Sequence[_Worker]) -> list[tuple[_Worker, bytes | None]]:
    """Workers that have said something whole, with what they said, and those that died or are late, with None."""
    busy = [worker for worker in workers if worker.order or not worker.ready]
    patience = min((worker.deadline for worker in busy), default=0.0) - time.monotonic()
    found: list[tuple[_Worker, bytes | None]] = []
    for key, _ in selector.select(min(max(0.0, patience), _IDLE_SECONDS)):
        worker: _Worker = key.data
        try:
            payload = worker.received()
        except EOFError:
            found.append((worker, None))
        else:
            if payload is not None:
                found.append((worker, payload))
    now, heard = time.monotonic(), [worker for worker, _ in found]
    return found + [(worker, None) for worker in busy if now > worker.deadline and worker not in heard]


def _lost(worker: _Worker, crew: Crew, selector: selectors.BaseSelector) -> tuple[str, Answer]:
    """A dead or late worker, ended; what its order gets for an answer."""
    late = time.monotonic() > worker.deadline
    selector.unregister(worker.descriptor())
    words, code = worker.end()
    if worker.order is None:
        raise PipelineError(f"the {crew.engine} engine does not start: {_reason(words, code)}")
    message = f"did not finish within {crew.timeout:g} s (--timeout)" if late else _reason(words, code)
    return worker.order, Answer(REFUSED, message.encode())


def _reason(words: str, code: int) -> str:
    """Why a process died, from the last it said."""
    if "stack exceeds" in words or "stack overflow" in words:
        return "rendering never ends: a template calls itself without end (Go's stack overflow)"
    lines = [line for line in words.strip().splitlines() if line.strip()]
    return f"the renderer died with code {code}: {lines[-1] if lines else 'it said nothing'}"
