"""The process environment, the clock and the folders of this user: read once, travelling as values."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run knows of the world around it.

    variables: the process environment. as_of: the one moment at which dates are judged.
    """

    variables: Mapping[str, str]
    folder: Path
    as_of: datetime
    terminal: bool
    processors: int

    @property
    def in_ci(self) -> bool:
        return self.variables.get("CI", "").lower() not in ("", "0", "false")

    @property
    def cache_folder(self) -> Path:
        """The user's cache, by the XDG base directory specification."""
        return _xdg(self.variables, "XDG_CACHE_HOME", ".cache") / "rendiff"

    @property
    def state_folder(self) -> Path:
        """The user's state, by the XDG base directory specification."""
        return _xdg(self.variables, "XDG_STATE_HOME", ".local/state")

    @property
    def moment(self) -> str:
        """`as_of` as RFC 3339 in UTC, to the second."""
        return self.as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _xdg(variables: Mapping[str, str], name: str, fallback: str) -> Path:
    """The specification says that relative paths in these variables are to be ignored."""
    given = variables.get(name, "")
    return Path(given) if given.startswith("/") else Path(variables.get("HOME") or "/nonexistent") / fallback


def surroundings() -> Surroundings:
    """Reads the world once."""
    return Surroundings(
        variables=dict(os.environ),
        folder=Path.cwd(),
        as_of=datetime.now(UTC),
        terminal=sys.stderr.isatty(),
        processors=len(os.sched_getaffinity(0)),
    )
