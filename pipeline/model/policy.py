"""What `standards:` of rendiff.yaml and of an environment say, as written: severities, settings, waivers, and where each stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.model.problem import Place


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody answers for.

    rule: id; resource: `Kind/name` globs, or globs of a path where the finding is in a file; until: last day, "2027-06-30";
    agreed: with whom, where the rule asks for an agreement.
    """

    rule: str
    resource: str
    reason: str
    until: str
    agreed: str
    place: Place


@dataclass(frozen=True, slots=True)
class Policy:
    """preset: "" where none is named. severities: rule id, glob of ids or level -> "error", "warning", "info" or "off".
    settings: further keys as written. role: of the environment, "" where none is written. places: of each key, by its
    path below `standards:` ("severity.IMG003")."""

    preset: str = ""
    role: str = ""
    severities: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)


NO_POLICY: Final = Policy()
