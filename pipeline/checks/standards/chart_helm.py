"""CHART: what Helm makes of a chart."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pipeline.checks.helm import metadata as helm
from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, MUST, SHOULD, WARNING, Check, Subject, chart, further, release
from pipeline.checks.standards import chart as package
from pipeline.checks.standards import chart_metadata as metadata
from pipeline.checks.standards import env_source
from pipeline.checks.subjects.actions import without_comments
from pipeline.checks.subjects.chart import METADATA, ChartSource, Message
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined

# What Helm's lint (helm.sh/helm/v4, pkg/chart/v2/lint/rules) and other rules both say, as "path: message". Where one of
# these rules speaks, the line is not repeated.
_TOLD: Final[Sequence[tuple[re.Pattern[str], tuple[Check, ...]]]] = (
    (re.compile(r"Chart\.yaml: (?:unable to parse|.*already set in map)"), (package.metadata_file.check,)),
    (re.compile(r"Chart\.yaml: failed to strictly parse .*unknown field"), (helm.keys.check,)),
    (re.compile(r"Chart\.yaml: (?:name|version) is required"), (metadata.mandatory.check,)),
    (re.compile(r"Chart\.yaml: a maintainer entry is empty"), (metadata.mandatory.check,)),
    (re.compile(r"Chart\.yaml: each maintainer requires a name"), (metadata.maintainers.check,)),
    (re.compile(r"Chart\.yaml: version "), (metadata.version.check,)),
    (re.compile(r"Chart\.yaml: (?:apiVersion |chart type is|dependencies are)"), (metadata.api_version.check,)),
    (re.compile(r"Chart\.yaml: invalid (?:source|icon) URL"), (metadata.urls.check,)),
    (re.compile(r"Chart\.yaml: icon is recommended"), (metadata.keywords.check,)),
    (re.compile(r"values\.yaml: "), (package.values_file.check, env_source.failure)),
    (re.compile(r"templates/: directory does not exist"), (package.templates_folder.check,)),
    (re.compile(r".*: chart directory is missing these dependencies"), (package.dependencies.check,)),
    (re.compile(r"templates/: "), (package.metadata_file.check, package.values_file.check, env_source.failure)),
    (re.compile(r"templates/.*: unable to parse YAML"), (env_source.failure,)),
    (re.compile(r": "), (package.metadata_file.check, package.values_file.check, env_source.failure)),
)
_POLICY: Final = "helm.sh/resource-policy"
_SELECTING: Final = ("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet")
_SELECTORS: Final = ("matchLabels", "matchExpressions")
# Of these the rules about Kubernetes know whether a selector is missing.
_KNOWN: Final = ("apps", "extensions", "")
_OLDER: Final = ("requirements.yaml", "requirements.lock")
_OLD: Final = ("crd-install", ".release.time", "tiller")
_TILLER: Final = re.compile(r"\btiller(?:version)?\b", re.IGNORECASE)
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")


@chart("CHART011", MUST, ERROR, "none")
def lint(chart: ChartSource) -> Iterator[Hit]:
    """helm lint passes."""
    for one in chart.lint:
        line = f"{one.path}: {' '.join(one.message.split())}"
        if not any(pattern.match(line) and _speak(others, chart) for pattern, others in _TOLD):
            yield _passed_on(chart, one)


@further(lint, Subject.RELEASE)
def lint_of_a_release(release: Release) -> Iterator[Hit]:
    """What lint calls an error in a rendering, as far as neither Helm refuses it nor another rule says it; Helm is not asked again."""
    if not (release.context and release.context.environment):
        return
    own = f"{release.context.chart}/templates/"
    for one in release.objects:
        if one.listed and _POLICY in one.annotations and one.source.startswith(own):
            yield one.hit(joined("/metadata/annotations", _POLICY), f"Helm passes over {_POLICY!r} in a List")
    alike = (one for one in release.objects if one.kind in _SELECTING and one.group not in _KNOWN)
    foreign = [one for one in alike if one.source.startswith(own)]
    selecting = _selecting(release) if foreign else frozenset()
    for one in foreign:
        if one.source not in selecting:
            yield one.hit("/spec/selector", f"lint wants matchLabels or matchExpressions in a {one.kind}")


@chart("CHART013", SHOULD, WARNING, "reason")
def listed_dependencies(chart: ChartSource) -> Iterator[Hit]:
    """Dependencies are listed in Chart.yaml."""
    for path in _OLDER:
        if path in chart.files:
            yield chart.hit(path, f"{path!r} is a file of Helm 2; Helm 3 lists dependencies in {METADATA}", key=path)


@release("CHART017", SHOULD, ERROR, "none")
def renders(release: Release) -> Iterator[Hit]:
    """Templates render as expected in every environment."""
    here = release.context.namespace if release.context else ""
    seen: dict[tuple[object, ...], str] = {}
    for one in release.objects:
        for key in ("apiVersion", "kind"):
            given = one.body.get(key)
            if not (isinstance(given, str) and given):
                yield one.hit(f"/{key}", f"an object of {one.source or 'this set'} has no {key}")
        # Hooks of different events may share a name: Helm deletes one before it creates the next.
        identity = (one.group, one.kind, one.namespace or here, one.name, one.hooks)
        if one.name and one.kind and identity in seen:
            message = f"{one.kind} {one.name!r} is rendered twice, first by {seen[identity] or 'an object above'}"
            yield one.hit("/metadata/name", message, key="twice")
        seen.setdefault(identity, one.source)


@chart("CHART018", MAY, WARNING, "reason")
def helm_2(chart: ChartSource) -> Iterator[Hit]:
    """No Helm 2 only constructs."""
    for path in sorted(path for path in chart.files if path == METADATA or path.startswith("templates/")):
        text = chart.text(path)
        lowered = text.lower()
        if not any(word in lowered for word in _OLD):
            continue
        for number, line in enumerate(without_comments(text).split("\n"), 1):
            said = _COMMENT.sub("", line) if "#" in line else line
            if "crd-install" in said.partition("helm.sh/hook")[2]:
                yield chart.hit(path, "Helm 3 does not know the hook 'crd-install'", number)
            if ".Release.Time" in said:
                yield chart.hit(path, "Helm 3 does not know '.Release.Time'", number)
            if _TILLER.search(said):
                yield chart.hit(path, "Helm 3 has no Tiller", number, INFO)


def _selecting(release: Release) -> frozenset[str]:
    """The templates that print a selector; lint looks for the words anywhere in their text."""
    return frozenset(one.source for one in release.objects if any(word in str(one.body) for word in _SELECTORS))


def _speak(others: Iterable[Check], chart: ChartSource) -> bool:
    return any(True for check in others for _ in check(chart))


def _passed_on(chart: ChartSource, one: Message) -> Hit:
    """A line of lint. Helm names a folder where it means the chart as a whole."""
    path = one.path if one.path in chart.files else METADATA
    place = "the chart" if one.path.startswith("/") or not one.path else one.path
    severity = None if one.severity is ERROR else INFO
    return chart.hit(path, f"helm lint of {place}: {one.message.strip()}", 0, severity, f"{place} {one.message}")
