"""Asks a server outside for its time, each interval; when it does not answer, the page says so until it does."""

import os
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from parts import INTERVAL, PARTS, end_when_told, put

URL = urlsplit(os.environ["URL"])
_CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}


def date() -> str:
    """The time as the server tells it in each of its answers, whatever it answers."""
    connection = _CONNECTIONS[URL.scheme](URL.netloc, timeout=10)
    try:
        connection.request("HEAD", URL.path or "/")
        return connection.getresponse().headers.get("Date", "no time")
    finally:
        connection.close()


def line() -> str:
    """What the page says."""
    try:
        return f"Ambassador says: it is {date()} at {URL.netloc}"
    except (OSError, HTTPException) as error:
        return f"Ambassador says: {URL.netloc} does not answer ({error})"


end_when_told()
while True:
    said = line()
    print(said, flush=True)
    put(PARTS / "4-ambassador", said)
    time.sleep(INTERVAL)
