"""Serves the lines that the producer says at localhost."""

import os
import socket
import sys
from collections.abc import Iterator

from broadcast import serve
from saying import patiently

HOST, _, INNER = os.environ["PRODUCER"].partition(":")


def heard() -> Iterator[str]:
    """What the producer says; a minute of silence is an error."""
    with (
        patiently(lambda: socket.create_connection((HOST, int(INNER)), 60)) as connection,
        connection.makefile() as answer,
    ):
        for line in answer:
            yield line.rstrip("\n")


serve(heard(), int(os.environ["PORT"]))
sys.exit("the producer has closed the connection")
