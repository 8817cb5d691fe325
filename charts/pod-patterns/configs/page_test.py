"""Reads the page, more than once if need be, until it has the line of each container in order; exit code 1 where it never has."""

import os
import re
import sys
import time
from urllib.request import urlopen

SPEAKERS = ["Init", "Main app", "postStart", "Ambassador", "Main app", "Adapter"]


def page() -> str:
    """The page, or the reason why there is none."""
    try:
        with urlopen(os.environ["URL"], timeout=5) as answer:  # noqa: S310 (the chart writes the address)
            return str(answer.read().decode())
    except OSError as error:
        return f"no page: {error}"


for _ in range(int(os.environ["TRIES"])):
    found = page()
    print(found, flush=True)
    if re.findall("<p>([^:<]+) says: ", found) == SPEAKERS:
        sys.exit(0)
    time.sleep(float(os.environ["INTERVAL"]))
sys.exit(1)
