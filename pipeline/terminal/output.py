"""Where a report goes: formats to standard output and to files, whole or not at all."""

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.formats.format import Format, View
from pipeline.formats.registry import named
from pipeline.model.report import Report


@dataclass(frozen=True, slots=True)
class Target:
    """One `-o`. file: None for standard output."""

    format: Format
    file: Path | None


def targets_of(words: Sequence[str]) -> tuple[Target, ...]:
    """What `-o FORMAT[=FILE]` asks for, checked before any work is done; PipelineError for what cannot be."""
    found = tuple(_target(word) for word in (words or ("text",)))
    if sum(target.file is None for target in found) > 1:
        raise PipelineError("only one format can go to standard output; give the others a file: -o json=report.json")
    return found


def deliver(report: Report, targets: Sequence[Target], view: View) -> None:
    """Writes every format; files are whole or as they were."""
    for target in targets:
        if target.file:
            write(target.file, target.format(report, replace(view, color=False, width=80)))
    for target in targets:
        if not target.file:
            print_text(target.format(report, view))


def print_text(text: str) -> None:
    """Text to standard output, in UTF-8 whatever the locale."""
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.flush()


def write(path: Path, text: str) -> None:
    """Puts a file in its place in one step, so that nobody ever reads half of it.

    What is there and is no file (a device, a pipe) is written to, for it must not be replaced by a file.
    """
    if path.exists() and not path.is_file():
        _pour(path, text)
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise PipelineError(f"{path} cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise PipelineError(f"{path} cannot be written: {error.strerror}") from error
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _pour(path: Path, text: str) -> None:
    try:
        with path.open("wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise PipelineError(f"{path} cannot be written: {error.strerror}") from error


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def _target(word: str) -> Target:
    name, equals, file = word.partition("=")
    if equals and not file:
        raise PipelineError(f"-o {word} names no file")
    path = Path(file) if file else None
    if path is not None and not path.parent.is_dir():
        raise PipelineError(f"{path} cannot be written: there is no folder {path.parent}")
    return Target(named(name), path)
