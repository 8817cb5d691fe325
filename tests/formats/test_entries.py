"""Findings folded: one entry for each fault that is as severe, wherever it is."""

import json
from time import perf_counter

import pytest

from pipeline.formats.format import View
from pipeline.formats.registry import named
from pipeline.model.finding import Severity
from pipeline.model.report import Report, Revision
from tests.formats.reports import environments, finding, release, report

WORSE = environments(
    {"ci": finding(severity=Severity.INFO), "minikube": finding(severity=Severity.INFO), "production": finding()}
)
NEW_IN_ONE = environments({"ci": finding(), "production": finding(state="new")}, Revision("git", "main"))


def exported(shown: Report, format: str) -> str:
    return named(format)(shown, View(whole=True))


def test_a_fault_that_is_worse_in_one_environment_is_two_entries_of_text() -> None:
    lines = exported(WORSE, "text").split("\n")
    heads = [line.split()[0] for line in lines if "PSP005" in line]
    assert heads == ["error", "info"]
    assert [line.rpartition(" in ")[2] for line in lines if "Deployment web" in line] == [
        "production/web",
        "ci/web, minikube/web",
    ]


def test_a_fault_that_is_worse_in_one_environment_is_two_entries_for_gitlab() -> None:
    found = json.loads(exported(WORSE, "codequality"))
    assert [(one["severity"], one["description"].rpartition(": ")[2]) for one in found] == [
        ("critical", "production/web"),
        ("info", "ci/web, minikube/web"),
    ]
    assert len({one["fingerprint"] for one in found}) == 2


def test_a_fault_that_is_new_in_one_environment_is_one_entry_for_gitlab() -> None:
    (one,) = json.loads(exported(NEW_IN_ONE, "codequality"))
    assert one["description"].endswith("ci/web, production/web")


def test_sarif_has_a_result_for_each_severity() -> None:
    results = json.loads(exported(WORSE, "sarif"))["runs"][0]["results"]
    assert [one["level"] for one in results] == ["error", "note"]
    assert len({one["partialFingerprints"]["rendiff/v1"] for one in results}) == 2


@pytest.mark.parametrize("format", ["text", "json", "sarif", "codequality", "junit"])
@pytest.mark.parametrize("whole", [True, False])
def test_time_grows_with_the_findings_and_not_with_their_square(format: str, whole: bool) -> None:
    """Twenty thousand took minutes when each one was looked for among those that are shown."""
    severities = (Severity.ERROR, Severity.INFO)
    many = report(release(None, *(finding(name=f"c{n}", severity=severities[n % 2]) for n in range(20_000))))
    began = perf_counter()
    assert named(format)(many, View(whole=whole)).count("c19998") >= 1
    assert perf_counter() - began < 20
