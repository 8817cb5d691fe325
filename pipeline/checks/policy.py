"""What holds in one environment: preset, rendiff.yaml and environment.yaml put together, the later over the earlier."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from typing import Any, Final

from pipeline.checks.patterns import complaint
from pipeline.checks.presets import PRESETS, USUAL
from pipeline.checks.settings import DEFAULTS, Settings
from pipeline.model.finding import Severity
from pipeline.model.policy import Policy, Waiver
from pipeline.model.problem import Place, Problem
from pipeline.repository.nearest import suggest

OFF: Final = None
_LEVELS: Final = ("must", "should", "may")
_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "minikube": ("minikube", "local", "dev", "developer", "kind", "laptop"),
    "ci": ("ci", "test", "testing", "integration", "staging", "stage"),
    "production": ("production", "prod", "live", "telescope"),
}
_EXPRESSIONS: Final = ("tags", "logFormat")
_SHOWN: Final = 60
_FIELDS: Final = {re.sub("_(.)", lambda match: match[1].upper(), one.name): one for one in fields(Settings)}


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in one environment. layers: severities by name of rule, glob or level, the earlier first."""

    preset: str
    role: str
    settings: Settings
    layers: tuple[Mapping[str, str], ...]
    waivers: tuple[Waiver, ...] = ()

    def severity(self, rule: str, level: str, usual: Severity) -> Severity | None:
        """How bad it is to break a rule here; None where that does not count at all."""
        decided = self.decided(rule, level)
        return usual if decided is None else OFF if decided[1] == "off" else Severity[decided[1].upper()]

    def decided(self, rule: str, level: str) -> tuple[str, str] | None:
        """The setting that says it, ("PSP*", "info"); None where nothing does."""
        names = ((layer, name) for layer in reversed(self.layers) if (name := _name(layer, rule, level)))
        return next(((name, layer[name]) for layer, name in names), None)


def rules_of(environment: str, policies: Sequence[Policy]) -> Rules:
    """What holds where these policies are laid over the preset that the last of them names."""
    preset = next((one.preset for one in reversed(policies) if one.preset in PRESETS), USUAL)
    layers = (PRESETS[preset], *policies)
    settings = DEFAULTS
    for one in layers:
        settings = replace(settings, **dict(_settings(one)))
    role = next((one.role for one in reversed(policies) if one.role in _ROLES), "") or role_of(environment)
    waivers = tuple(waiver for one in policies for waiver in one.waivers)
    return Rules(preset, role, settings, tuple(one.severities for one in layers if one.severities), waivers)


def role_of(environment: str) -> str:
    """The role that the name of an environment tells, "" where it tells none."""
    words = re.split(r"[^a-z]+", environment.lower())
    return next((role for role, names in _ROLES.items() if any(word in names for word in words)), "")


def mistakes(policy: Policy, known: Sequence[str], environment: str) -> Iterator[Problem]:
    """What a policy names that there is not. known: the ids of all rules."""
    if policy.preset and policy.preset not in PRESETS:
        yield _problem(
            policy, "preset", f"there is no preset {policy.preset!r}{suggest(policy.preset, PRESETS)}", environment
        )
    if policy.role and policy.role not in _ROLES:
        yield _problem(policy, "role", f"there is no role {policy.role!r}{suggest(policy.role, _ROLES)}", environment)
    for name in policy.severities:
        if not (name in _LEVELS or any(fnmatchcase(rule, name) for rule in known)):
            yield _problem(policy, f"severity.{name}", f"there is no rule {name!r}{suggest(name, known)}", environment)
    for waiver in policy.waivers:
        if waiver.rule not in known:
            yield Problem(waiver.place, f"there is no rule {waiver.rule!r}{suggest(waiver.rule, known)}", environment)
    yield from _strange_settings(policy, environment)


def _strange_settings(policy: Policy, environment: str) -> Iterator[Problem]:
    for name, value in policy.settings.items():
        if name not in _FIELDS:
            near = suggest(name, ("preset", "role", "severity", "waive", *_FIELDS))
            yield _problem(policy, name, f"is no key that is known here{near}", environment)
        elif (typed := _typed(name, value)) is None:
            yield _problem(policy, name, f"must be {_wanted(name)}", environment)
        elif name in _EXPRESSIONS:
            for one in (typed,) if isinstance(typed, str) else typed:
                if reason := complaint(one):
                    yield _problem(policy, name, f"{one[:_SHOWN]!r} {reason}", environment)


def _problem(policy: Policy, key: str, message: str, environment: str) -> Problem:
    return Problem(policy.places.get(key, Place("rendiff.yaml")), message, environment)


def _name(layer: Mapping[str, str], rule: str, level: str) -> str:
    """The name under which one layer speaks of a rule: its id before a glob, a glob before a level; "" where it does not."""
    if rule in layer:
        return rule
    globs = [name for name in layer if "*" in name and fnmatchcase(rule, name)]
    return max(globs, key=len) if globs else level if level in layer else ""


def _settings(policy: Policy) -> Iterator[tuple[str, Any]]:
    for name, value in policy.settings.items():
        if name in _FIELDS and (typed := _typed(name, value)) is not None:
            yield _FIELDS[name].name, typed


def _typed(name: str, value: Any) -> Any:
    """A setting with the type of its field, None where it has another."""
    default = getattr(DEFAULTS, _FIELDS[name].name)
    if isinstance(default, tuple):
        return tuple(value) if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value) else None
    return value if type(value) is type(default) else None


def _wanted(name: str) -> str:
    default = getattr(DEFAULTS, _FIELDS[name].name)
    names: dict[type, str] = {bool: "true or false", int: "a whole number", tuple: "a list of texts", str: "a text"}
    return names[type(default)]
