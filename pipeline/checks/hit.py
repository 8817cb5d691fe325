"""What a rule says: where it is broken, and what is wrong there. Everything else is stamped on by the runner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.model.finding import Severity

# So many are named in a message.
_NAMED: Final = 5


def some(names: Sequence[str]) -> str:
    """The first of many, as a message says them."""
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown


def an(noun: str) -> str:
    """A noun with its article; what begins with two capitals is spelt: an HTTPRoute, a UDPRoute."""
    vowels = "AEFHILMNORSX" if noun[1:2].isupper() else "AEIOaeio"
    return f"an {noun}" if noun.startswith(tuple(vowels)) else f"a {noun}"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule is broken.

    message: one sentence, values quoted with !r. resource: index of the object in the rendering, -1 where it is none.
    path: RFC 6901 pointer into that object, or into the YAML file. file: path within the chart ("templates/web.yaml"),
    or of a values file as the subject names it; "" where the object says it. line: 1-based, 0 where it is not known.
    severity: another one than the rule's, where the rule says so. key: what tells hits of this rule at the same place
    apart, where the message is too unsteady for that (no versions, no line numbers in it).
    """

    message: str
    resource: int = -1
    path: str = ""
    file: str = ""
    line: int = 0
    severity: Severity | None = None
    key: str = ""
