"""The policy in force in each environment: the stricter one of two sides, so that a change is not judged by what it loosens."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.checks import loosening
from pipeline.checks.policy import Rules, mistakes, rules_of
from pipeline.checks.registry import rules
from pipeline.model.config import Config
from pipeline.model.finding import Severity
from pipeline.model.policy import Policy, Waiver
from pipeline.model.problem import Problem

# Under this name stands what holds for charts, whatever the environment.
CHARTS = ""
# So many names are said, the rest is counted.
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """base, head: what each side says, None where it does not know the environment. in_force: what is judged by."""

    base: Rules | None
    head: Rules | None
    in_force: Rules

    def severity(self, rule: str, level: str, usual: Severity) -> Severity | None:
        """How bad it is to break a rule; None where that does not count."""
        if self.base and self.head:
            return loosening.severity(self.base, self.head, rule, level, usual)
        return self.in_force.severity(rule, level, usual)


Standings = Mapping[str, Standing]


def standings(base: tuple[Policy, Config] | None, head: tuple[Policy, Config]) -> dict[str, Standing]:
    """By name of environment, and for charts. base: rendiff.yaml's policy and the environments; None without a base."""
    before, after = _rules(*base) if base else {}, _rules(*head)
    return {name: _standing(before.get(name), after.get(name)) for name in sorted(before.keys() | after.keys())}


def loosenings(found: Standings) -> Iterator[str]:
    """What the head loosens, a sentence for each setting; it counts once it is merged."""
    places: dict[str, dict[str, None]] = defaultdict(dict)
    weakened: dict[str, dict[str, str]] = defaultdict(dict)
    for name, one in found.items():
        if one.base and one.head and one.base != one.head:
            for what in loosening.loosened(one.base, one.head, rules()):
                places[what.setting][name or "charts"] = None
                if what.rule:
                    weakened[what.setting].setdefault(what.rule, what.how)
    for setting, where in places.items():
        yield f"{_few(tuple(where))}: {setting}{_rules_said(weakened[setting])}; not yet in this verdict"


def _few(names: Sequence[str]) -> str:
    """The names, or where there are many the first ones and how many more."""
    shown = names if len(names) <= _NAMED + 1 else names[:_NAMED]
    return ", ".join(shown) + (f" and {len(names) - len(shown)} more" if len(shown) < len(names) else "")


def _rules_said(weakened: Mapping[str, str]) -> str:
    """How many rules a setting weakens, and the first of them."""
    for rule, how in weakened.items():
        return f": {rule} {how}" if len(weakened) == 1 else f": {len(weakened)} rules, such as {rule} {how}"
    return ""


def policy_mistakes(policy: Policy, config: Config) -> Iterator[Problem]:
    """What the policies of one side name that there is not."""
    given = [("", policy), *((one.name, one.policy) for one in config.environments)]
    if any(one.places for _, one in given):
        known = [rule.id for rule in rules()]
        for name, one in given:
            yield from mistakes(one, known, name)


def waiver_mistakes(waivers: Sequence[Waiver]) -> Iterator[Problem]:
    """The same for the waivers of a chart."""
    if waivers:
        yield from mistakes(Policy(waivers=tuple(waivers)), [rule.id for rule in rules()], "")


def _rules(policy: Policy, config: Config) -> dict[str, Rules]:
    return {
        CHARTS: rules_of(CHARTS, (policy,)),
        **{one.name: rules_of(one.name, (policy, one.policy)) for one in config.environments},
    }


def _standing(base: Rules | None, head: Rules | None) -> Standing:
    if base and head:
        return Standing(base, head, loosening.stricter(base, head))
    return Standing(base, head, head or base or rules_of(CHARTS, ()))
