"""`rendiff cache`: what the cache of renderings holds, and how to make it smaller."""

from pipeline.store.disk import Statistics, Store
from pipeline.surroundings import Surroundings


def store(world: Surroundings) -> Store:
    """The cache of this user."""
    return Store(world.cache_folder)


def statistics(world: Surroundings) -> Statistics:
    """How many renderings are kept, and how many bytes they take."""
    return store(world).statistics()


def prune(world: Surroundings, limit: int) -> int:
    """Drops what was not used for longest until the cache fits the limit; bytes freed."""
    return store(world).prune(limit)


def clear(world: Surroundings) -> int:
    """Empties the cache; number of entries dropped."""
    return store(world).clear()
