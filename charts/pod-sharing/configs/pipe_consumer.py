"""Serves the lines that come through the pipe."""

import os
from collections.abc import Iterator

from broadcast import serve


def heard() -> Iterator[str]:
    """What the producer says. Open for writing too, the pipe does not end with a producer that is started again."""
    with os.fdopen(os.open(os.environ["PIPE"], os.O_RDWR), encoding="utf-8") as pipe:
        for line in pipe:
            yield line.rstrip("\n")


serve(heard(), int(os.environ["PORT"]))
