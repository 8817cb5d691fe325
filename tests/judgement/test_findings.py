"""Which waivers beside a chart count in a change."""

import json

import pytest

from tests.conftest import Repository

CHART = "apiVersion: v2\nname: {name}\nversion: 1.0.0\n"
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web-{{ .Release.Name }}\ndata: {a: b}\n"
WAIVER = "- {{rule: CHART016, resource: charts/{name}/Chart.yaml, reason: agreed, until: 2999-01-01}}\n"
ENVIRONMENT = "version: 1\nkubeVersion: 1.34.2\nnamespace: shop\nreleases:\n  test: {{chart: {name}}}\n"


def files(name: str, waived: bool = False) -> dict[str, str]:
    return {
        f"charts/{name}/Chart.yaml": CHART.format(name=name), f"charts/{name}/values.yaml": "some-key: 1\n",
        f"charts/{name}/templates/map.yaml": MAP, "environments/ci/environment.yaml": ENVIRONMENT.format(name=name),
        **({f"charts/{name}/waivers.yaml": WAIVER.format(name=name)} if waived else {}),
    }  # fmt: skip


def waived(repository: Repository) -> set[str]:
    """The rules that are waived in the charts of the head."""
    report = json.loads(repository.rendiff("review", "-o", "json").out)
    return {
        one["rule"]
        for chart in report["charts"]
        for one in chart["findings"]
        if one["state"] != "fixed" and one["waiver"]
    }


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("name", ["shop", "store"])
def test_a_chart_does_not_waive_itself(repository: Repository, before: bool, name: str) -> None:
    repository.commit(files("shop", before))
    if name != "shop":
        repository.git("mv", "charts/shop", f"charts/{name}")
    repository.write(files(name, True) | {f"charts/{name}/templates/map.yaml": MAP + "# more\n"})
    assert waived(repository) == ({"CHART016"} if before else set())


def test_a_new_chart_comes_with_its_waivers(repository: Repository) -> None:
    repository.commit({"README.md": "nothing yet\n"})
    repository.write(files("shop", True))
    assert waived(repository) == {"CHART016"}
