"""One place where a resource, chart or overlay breaks a rule."""

from dataclasses import dataclass
from enum import IntEnum

from pipeline.model.resource import ResourceId


class Severity(IntEnum):
    """How bad a finding is; the worst of several is their max()."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule at one place.

    state: "new", "existing" or "fixed" between the two sides; certainty: "exact", "template" or "chart".
    path: RFC 6901 pointer into the resource, or into the file of values; line: 1-based, 0 where only the file is known.
    waiver: reason and last day of the waiver in force, None where there is none. api_version: of the resource.
    """

    rule: str
    severity: Severity
    message: str
    state: str = "existing"
    fingerprint: str = ""
    resource: ResourceId | None = None
    path: str = ""
    file: str = ""
    line: int = 0
    certainty: str = "chart"
    waiver: str | None = None
    api_version: str = ""

    @property
    def counts(self) -> bool:
        return self.waiver is None
