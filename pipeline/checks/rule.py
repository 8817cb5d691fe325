"""What a rule is: facts that decide, and a function that yields hits. Its words stand in the YAML file beside its module.

A module of rules is functions under one of the decorators below; the title of a rule is its docstring:

    @pods("IMG002", MUST, ERROR, "env")
    def no_latest_tag(pod: Pod, release: Release) -> Iterator[Hit]:
        \"\"\"No latest tag.\"\"\"
        for container in pod.every:
            if image_of(container.image).tag == "latest":
                yield container.hit("/image", f"{container.image!r} names no version")

A rule knows neither its id nor its severity; it says another severity only for hits that are weaker or stronger than
its usual ones. What cannot be decided mechanically is a hit at INFO whose message begins with "to review: ".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from pipeline.model.finding import Severity


class Stage(StrEnum):
    """When a rule can be judged."""

    CHART = "chart-source"
    VALUES = "values"
    RENDERED = "rendered"
    LIVE = "live"


class Level(StrEnum):
    """How strong the standards' own words are."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Subject(StrEnum):
    """What the function of a rule is called with.

    CHART: (ChartSource); FILE: (ValuesFile, ChartSource), for each values file of a chart and of a release;
    PROFILES: (Profiles), a chart in all its environments; OBJECT: (Manifest, Release); POD: (Pod, Release), for each
    object that has a pod template; RELEASE: (Release); LIVE: (Live); REFERENCES: (View), all releases of an environment;
    WAIVER: (Case), a waiver and what came of it.
    """

    CHART = "chart"
    FILE = "file"
    PROFILES = "profiles"
    OBJECT = "object"
    POD = "pod"
    RELEASE = "release"
    LIVE = "live"
    REFERENCES = "references"
    WAIVER = "waiver"


MUST, SHOULD, MAY = Level.MUST, Level.SHOULD, Level.MAY
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
# Who may waive a rule: nobody; a reason is enough; only in an environment; only by a setting; with an agreement of
# operations; only for charts that are declared to belong to the system.
WAIVERS: Final = ("none", "reason", "env", "config", "ops", "system")
# Yields hits, and breaches where it looks at references.
Check = Callable[..., Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Rule:
    """waivers: one or more of WAIVERS; kinds: the only kinds of objects it looks at, () for all. bound: it needs what only
    a release in an environment knows. is_further: it is one more check of the rule of this id, of another subject."""

    id: str
    title: str
    level: Level
    severity: Severity
    waivers: tuple[str, ...]
    stage: Stage
    subject: Subject
    check: Check
    kinds: tuple[str, ...] = ()
    bound: bool = False
    is_further: bool = False

    @property
    def family(self) -> str:
        return self.id.partition("-")[0].rstrip("0123456789")


Decorator = Callable[[Check], Rule]


def _rule(
    stage: Stage, subject: Subject, head: tuple[str, Level, Severity, str], kinds: tuple[str, ...] = ()
) -> Decorator:
    identity, level, severity, waivers = head
    given = tuple(waivers.split("; "))
    if not set(given) <= set(WAIVERS):
        raise ValueError(f"{identity} has waivers {waivers!r}; known: {', '.join(WAIVERS)}")

    def decorated(check: Check) -> Rule:
        title = (check.__doc__ or "").strip().removesuffix(".")
        return Rule(identity, title, level, severity, given, stage, subject, check, kinds)

    return decorated


def chart(identity: str, level: Level, severity: Severity, waivers: str, stage: Stage = Stage.CHART) -> Decorator:
    """A rule about the source of a chart, with what it renders by its own defaults at hand."""
    return _rule(stage, Subject.CHART, (identity, level, severity, waivers))


def values(identity: str, level: Level, severity: Severity, waivers: str) -> Decorator:
    """A rule about one file of values: the chart's own, or an overlay."""
    return _rule(Stage.VALUES, Subject.FILE, (identity, level, severity, waivers))


def profiles(identity: str, level: Level, severity: Severity, waivers: str) -> Decorator:
    """A rule about a chart in all its environments."""
    return _rule(Stage.VALUES, Subject.PROFILES, (identity, level, severity, waivers))


def objects(identity: str, level: Level, severity: Severity, waivers: str, *kinds: str) -> Decorator:
    """A rule about each rendered object, of these kinds where any are named."""
    return _rule(Stage.RENDERED, Subject.OBJECT, (identity, level, severity, waivers), kinds)


def pods(identity: str, level: Level, severity: Severity, waivers: str, *kinds: str) -> Decorator:
    """A rule about each rendered object that has a pod template, of these kinds where any are named."""
    return _rule(Stage.RENDERED, Subject.POD, (identity, level, severity, waivers), kinds)


def release(identity: str, level: Level, severity: Severity, waivers: str) -> Decorator:
    """A rule about all objects of one release together."""
    return _rule(Stage.RENDERED, Subject.RELEASE, (identity, level, severity, waivers))


def live(identity: str, level: Level, severity: Severity, waivers: str) -> Decorator:
    """A rule about what runs, judged on recorded objects."""
    return _rule(Stage.LIVE, Subject.LIVE, (identity, level, severity, waivers))


def references(identity: str, level: Level, severity: Severity, waivers: str) -> Decorator:
    """A rule about all releases of an environment together; it yields breaches, which name the release."""
    return _rule(Stage.RENDERED, Subject.REFERENCES, (identity, level, severity, waivers))


def waiver(identity: str, severity: Severity) -> Decorator:
    """A rule about waivers, which nobody can waive."""
    return _rule(Stage.VALUES, Subject.WAIVER, (identity, MUST, severity, "none"))


def bound(rule: Rule) -> Rule:
    """A rule that needs what only a release in an environment knows; elsewhere it is skipped, and said to be."""
    return replace(rule, bound=True)


def further(rule: Rule, subject: Subject) -> Decorator:
    """One more check of a rule, of another subject than its own."""
    return lambda check: replace(rule, subject=subject, check=check, kinds=(), is_further=True)


def is_rule(value: Any) -> bool:
    """Whether an attribute of a module is a rule."""
    return isinstance(value, Rule)
