"""Serves the lines that the producer writes into a file on /dev/shm."""

import mmap
import os
from collections.abc import Iterator
from pathlib import Path

from board import Board
from broadcast import serve
from saying import patiently

FILE = Path(os.environ["SHM_FILE"])


def mapped() -> mmap.mmap:
    """The file in memory; an error as long as it is not there, or empty."""
    with FILE.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def heard() -> Iterator[str]:
    """What the producer says."""
    yield from Board(patiently(mapped)).follow()


serve(heard(), int(os.environ["PORT"]))
