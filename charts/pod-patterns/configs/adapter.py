"""Makes a page of the parts, each interval, in the order of their names."""

import os
import time
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from parts import INTERVAL, PARTS, end_when_told, put

PAGE = Path(os.environ["PAGE"])
_HEAD = '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>What the containers of a Pod say</title>\n'


def page() -> str:
    """The parts that are there, and a closing line."""
    lines = [path.read_text("utf-8").strip() for path in sorted(PARTS.glob("[0-9]-*"))]
    lines.append(f"Adapter says: this is the page of {datetime.now(UTC):%Y-%m-%d %H:%M:%S}")
    return _HEAD + "".join(f"<p>{escape(line)}</p>\n" for line in lines)


end_when_told()
while True:
    put(PAGE, page())
    time.sleep(INTERVAL)
