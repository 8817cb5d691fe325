"""What a worker is told so that it can judge."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pipeline.checks.brief import Brief, brief_text
from pipeline.checks.subjects.release import Plea
from pipeline.judgement.standing import CHARTS, Standings
from pipeline.model.config import Environment, Release
from pipeline.model.policy import Waiver
from pipeline.repository.charts import ChartFiles
from pipeline.repository.neighbours import neighbours
from pipeline.repository.origins import written
from pipeline.repository.tree import Tree

Body = Mapping[str, Any]
# The rule whose waivers have to give their reasons (PSP013).
_PLEADED: Final = "PSP001"


def release_brief(
    release: Release,
    environment: Environment,
    tree: Tree,
    standings: Standings,
    recorded: Sequence[Body] = (),
    lent: Sequence[Body] = (),
    indexed: bool = False,
) -> bytes:
    """For one release in its environment. recorded: objects of the cluster; lent: CustomResourceDefinitions that other
    releases render; indexed: only what others may ask of it is wanted."""
    rules = standings[environment.name].in_force
    return brief_text(
        Brief(
            source=False, folder=release.chart.path, settings=rules.settings, environment=environment.name, role=rules.role,
            nodes=environment.nodes, crds=(*environment.crds, *lent), laid=written(release, tree), recorded=tuple(recorded),
            pleas=pleas(rules.waivers), indexed=indexed,
        )
    )  # fmt: skip


def pleas(waivers: Sequence[Waiver]) -> tuple[Plea, ...]:
    """What the waivers that have to give their reasons say."""
    return tuple(Plea(one.resource, one.reason, one.agreed) for one in waivers if one.rule == _PLEADED)


def chart_brief(folder: str, standings: Standings, chart: ChartFiles | None) -> bytes:
    """For the source of a chart; its defaults are meant for the developer's own cluster."""
    settings, beside = standings[CHARTS].in_force.settings, neighbours(folder, chart) if chart else None
    return brief_text(Brief(source=True, folder=folder, settings=settings, role="minikube", neighbours=beside))
