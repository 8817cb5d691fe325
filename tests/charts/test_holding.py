"""What each chart holds to: helm lints, takes and renders it as rendiff does, kubeconform and the standards object to nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.charts import holding
from tests.conftest import Repository
from tests.helm.clis import VERSIONS

PLACED = {
    "imagePullSecrets": [{"name": "registry"}],
    "nodeSelector": {"kubernetes.io/os": "linux"},
    "affinity": {"podAffinity": {}},
    "tolerations": [{"operator": "Exists"}],
    "topologySpreadConstraints": [
        {"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "ScheduleAnyway"}
    ],
}
OPEN = {"networkPolicy": {"enabled": False}}
# Chart: values with every switch on, and with every switch off.
SWITCHES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "config-and-secrets": (PLACED, OPEN),
    "pod-patterns": ({**PLACED, "theEnd": {"hostPath": "/tmp"}}, OPEN),
    "pod-sharing": (PLACED, OPEN | {key: {"enabled": False} for key in ("memory", "ipc", "pipe", "network")}),
}
CHART = pytest.mark.parametrize("chart", SWITCHES)
SETTINGS = pytest.mark.parametrize(
    ("chart", "values"),
    [
        pytest.param(chart, values, id=f"{chart}, {name}")
        for chart, switched in SWITCHES.items()
        for name, values in zip(("defaults", "all on", "all off"), ({}, *switched), strict=True)
    ],
)


@SETTINGS
@pytest.mark.parametrize("version", VERSIONS)
def test_helm_lints_it(chart: str, values: dict[str, Any], version: str, tmp_path: Path) -> None:
    holding.is_linted(chart, values, tmp_path, version)


@SETTINGS
def test_helm_takes_it(chart: str, values: dict[str, Any], tmp_path: Path) -> None:
    holding.is_taken(chart, values, tmp_path)


@SETTINGS
def test_helm_renders_the_same(chart: str, values: dict[str, Any], tmp_path: Path) -> None:
    holding.renders_alike(chart, values, tmp_path)


@SETTINGS
def test_it_conforms(chart: str, values: dict[str, Any]) -> None:
    holding.conforms(chart, values)


@CHART
def test_the_standards_object_to_nothing(chart: str, repository: Repository) -> None:
    holding.is_blameless(chart, repository)
