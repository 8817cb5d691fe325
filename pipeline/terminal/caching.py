"""`rendiff cache` at the command line."""

from pipeline.commands import cache
from pipeline.surroundings import surroundings
from pipeline.terminal.output import print_text
from pipeline.verdict import OK

_MEGABYTE = 1024 * 1024


def show() -> int:
    """How much there is, and where."""
    world = surroundings()
    found = cache.statistics(world)
    print_text(f"{found.entries} renderings and verdicts, {found.bytes / _MEGABYTE:.1f} MiB in {world.cache_folder}\n")
    return OK


def prune(megabytes: float) -> int:
    """Makes it fit."""
    freed = cache.prune(surroundings(), int(megabytes * _MEGABYTE))
    print_text(f"{freed / _MEGABYTE:.1f} MiB freed\n")
    return OK


def clear() -> int:
    """Empties it."""
    print_text(f"{cache.clear(surroundings())} renderings and verdicts dropped\n")
    return OK
