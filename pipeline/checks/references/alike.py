"""Names that differ by a slip only. Of thousands of them most are told apart by their letters, before anything looks closer."""

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cached_property
from heapq import nlargest
from typing import Final

# Names of one release begin alike, so only what is very near is meant.
_NEAR: Final = 0.85
# The longest that a name may be (kubernetes.io/docs/concepts/overview/working-with-objects/names).
_LONGEST: Final = 253
# So many are looked at closer: a slip leaves more letters in common than most other differences.
_FEW: Final = 16


class Alike:
    """Names among which others are looked for; what was asked once is known."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names
        self._bits: dict[tuple[str, int], int] = {}
        self._found: dict[str, str] = {}

    def near(self, name: str) -> str:
        """The one of them that is nearest to a name, "" where none differs by a slip only."""
        if name not in self._found:
            close = get_close_matches(name, self._likely(name), 1, _NEAR) if len(name) <= _LONGEST else []
            self._found[name] = close[0] if close else ""
        return self._found[name]

    def _likely(self, name: str) -> list[str]:
        """Those that share letters enough, in whatever order: the few that share the most."""
        mask = self._mask(name)
        shares = ((2 * (mask & own).bit_count() / (len(name) + len(other)), other) for other, own in self._masks)
        return [other for _, other in nlargest(_FEW, (one for one in shares if one[0] >= _NEAR))]

    @cached_property
    def _masks(self) -> Sequence[tuple[str, int]]:
        return [(name, self._mask(name)) for name in self._names if 0 < len(name) <= _LONGEST]

    def _mask(self, name: str) -> int:
        """A bit for each letter of a name, another one where it comes again."""
        seen: Counter[str] = Counter()
        mask = 0
        for letter in name:
            seen[letter] += 1
            mask |= 1 << self._bits.setdefault((letter, seen[letter]), len(self._bits))
        return mask
