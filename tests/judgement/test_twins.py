"""What two rules say of one place is said once, and nothing else is folded away."""

from collections.abc import Iterator
from functools import cache

import pytest

from pipeline.checks.judging import Verdict, judge_release
from pipeline.checks.policy import rules_of
from pipeline.checks.registry import by_id
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.checks.words import Example, words
from pipeline.judgement.stamping import Stamp
from pipeline.judgement.standing import Standing
from pipeline.judgement.twins import TWINS, folded
from pipeline.model.finding import Finding, Severity
from pipeline.model.policy import Policy, Waiver
from pipeline.model.problem import Place
from pipeline.model.resource import ResourceId
from pipeline.model.verdict import Mark
from tests.checks.examples import broken
from tests.checks.kubernetes.table import cases

WEB = ResourceId("apps", "Deployment", "shop", "web")
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
# The examples of both rules show another side of them.
MORE = {
    "API001": [Example("apiVersion: null\nkind: ConfigMap\ndata: {LOG_FORMAT: json}")],
    "NET002": [Example("kind: NetworkPolicy\nspec: {podSelector: {matchLabels: {app.kubernetes.io/name: gone}}}")],
}
PAIRS = sorted((rule, standard) for rule, standards in TWINS.items() for standard in standards)


def finding(
    rule: str, severity: Severity = ERROR, path: str = "/a", waiver: str = "", name: str = "web"
) -> Finding:  # fmt: skip
    return Finding(rule, severity, "m", resource=ResourceId("", "Pod", "shop", name), path=path, waiver=waiver or None)


def said(*found: Finding) -> list[str]:
    return [f"{one.rule}: {one.message}" for one in folded(found)]


@pytest.mark.parametrize(
    ("standard", "other", "kept"),
    [
        (finding("RES004"), finding("K8S124"), ["RES004: m (also K8S124)"]),
        (finding("RES004", WARNING), finding("K8S124"), ["K8S124: m (also RES004)"]),
        (finding("RES004"), finding("K8S124", WARNING), ["RES004: m (also K8S124)"]),
        (finding("META009"), finding("K8S110", path="/a/b"), ["META009: m (also K8S110)"]),
        (finding("META009", path="/a/b"), finding("K8S110"), ["META009: m", "K8S110: m"]),
        (finding("META009", path="/a"), finding("K8S110", path="/ab"), ["META009: m", "K8S110: m"]),
        (finding("META009"), finding("K8S110", name="api"), ["META009: m", "K8S110: m"]),
        (finding("META009"), finding("K8S124"), ["META009: m", "K8S124: m"]),
        (finding("META009"), finding("K8S001", path=""), ["META009: m", "K8S001: m"]),
        (finding("SCHED006", WARNING), finding("FIT001", path=""), ["FIT001: m (also SCHED006)"]),
        (finding("RES004", waiver="w"), finding("K8S124"), ["RES004: m", "K8S124: m"]),
        (finding("API006", INFO), finding("K8S002", waiver="w"), ["API006: m (also K8S002)"]),
        (finding("SVC012", INFO), finding("REF007", WARNING), ["REF007: m (also SVC012)"]),
        (finding("SVC012", INFO, waiver="w"), finding("REF007", WARNING), ["SVC012: m (also REF007)"]),
    ],
    ids=[
        "as bad", "worse", "less bad", "within", "around", "beside", "another object", "no twins", "refused as a whole", "a whole object", "waived standard",
        "waived twin", "reference", "reference and waived standard",
    ],
)  # fmt: skip
def test_the_more_severe_stays(standard: Finding, other: Finding, kept: list[str]) -> None:
    assert said(standard, other) == kept
    assert sorted(said(other, standard)) == sorted(kept)


def test_three_at_one_place() -> None:
    assert said(finding("K8S124"), finding("RES004"), finding("RES005", WARNING)) == [
        "RES004: m (also K8S124)",
        "RES005: m (also K8S124)",
    ]
    assert said(finding("K8S101"), finding("K8S103"), finding("META015", WARNING)) == [
        "K8S101: m (also META015)",
        "K8S103: m (also META015)",
    ]


def test_what_stands_in_files_is_not_folded() -> None:
    found = (Finding("RES004", ERROR, "m", path="/a"), Finding("K8S124", ERROR, "m", path="/a"))
    assert folded(found) == found


@cache
def verdicts(rule: str) -> tuple[Verdict, ...]:
    """What is said of all that is known to break a rule."""
    bodies = (case for case in cases() if rule in case.rules)
    judged = (
        judge_release(release_of((manifest(0, case.body),), f"{case.kube}.0", DEFAULTS))
        for case in bodies
    )  # fmt: skip
    return (broken(words()[rule].bad), *judged, *(broken(one) for one in MORE.get(rule, ())))


def findings(verdict: Verdict) -> Iterator[Finding]:
    for one in verdict.rulings:
        if one.hit.resource >= 0:
            name = ResourceId("", "", "", str(one.hit.resource))
            severity = one.hit.severity or by_id()[one.rule].severity
            yield Finding(one.rule, severity, one.hit.message, resource=name, path=one.hit.path)


@pytest.mark.parametrize(("rule", "standard"), PAIRS)
def test_twins_meet_in_what_breaks_one_of_them(rule: str, standard: str) -> None:
    assert any(
        " (also " in one.message
        and {rule, standard} <= {one.rule, *one.message.partition(" (also ")[2].rstrip(")").split(", ")}
        for verdict in (*verdicts(rule), *verdicts(standard))
        for one in folded(tuple(findings(verdict)))
    )


def test_a_rule_that_is_off_leaves_its_twin() -> None:
    marks = [
        Mark(rule, "must", ERROR, ("none",), "m", rule, resource=WEB, path="/spec/selector") for rule in ("API007", "K8S114")
    ]  # fmt: skip
    for severities, expected in (({}, ["API007"]), ({"API007": "off"}, ["K8S114"]), ({"API007": "info"}, ["K8S114"])):
        rules = rules_of("production", (Policy(severities=severities),))
        found = Stamp(Standing(None, rules, rules), (), "2026-11-24").findings(marks, "shop")
        assert [one.rule for one in found] == expected


def test_a_waiver_of_what_is_folded_was_of_use() -> None:
    marks = [
        Mark(rule, "should", WARNING, ("reason",), "m", rule, resource=WEB, path="/spec/selector") for rule in ("REF007", "SVC012")
    ]  # fmt: skip
    rules = rules_of("production", ())
    waiver = Waiver("REF007", "*", "r", "2027-01-01", "", Place("rendiff.yaml"))
    stamp = Stamp(Standing(None, rules, rules), (waiver,), "2026-11-24")
    assert [one.rule for one in stamp.findings(marks, "shop")] == ["SVC012"]
    assert not stamp.complaints(unused=True)
