"""One side, read: what its files say, and what each of its releases is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.model.config import Config, Environment
from pipeline.model.policy import Policy
from pipeline.repository.defaults import read_defaults
from pipeline.repository.environments import read_environments
from pipeline.repository.plan import Planned, Selection, plan
from pipeline.repository.sides import Side
from pipeline.sources.revision import trees


@dataclass(frozen=True, slots=True)
class Reading:
    """One side. planned: every release by its label, in the order of the environments; selected: those that are asked
    for; policy: of rendiff.yaml."""

    side: Side
    config: Config
    policy: Policy
    planned: Mapping[str, Planned]
    selected: frozenset[str]

    def environment(self, name: str) -> Environment | None:
        """An environment by its name."""
        return next((one for one in self.config.environments if one.name == name), None)


def read(root: Path, side: Side, selection: Selection) -> Reading:
    """A side with everything its files say, not yet rendered."""
    config = read_environments(side.tree)
    defaults = read_defaults(side.tree)
    planned = plan(side.tree, config, trees(root))
    selected = frozenset(label for label in planned if selection.takes(*label.split("/", 1)))
    return Reading(
        side, replace(config, problems=(*config.problems, *defaults.problems)), defaults.policy, planned, selected
    )
