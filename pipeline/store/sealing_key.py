"""The key that seals secrets: made once for a user, so that the same secret has the same token in each of their runs."""

import hashlib
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from pipeline.errors import PipelineError

_LENGTH: Final = 32
_VARIABLE: Final = "RENDIFF_SEALING_KEY"


def sealing_key(variables: Mapping[str, str], folder: Path) -> bytes:
    """32 bytes: of RENDIFF_SEALING_KEY where jobs share a cache, else of a file below `folder` made at first use.

    Where no file can be kept the key lives as long as the run, and renderings with secrets are made anew each time.
    """
    if given := variables.get(_VARIABLE):
        return hashlib.sha256(given.encode()).digest()
    path = folder / "rendiff" / "sealing-key"
    kept = _kept(path)
    if kept:
        return kept
    fresh = secrets.token_bytes(_LENGTH)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_name(f".sealing-key.{os.getpid()}")
        temporary.touch(mode=0o600)
        temporary.write_bytes(fresh)
        # A link fails where another run was first, and then its key counts.
        with suppress(FileExistsError):
            os.link(temporary, path)
        temporary.unlink()
    return _kept(path) or fresh


def _kept(path: Path) -> bytes | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PipelineError(f"{path} cannot be read: {error.strerror}") from error
    return data if len(data) == _LENGTH else None
