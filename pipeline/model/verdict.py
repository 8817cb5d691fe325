"""What the checks say of one subject, before anybody says how bad that is in an environment."""

from dataclasses import dataclass
from typing import Any

from pipeline.model.finding import Severity
from pipeline.model.resource import ResourceId


@dataclass(frozen=True, slots=True)
class Mark:
    """One broken rule at one place.

    level, usual, waivers: of the rule. severity: another one that the rule itself gives this hit. file: from the top of
    the repository; line: 0 where only the file is known; certainty: "exact", "template" or "chart". fingerprint: the
    same for the same fault whatever moves around it. api_version: of the resource.
    """

    rule: str
    level: str
    usual: Severity
    waivers: tuple[str, ...]
    message: str
    fingerprint: str
    severity: Severity | None = None
    resource: ResourceId | None = None
    api_version: str = ""
    path: str = ""
    file: str = ""
    line: int = 0
    certainty: str = "chart"


@dataclass(frozen=True, slots=True)
class Verdict:
    """marks: what is broken. crashes: (rule, error) of rules that failed, a bug of ours. skipped: rules that could not
    be judged here. unchecked: (apiVersion, kind) of each object for which no schema is known; defined: those that
    CustomResourceDefinitions of the rendering declare. index: of the rendering, as the checks of references keep it (plain
    JSON values); None where there is none."""

    marks: tuple[Mark, ...] = ()
    crashes: tuple[tuple[str, str], ...] = ()
    skipped: tuple[str, ...] = ()
    unchecked: tuple[tuple[str, str], ...] = ()
    defined: tuple[tuple[str, str], ...] = ()
    index: Any = None
