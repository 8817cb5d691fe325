"""Renderings on disk by their content address.

An entry is written beside its place and moved there in one step, so that a reader sees all of it or nothing; it begins
with the hash of its content, so that a truncated or foreign file is found out, dropped and made again.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FOLDER: Final = "renderings"
_DIGEST: Final = hashlib.sha256().digest_size
# How much is written before the store looks whether it has grown over its limit.
_LIMIT: Final = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many entries there are, and their size in bytes."""

    entries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Store:
    """The entries below one folder; nothing is kept where there is none. Trouble with the disk is no trouble of the run."""

    root: Path | None

    def get(self, address: str) -> bytes | None:
        """What was put at an address, None where nothing is; a damaged entry is removed."""
        if self.root is None:
            return None
        path = self._path(address)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        content = data[_DIGEST:]
        if hashlib.sha256(content).digest() != data[:_DIGEST]:
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)
        return content

    def put(self, address: str, content: bytes) -> None:
        """Keeps a content; a second writer of the same address does no harm."""
        if self.root is None:
            return
        path = self._path(address)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(content).digest() + content)
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise

    def statistics(self) -> Statistics:
        """What there is now."""
        sizes = [size for _, size, _ in self._entries()]
        return Statistics(len(sizes), sum(sizes))

    def prune(self, limit: int = _LIMIT) -> int:
        """Drops what was not used for longest until the rest fits into `limit` bytes; bytes freed."""
        entries = sorted(self._entries(), key=lambda entry: entry[0])
        total = sum(size for _, size, _ in entries)
        freed = 0
        for _, size, path in entries:
            if total - freed <= limit:
                break
            with suppress(OSError):
                path.unlink()
                freed += size
        return freed

    def clear(self) -> int:
        """Drops everything; number of entries dropped."""
        count = 0
        for _, _, path in self._entries():
            with suppress(OSError):
                path.unlink()
                count += 1
        return count

    def _path(self, address: str) -> Path:
        return Path(self.root or "", _FOLDER, address[:2], address[2:])

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """(time of last use, bytes, path) of each entry and of what killed writers left behind."""
        if self.root is None:
            return
        for path in sorted((self.root / _FOLDER).glob("??/*")):
            with suppress(OSError):
                status = path.stat()
                yield status.st_mtime, status.st_size, path
