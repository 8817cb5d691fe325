"""What the scripts have in common: lines with the time, patience, and an end when they are told to end."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

INTERVAL = float(os.environ.get("INTERVAL", "1"))
_TRIES = 30
_T = TypeVar("_T")


def end_when_told() -> None:
    """The first process of a container gets no SIGTERM that it does not handle, and would be killed much later."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def lines(who: str) -> Iterator[str]:
    """What a producer says: one line each interval, for ever."""
    while True:
        yield f"{who} says: {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
        time.sleep(INTERVAL)


def patiently(attempt: Callable[[], _T]) -> _T:
    """What the attempt returns, once the other container is far enough; its last error where it never is."""
    for _ in range(_TRIES - 1):
        try:
            return attempt()
        except (OSError, ValueError):
            time.sleep(INTERVAL)
    return attempt()
