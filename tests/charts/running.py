"""Containers of a chart as plain processes: their commands and variables as rendered, their folders in a temporary one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.charts.rendered import Body

_T = TypeVar("_T")
_PROGRAMS = {"python3": sys.executable}
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Process:
    """A container that runs. out, err: what it says."""

    process: "subprocess.Popen[bytes]"
    out: Path
    err: Path

    @property
    def lines(self) -> list[str]:
        """The whole lines that it has printed so far."""
        return self.out.read_text("utf-8").split("\n")[:-1]

    @property
    def port(self) -> int:
        """Where it listens, once it says so."""
        return until(
            lambda: int(self.err.read_text("utf-8").partition("listening on port ")[2].partition("\n")[0] or 0)
        )

    def ends(self) -> int:
        """Tells it to end, as the kubelet does; its exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE)


@dataclass(frozen=True, slots=True)
class Machine:
    """Where containers run. places: paths in a container, and where they are here; values: of ConfigMaps and Secrets, by key."""

    folder: Path
    places: Mapping[str, Path]
    values: Mapping[str, str] = field(default_factory=dict)

    def run(self, container: Body, **variables: str) -> "subprocess.CompletedProcess[str]":
        """A container that ends by itself."""
        command, environment = self._command(container["command"]), self.environment(container, variables)
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)

    def hook(self, container: Body, name: str) -> "subprocess.CompletedProcess[str]":
        """One of the hooks of a container, in its environment."""
        return self.run({**container, "command": container["lifecycle"][name]["exec"]["command"]})

    @contextmanager
    def running(self, container: Body, **variables: str) -> Iterator[Process]:
        """A container that goes on; it and what it has started are stopped in any case."""
        out, err = (self.folder / f"{container['name']}-{time.monotonic_ns()}.{kind}" for kind in ("out", "err"))
        with out.open("wb") as stdout, err.open("wb") as stderr:
            process = subprocess.Popen(
                self._command(container["command"]), env=self.environment(container, variables),
                stdout=stdout, stderr=stderr, start_new_session=True,
            )  # fmt: skip
        try:
            yield Process(process, out, err)
        finally:
            kill(process)

    def environment(self, container: Body, variables: Mapping[str, str]) -> dict[str, str]:
        """The variables of a container, with some of them set otherwise."""
        given = {one["name"]: self._here(self._value(one)) for one in container.get("env", ())}
        return {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **given, **variables}

    def _value(self, entry: Body) -> str:
        if "value" in entry:
            return str(entry["value"])
        (reference,) = entry["valueFrom"].values()
        return self.values[reference["key"]]

    def _command(self, command: Sequence[str]) -> list[str]:
        return [_PROGRAMS.get(word, self._here(word)) for word in command]

    def _here(self, text: str) -> str:
        for place, here in self.places.items():
            if text == place or text.startswith(f"{place}/"):
                return f"{here}{text.removeprefix(place)}"
        return text


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Ends a process and all of its session, whatever it does."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


def until(condition: Callable[[], _T]) -> _T:
    """What the condition returns as soon as that is true."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"{condition} still has {found!r}")
        time.sleep(0.02)
    return found
