"""A brief says what decides a verdict, and nothing else."""

from pipeline.checks.subjects.release import Plea
from pipeline.judgement.briefs import pleas
from pipeline.model.policy import Waiver
from pipeline.model.problem import Place


def waiver(rule: str, until: str, line: int) -> Waiver:
    return Waiver(rule, "Pod/*", "multicast", until, "OPS-12", Place("environment.yaml", line))


def test_neither_the_day_nor_the_place_of_a_waiver_changes_a_verdict() -> None:
    first = pleas([waiver("PSP001", "2027-06-30", 3), waiver("IMG003", "2027-06-30", 4)])
    assert first == pleas([waiver("PSP001", "2028-06-30", 8)]) == (Plea("Pod/*", "multicast", "OPS-12"),)
