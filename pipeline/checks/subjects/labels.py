"""The labels that the standards ask for (helm.sh/docs/chart_best_practices/labels), and which objects can carry them."""

from collections.abc import Mapping
from typing import Any, Final

from pipeline.checks.subjects.manifest import ChartName, Manifest

NAME: Final = "app.kubernetes.io/name"
INSTANCE: Final = "app.kubernetes.io/instance"
CHART: Final = "helm.sh/chart"
MANAGED_BY: Final = "app.kubernetes.io/managed-by"
CORE: Final = (NAME, CHART, INSTANCE, MANAGED_BY)
VERSION: Final = "app.kubernetes.io/version"
COMPONENT: Final = "app.kubernetes.io/component"
PART_OF: Final = "app.kubernetes.io/part-of"
EXTRA: Final = (VERSION, COMPONENT, PART_OF)
_LONGEST: Final = 63


def label(labels: Mapping[str, Any], key: str) -> str:
    """The value of a label, "" where it is missing, empty or no text."""
    value = labels.get(key)
    return value if isinstance(value, str) else ""


def package(chart: ChartName) -> str:
    """The value of helm.sh/chart, as the macro of `helm create` makes it."""
    return f"{chart.name}-{chart.version}".replace("+", "_")[:_LONGEST].rstrip("-")


def is_missing(labels: Mapping[str, Any], key: str) -> bool:
    """Whether a label is missing or empty."""
    return labels.get(key) in (None, "")


def is_templated(one: Manifest) -> bool:
    """Whether an object can know its release: what a chart has in crds/ is never a template."""
    return one.chart is None or "/crds/" not in one.source or "/templates/" in one.source
