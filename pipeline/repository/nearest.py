"""The nearest known word to one that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that the user most likely meant, None where none is near."""
    words = sorted(set(known))
    longer = [candidate for candidate in words if len(word) > 2 and candidate.lower().startswith(word.lower())]
    if len(longer) == 1:
        return longer[0]
    found = get_close_matches(word, words, n=1, cutoff=0.6)
    if found:
        return found[0]
    lowered = {candidate.lower(): candidate for candidate in words}
    near = get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[near[0]] if near else None


def suggest(word: str, known: Iterable[str]) -> str:
    """`; did you mean "…"?`, or all that is known where it is little and none is near, or nothing."""
    words = sorted(set(known))
    found = nearest(word, words)
    if found:
        return f"; did you mean {found!r}?"
    return f"; known: {', '.join(words)}" if 0 < len(words) <= 6 else ""
