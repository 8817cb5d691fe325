"""What a person asked for, whatever the command, and the workshop in which it is made."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.engines.versions import engine_version
from pipeline.engines.workers import Crew, Standby
from pipeline.errors import PipelineError
from pipeline.model.config import Setting
from pipeline.reading import Reading
from pipeline.rendering import Progress, Workshop
from pipeline.repository.inputs import Lookup
from pipeline.repository.plan import Planned, Selection, unmatched
from pipeline.store.disk import Store
from pipeline.store.sealing_key import sealing_key
from pipeline.surroundings import Surroundings

# Containers have 64 MiB of it unless they are told otherwise, and a repository may have charts of more than that.
_ROOM = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """The flags that several commands share.

    variables: "default" for comparisons, "env" for what is about to be deployed. cache: whether to keep renderings.
    overrides: what `--set` says.
    """

    root: Path
    world: Surroundings
    selection: Selection
    crew: Crew
    variables: str = "default"
    show_secrets: bool = False
    cache: bool = True
    progress: Progress = lambda done, total, label: None
    overrides: tuple[Setting, ...] = ()


def asked(reading: Reading, request: Request) -> dict[str, Planned]:
    """The selected releases by label, under what `--set` says; PipelineError for globs that name nothing."""
    if strangers := unmatched(request.selection, reading.config):
        raise PipelineError("\n".join(strangers))
    return {
        label: replace(one, release=replace(one.release, overrides=request.overrides))
        for label, one in reading.planned.items()
        if label in reading.selected
    }


@contextmanager
def workshop(request: Request, standby: Standby | None = None) -> Iterator[Workshop]:
    """A workshop whose folder is gone afterwards, whatever happens. standby: a worker that waits already."""
    world = request.world
    folder = Path(tempfile.mkdtemp(prefix="rendiff-", dir=_memory(world.variables)))
    key = b"" if request.show_secrets else sealing_key(world.variables, world.state_folder)
    try:
        yield Workshop(
            crew=request.crew,
            engine=engine_version(request.crew.engine, request.crew.program),
            store=Store(world.cache_folder if _caches(request) else None),
            folder=folder,
            moment=world.moment,
            key=key,
            variables=world.variables,
            lookup=_lookup(request),
            progress=request.progress,
            standby=standby,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _caches(request: Request) -> bool:
    """What holds real secrets is never kept."""
    return request.cache and not request.show_secrets and request.variables == "default"


def _lookup(request: Request) -> Lookup | None:
    return request.world.variables.get if request.variables == "env" else None


def _memory(variables: Mapping[str, str]) -> str | None:
    """Charts are written for the engine in memory where there is some: creating files is what costs."""
    shared = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of its own in it
    roomy = "TMPDIR" not in variables and shared.is_dir() and shutil.disk_usage(shared).free > _ROOM
    return str(shared) if roomy else None
