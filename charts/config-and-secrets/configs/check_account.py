"""Proves that the account is there, as variables and in the file, without a word of it in the log; exit code 1 where it is not."""

import json
import os
import sys
from pathlib import Path

FILE = Path(os.environ["ACCOUNT_FILE"])
NAMES = ("username", "password")


def filed(name: str) -> str:
    """What the file has under a name, in quotes as JSON has them; "" where it has nothing."""
    found = (line.partition(": ")[2] for line in FILE.read_text("utf-8").splitlines() if line.startswith(f"{name}: "))
    return str(json.loads(next(found, '""')))


def verdict(name: str) -> str:
    """What is wrong with one part of the account, "" where nothing is."""
    given = os.environ.get(name.upper(), "")
    return "is missing" if not given else "" if filed(name) == given else f"is another one in {FILE}"


wrong = {name: verdict(name) for name in NAMES}
for name, why in wrong.items():
    print(f"{name}: {why or f'{len(os.environ[name.upper()])} characters, the same in {FILE}'}")
sys.exit(any(wrong.values()))
