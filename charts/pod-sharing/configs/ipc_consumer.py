"""Serves the lines that the producer writes into a System V segment."""

import os
from collections.abc import Iterator

import shmtool
from board import Board
from broadcast import serve
from saying import patiently

KEY, SIZE = int(os.environ["SHM_KEY"]), int(os.environ["SHM_SIZE"])


def heard() -> Iterator[str]:
    """What the producer says."""
    segment = patiently(lambda: shmtool.find(KEY))
    yield from Board(shmtool.attach(segment, SIZE)).follow()


serve(heard(), int(os.environ["PORT"]))
