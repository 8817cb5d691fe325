"""rendiff.yaml: defaults of flags for everybody who works on the repository."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.model.policy import NO_POLICY, Policy
from pipeline.model.problem import Problem
from pipeline.repository.policy import policy
from pipeline.repository.sheet import kind, mapping, open_sheet
from pipeline.repository.tree import Tree

FILE: Final = "rendiff.yaml"
# What a reviewed change may set for those who review it: never a program to run, a place to write, or what is shown.
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "base": (str,), "engine": (str,), "fail-on": (str,), "jobs": (int,), "timeout": (int, float),
}  # fmt: skip
_STANDARDS: Final = "standards"


@dataclass(frozen=True, slots=True)
class Defaults:
    """Values by the name of the flag, what `standards:` says, and the mistakes in the file."""

    flags: Mapping[str, Any]
    policy: Policy = NO_POLICY
    problems: tuple[Problem, ...] = ()


def read_defaults(tree: Tree) -> Defaults:
    """The defaults of one side; none where there is no such file."""
    if FILE not in tree.entries:
        return Defaults({})
    sheet = open_sheet(FILE, tree.read([FILE])[FILE])
    given = mapping(sheet, (), (*_TYPES, _STANDARDS))
    found = {}
    for name, types in _TYPES.items():
        value = given.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, types):
            wanted = "a text" if str in types else "a number"
            sheet.wrong((name,), f"must be {wanted}, not {kind(value)}")
        else:
            found[name] = value
    standards = policy(sheet, (_STANDARDS,))
    return Defaults(found, standards, tuple(sheet.problems))
