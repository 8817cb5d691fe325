"""CFG: what templates write out that values should say, and what shares a file."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, SHOULD, WARNING, chart
from pipeline.checks.subjects.assigned import assigned, is_switched
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.holding import held
from pipeline.checks.subjects.pod import WORKLOADS
from pipeline.checks.subjects.written import plain, written

_SETTING: Final = re.compile(
    r"[+-]?\d+(?:\.\d+)?"
    r"|[a-z0-9][a-z0-9.-]*:\d{2,5}"
    r"|[a-z][a-z0-9+.-]*://\S+"
    r"|trace|debug|info|notice|warn|warning|error|critical|fatal"
    r"|true|false|on|off|yes|no|enabled|disabled",
    re.IGNORECASE,
)
_RESOURCES: Final = (
    "PersistentVolume", "PersistentVolumeClaim", "ServiceAccount", "Role", "RoleBinding", "ClusterRole",
    "ClusterRoleBinding", "NetworkPolicy",
)  # fmt: skip
_CLASSES: Final = {
    **dict.fromkeys((*WORKLOADS, "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget"), "application"),
    **dict.fromkeys(("ConfigMap", "Secret"), "configuration"),
    **dict.fromkeys(_RESOURCES, "resources"),
}


@chart("CFG002", SHOULD, WARNING, "reason")
def settings_from_values(chart: ChartSource) -> Iterator[Hit]:
    """Volatile run-time settings come from values."""
    for template in chart.templates:
        for document in template.documents:
            for name, value in assigned(document):
                if (
                    value.is_literal
                    and name not in chart.settings.constants
                    and _SETTING.fullmatch(value.text.strip())
                    and not is_switched(document, value)
                ):
                    message = f"{name!r} has its value in the template, where no environment can change it"
                    yield chart.hit(template.path, message, value.line, key=f"{plain(document.kind)}/{name}")


@chart("CFG006", SHOULD, INFO, "reason")
def configurable_ports(chart: ChartSource) -> Iterator[Hit]:
    """Listening ports are configurable."""
    for template in chart.templates:
        for document in template.documents:
            if plain(document.kind) == "Service":
                for one in written(document):
                    if one.path[:2] == ("spec", "ports") and one.path[3:] == ("port",) and one.is_literal:
                        yield chart.hit(
                            template.path, f"port {one.text} of a Service is fixed in the template", one.line
                        )


@chart("CFG007", SHOULD, WARNING, "reason")
def kept_apart(chart: ChartSource) -> Iterator[Hit]:
    """Application, configuration and resources are kept apart."""
    for template in chart.templates:
        if template.path.startswith("templates/tests/"):
            continue
        classes: dict[str, int] = {}
        for kind, line in held(chart, template):
            if kind in _CLASSES:
                classes.setdefault(_CLASSES[kind], line)
        if len(classes) > 1:
            message = f"one template holds {' and '.join(classes)}"
            yield chart.hit(template.path, message, [*classes.values()][1], key=" ".join(sorted(classes)))
