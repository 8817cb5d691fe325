"""Orders that nobody has begun: those of one chart go to one worker, which knows its templates by then."""

from collections import deque
from collections.abc import Iterable, Mapping


class Waiting:
    """The names of orders in groups. groups: the group of each name; a name without one is a group of its own."""

    def __init__(self, names: Iterable[str], groups: Mapping[str, str]) -> None:
        self._groups = groups
        self._queues: dict[str, deque[str]] = {}
        self._begun: set[str] = set()
        self.extend(names)

    def __len__(self) -> int:
        return sum(map(len, self._queues.values()))

    def extend(self, names: Iterable[str]) -> None:
        """Puts orders at the end."""
        for name in names:
            self._queues.setdefault(self.group(name), deque()).append(name)

    def group(self, name: str) -> str:
        """The group of an order."""
        return self._groups.get(name, name)

    def take(self, last: str) -> str | None:
        """The next order for a worker whose last one was of the group `last`: of the same group, else of one that nobody
        has begun, else of the one with most left; None where nothing waits."""
        queue = self._queues.get(last) or self._fresh() or max(self._queues.values(), key=len, default=None)
        if not queue:
            return None
        name = queue.popleft()
        self._begun.add(self.group(name))
        return name

    def _fresh(self) -> deque[str] | None:
        return next((queue for group, queue in self._queues.items() if queue and group not in self._begun), None)
