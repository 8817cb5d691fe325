"""`rendiff render` at the command line: one stream, or one file a resource."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from pipeline.commands.render import Install, Manifests, Rendered, render_chart, stream
from pipeline.commands.render import render as rendered
from pipeline.errors import PipelineError
from pipeline.formats.escaping import terminal
from pipeline.terminal.asking import Flags, request_of
from pipeline.terminal.output import print_text
from pipeline.verdict import FAILED, OK

_MARK: Final = ".rendiff"


def render(path: str | None, flags: Flags) -> int:
    """Prints what renders; what does not is named on stderr, and the others are there all the same.

    path: a chart that is rendered alone, None for the releases of the repository.
    """
    target = Path(flags["output_dir"]) if flags["output_dir"] else None
    if target:
        _check(target)
    request, _ = request_of(flags, anywhere=path is not None)
    if path is None:
        result = rendered(request, flags["head"])
    else:
        install = Install(path, flags["name"], flags["namespace"], flags["kube_version"], flags["files"])
        result = render_chart(request, install)
    if target:
        _write(result, target)
    else:
        print_text("".join(_titled(release, len(result.releases) > 1) for release in result.releases))
    return _complaints(result)


def _titled(release: Manifests, several: bool) -> str:
    text = stream(release)
    return f"# Release: {release.label}\n{text}" if several and text else text


def _complaints(result: Rendered) -> int:
    failed = [f"{release.label}: {release.failure.message}" for release in result.releases if release.failure]
    for sentence in (*map(str, result.problems), *failed):
        print(f"rendiff: {terminal(sentence)}", file=sys.stderr)
    return FAILED if failed or result.problems else OK


def _check(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise PipelineError(
            f"{folder} is not empty and not made by rendiff; name another folder, its content would be lost"
        )
    if folder.exists() and not folder.is_dir():
        raise PipelineError(f"{folder} is a file; name a folder")
    if not folder.absolute().parent.is_dir():
        raise PipelineError(f"there is no folder {folder.absolute().parent}")


def _write(result: Rendered, folder: Path) -> None:
    """The whole folder is made beside its place and put there in one step."""
    place = folder.absolute()
    temporary = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    try:
        fresh = temporary / "fresh"
        fresh.mkdir()
        (fresh / _MARK).touch()
        for release in result.releases:
            _write_release(release, fresh)
        if place.exists():
            place.rename(temporary / "old")
        fresh.rename(place)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_release(release: Manifests, top: Path) -> None:
    folder = top.joinpath(*release.label.split("/"))
    for document in release.documents:
        if document.name:
            folder.mkdir(parents=True, exist_ok=True)
            text = document.text.removeprefix("---\n").rstrip("\n")
            (folder / document.name).write_text(f"# Source: {document.source}\n{text}\n", encoding="utf-8")
