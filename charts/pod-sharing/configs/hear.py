"""Asks a consumer, more than once if need be, until a line begins as expected; exit code 1 where none does."""

import os
import socket
import sys
import time

HOST, _, PORT = os.environ["TARGET"].partition(":")
INTERVAL = float(os.environ["INTERVAL"])


def heard() -> str:
    """One line, or the reason why there is none."""
    try:
        with socket.create_connection((HOST, int(PORT)), 5 * INTERVAL) as connection, connection.makefile() as answer:
            return answer.readline().rstrip("\n")
    except OSError as error:
        return f"no line: {error}"


for _ in range(int(os.environ["TRIES"])):
    line = heard()
    print(line, flush=True)
    if line.startswith(os.environ["EXPECTED"]):
        sys.exit(0)
    time.sleep(INTERVAL)
sys.exit(1)
