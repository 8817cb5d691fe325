"""How far long work has come: one line that changes on a terminal, lines now and then elsewhere."""

import sys
import time
from collections.abc import Callable

from pipeline.formats.escaping import terminal_line
from pipeline.surroundings import Surroundings

_PATIENCE = 0.4
_LINES = 10.0


def progress(world: Surroundings) -> Callable[[int, int, str], None]:
    """A function to call with (done, total, what was done last); silent while the work is short."""
    began = time.monotonic()
    spoke = began
    shown = False

    def say(done: int, total: int, label: str) -> None:
        nonlocal spoke, shown
        now = time.monotonic()
        if world.terminal:
            if not shown and (now - began < _PATIENCE or done == total):
                return
            shown = True
            line = f"rendering {done}/{total}  {now - began:.0f} s  {terminal_line(label)}"
            sys.stderr.write("\r\x1b[K" + (line[:100] if done < total else ""))
        elif world.in_ci and (now - spoke >= _LINES or (done == total and total > 1)):
            spoke = now
            sys.stderr.write(f"rendered {done} of {total} in {now - began:.1f} s {terminal_line(label)}\n")
        sys.stderr.flush()

    return say
