"""A mistake in one of the user's files, and where a thing stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file of the repository.

    file: path from the top of the repository; line: 1-based, 0 where only the file is known; key: dotted path.
    """

    file: str
    line: int = 0
    key: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.key}" if self.key else where


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake, in one sentence; `environment` and `release` say whom it stops ("" for all)."""

    place: Place
    message: str
    environment: str = ""
    release: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"
