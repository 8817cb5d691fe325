"""Child processes that answer and end; a failed one carries command, code and what it said."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.errors import CommandError, PipelineError


def run(
    argv: Sequence[str],
    folder: Path,
    stdin: bytes = b"",
    variables: Mapping[str, str] | None = None,
    timeout: float = 120,
) -> bytes:
    """Standard output of a command, judged by its exit code alone.

    folder: where it runs; timeout: seconds; variables: its whole environment, None for ours.
    Raises CommandError for another code than 0, PipelineError if it does not exist or does not end.
    """
    try:
        done = subprocess.run(
            argv, cwd=folder, input=stdin, capture_output=True, env=variables, timeout=timeout, check=False
        )
    except FileNotFoundError as error:
        missing = argv[0] if folder.is_dir() else folder
        raise PipelineError(f"{missing} is not there; install it or name another") from error
    except subprocess.TimeoutExpired as error:
        raise PipelineError(f"`{' '.join(argv)}` did not answer within {timeout:.0f} s") from error
    if done.returncode:
        raise CommandError(argv, done.returncode, done.stderr.decode(errors="replace"))
    return done.stdout
