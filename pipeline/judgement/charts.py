"""The charts of one side: how each is rendered by its own defaults, and what is said of it in all its environments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.checks.judging import judge_profiles
from pipeline.checks.marking import marked
from pipeline.checks.places.locating import Sources
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import ChartName
from pipeline.checks.subjects.profiles import Profile, Profiles, comparable
from pipeline.checks.subjects.release import Context, Release, release_of
from pipeline.judgement.standing import Standings
from pipeline.model.config import Chart, Config, Text
from pipeline.model.config import Release as Declared
from pipeline.model.policy import Waiver
from pipeline.model.problem import Place, Problem
from pipeline.model.rendering import Rendering
from pipeline.model.verdict import Verdict
from pipeline.repository.charts import ChartFiles, LinkError, chart_files, chart_folders
from pipeline.repository.plan import Planned
from pipeline.repository.policy import chart_waivers
from pipeline.repository.tree import Entry, Tree

# What a chart is rendered for where no environment has it.
_KUBE_VERSION = "1.34.2"
# Environments that are held against the chart's own defaults, and against each other.
COMPARED = ("minikube", "ci")


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """One chart of charts/. planned: how it is rendered by its own defaults; waivers: beside it; problems: in them."""

    name: str
    planned: Planned
    waivers: tuple[Waiver, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def folder(self) -> str:
        return f"charts/{self.name}"

    @property
    def content(self) -> tuple[str, tuple[Waiver, ...]]:
        """Equal on both sides only if nothing of the chart or its waivers differs."""
        return self.planned.fingerprint, tuple(replace(one, place=Place("")) for one in self.waivers)


def chart_plans(tree: Tree, config: Config, standings: Standings) -> dict[str, ChartPlan]:
    """The charts of a tree by name. Each is rendered like its first release for minikube, else like its first one."""
    return {
        name: _plan(tree, name, entries, config, standings)
        for name, entries in sorted(chart_folders(tree).items())
        if "Chart.yaml" in entries
    }


def users(config: Config, chart: str) -> Iterator[Declared]:
    """The releases that take this chart from the checkout."""
    for environment in config.environments:
        yield from (one for one in environment.releases if one.chart.name == chart and one.chart.ref is None)


def _plan(tree: Tree, name: str, entries: Mapping[str, Entry], config: Config, standings: Standings) -> ChartPlan:
    declared = list(users(config, name))
    first = next((one for one in declared if standings[one.environment].in_force.role == COMPARED[0]), None)
    model = first or next(iter(declared), None) or _nameless(name)
    bare = replace(model, layers=(), settings=(), secrets=(), patches=None)
    waivers, sheet = chart_waivers(tree, f"charts/{name}")
    try:
        chart = chart_files(tree, name, entries)
    except LinkError as error:
        return ChartPlan(name, Planned(bare, None, "", (Problem(model.chart.place, str(error)),)), waivers)
    return ChartPlan(name, Planned(bare, chart, chart.hash), waivers, tuple(sheet.problems) if sheet else ())


def _nameless(name: str) -> Declared:
    place = Place(f"charts/{name}/Chart.yaml", 1)
    return Declared("", name[:53], Chart(name, place), Text("default", place), _KUBE_VERSION, (), (), place)


@dataclass(frozen=True, slots=True)
class Rendered:
    """One declared release and what it renders, None where it does not."""

    declared: Declared
    role: str
    rendering: Rendering | None


def profiles_verdict(
    plan: ChartPlan, renderings: Sequence[Rendered], defaults: Rendering | None, settings: Settings
) -> Verdict:
    """What the rules say of a chart in all its environments."""
    if plan.planned.chart is None:
        return Verdict()
    source = ChartSource(plan.folder, _contents(plan.planned.chart), settings)
    bare = plan.planned.release
    profiles = tuple(_profile(one, source) for one in renderings)
    found = Profiles(source, profiles, _view(defaults, bare, source, "minikube", True) if defaults else None)
    return marked(judge_profiles(found), Sources(plan.folder, source.files), source.name)


def _profile(one: Rendered, source: ChartSource) -> Profile:
    declared = one.declared
    return Profile(
        declared.environment, one.role, declared.name, declared.kube_version, declared.place.file, declared.place.line,
        tuple(layer.path for layer in declared.layers),
        _view(one.rendering, declared, source, one.role, False) if one.rendering else None,
    )  # fmt: skip


def _view(rendering: Rendering, declared: Declared, source: ChartSource, role: str, defaults: bool) -> Release:
    name = ChartName(source.name, str(source.metadata.get("version", "")))
    context = Context(
        declared.name, declared.namespace.raw, name.name, name.version, declared.environment, role,
        api_versions=declared.api_versions, defaults=defaults,
    )  # fmt: skip
    return release_of(comparable(rendering.resources, name), declared.kube_version, source.settings, context)


def _contents(chart: ChartFiles) -> Mapping[str, bytes]:
    contents = chart.tree.read(set(chart.files.values()))
    return {path: contents[origin] for path, origin in chart.files.items()}
