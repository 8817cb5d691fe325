"""Faults are known again where a chart, a release or a container has another name, and a new fault is still new."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.judgement.recognising import Names
from tests.conftest import Repository

CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"
VALUES = "image: nginx\n"
WEB = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-shop-{{ .Release.Name }}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: {{ .Values.image }}
"""
ENVIRONMENT = "version: 1\nkubeVersion: 1.34.2\nnamespace: shop\nreleases:\n  test: {chart: shop}\n"


@pytest.fixture
def renaming(repository: Repository) -> Repository:
    """A chart with many faults in two environments, committed."""
    repository.commit({
        "charts/shop/Chart.yaml": CHART, "charts/shop/values.yaml": VALUES, "charts/shop/templates/web.yaml": WEB,
        "environments/minikube/environment.yaml": ENVIRONMENT, "environments/ci/environment.yaml": ENVIRONMENT,
    })  # fmt: skip
    return repository


def states(repository: Repository) -> dict[str, set[str]]:
    """The rules of the findings of each state."""
    report = json.loads(repository.rendiff("review", "-o", "json").out)
    every = [one for part in (*report["releases"], *report["charts"]) for one in part["findings"]]
    return {
        state: {one["rule"] for one in every if one["state"] == state}
        for state in Counter(one["state"] for one in every)
    }


def rename_chart(repository: Repository, template: str = WEB) -> None:
    repository.git("mv", "charts/shop", "charts/store")
    repository.write({
        "charts/store/Chart.yaml": CHART.replace("shop", "store"),
        "charts/store/templates/web.yaml": template.replace("-shop-", "-store-"),
        **{f"environments/{name}/environment.yaml": ENVIRONMENT.replace("chart: shop", "chart: store") for name in ("minikube", "ci")},
    })  # fmt: skip


def test_a_chart_with_another_name(renaming: Repository) -> None:
    rename_chart(renaming)
    assert states(renaming).keys() == {"existing"}


def test_a_release_with_another_name(renaming: Repository) -> None:
    changed = ENVIRONMENT.replace("test:", "demo:")
    renaming.write({f"environments/{name}/environment.yaml": changed for name in ("minikube", "ci")})
    assert states(renaming).keys() == {"existing"}


def test_a_container_with_another_name(renaming: Repository) -> None:
    renaming.write({"charts/shop/templates/web.yaml": WEB.replace("- name: web", "- name: front")})
    assert states(renaming).keys() == {"existing"}


def test_what_comes_with_the_name_is_new_and_what_goes_is_fixed(renaming: Repository) -> None:
    fault = WEB.replace("      containers:", "      hostPID: true\n      containers:")
    rename_chart(renaming, fault.replace("  selector:", "  replicas: 1\n  selector:"))
    found = states(renaming)
    assert "PSP005" in found["new"]
    assert "IMG002" in found["existing"]
    assert "IMG002" not in found["new"] | found.get("fixed", set())


def test_two_releases_at_once_are_not_told_apart(renaming: Repository) -> None:
    renaming.commit({"environments/ci/environment.yaml": ENVIRONMENT + "  other: {chart: shop}\n"})
    changed = ENVIRONMENT.replace("test:", "one:") + "  two: {chart: shop}\n"
    renaming.write({"environments/ci/environment.yaml": changed})
    assert {"new", "fixed"} <= states(renaming).keys()


@pytest.mark.parametrize(
    ("old", "new", "leads"),
    [
        ("Deployment 'web-shop-test' is bad", "Deployment 'web-store-demo' is bad", True),
        ("Deployment 'web-shop-test' is bad", "Deployment 'web-store-demo' is worse", False),
        ("a test of it", "a test of it", True),
        ("a test of web-test", "a test of web-demo", True),
        ("web-testing", "web-demoing", False),
        ("test-shop-test", "test-shop-demo", True),
        ("test-shop-test", "demo-shop-test", True),
        ("one", "two", False),
        ("one two", "one", False),
    ],
)
def test_names_in_texts(old: str, new: str, leads: bool) -> None:
    names = {"shop": "store", "test": "demo"} if "store" in new else {"test": "demo"}
    assert Names(names).lead(old, new) is leads


@given(st.text(), st.dictionaries(st.text(min_size=1), st.text(min_size=1), max_size=3))
def test_a_text_leads_to_itself(text: str, names: dict[str, str]) -> None:
    assert Names(names).lead(text, text)
    assert Names(names).lead(text, text + " more") is False
