"""What `helm lint` says of a chart with its own values, asked of Helm's SDK."""

from typing import Final

from helm_python import lint
from helm_python.errors import HelmError

from pipeline.engines.engine import Job

# The SDK's numbers: unknown, info, warning, error (helm.sh/helm/v4 pkg/chart/v2/lint/support).
SEVERITIES: Final = ("info", "info", "warning", "error")


def linted(job: Job) -> tuple[tuple[str, str, str], ...]:
    """(severity, path, message) of each line, sorted; a chart that cannot be linted at all gives its reason as an error."""
    try:
        said = lint(job.chart, {}, namespace=job.namespace, kube_version=job.kube_version)
    except HelmError as error:
        return (("error", "", str(error)),)
    found = ((SEVERITIES[one["severity"]], str(one["path"]), str(one["error"])) for one in said["messages"])
    return tuple(
        sorted((severity, path, message.replace(str(job.chart), job.chart.name)) for severity, path, message in found)
    )
