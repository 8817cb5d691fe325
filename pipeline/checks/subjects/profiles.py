"""A chart in all its environments, as rules see it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.checks.hit import Hit
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import ChartName, Manifest, manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.steady import settled
from pipeline.model.finding import Severity
from pipeline.model.resource import Resource


@dataclass(frozen=True, slots=True)
class Profile:
    """One release of the chart in one environment.

    role: "minikube", "ci" or "production", "" where nothing says it. file, line: where the release is declared.
    layers: paths of the files of values that are the release's own. rendering: None where it does not render.
    """

    environment: str
    role: str
    release: str
    kube_version: str
    file: str
    line: int
    layers: tuple[str, ...] = ()
    rendering: Release | None = None

    def hit(self, message: str, severity: Severity | None = None, key: str = "") -> Hit:
        """A hit at the place where the release is declared."""
        return Hit(message, file=self.file, line=self.line, severity=severity, key=key or self.environment)


@dataclass(frozen=True, slots=True)
class Profiles:
    """The chart, and each release of it in the order of promotion. defaults: rendered like the first minikube release
    (same name, namespace and version of Kubernetes), or the first of all, but with the chart's own values alone."""

    chart: ChartSource
    profiles: tuple[Profile, ...]
    defaults: Release | None = None


def comparable(resources: Iterable[Resource], chart: ChartName) -> tuple[Manifest, ...]:
    """The objects of a rendering as they can be held against another one: of what differs each time only that it does."""
    return tuple(
        manifest(index, settled(one.body, one, ""), one.source, 0, chart) for index, one in enumerate(resources)
    )
