"""Schedules and time zones: ours against the API server's."""

import random
from typing import Any

import pytest

from pipeline.checks.kubernetes.cron import schedule_fault, zone_fault, zones
from tests.checks.kubernetes.judging import refused
from tests.checks.kubernetes.table import cases

CRON_JOB: dict[str, Any] = next(dict(case.body) for case in cases() if case.id == "jobs: macro")
PIECES = [
    "*",
    "?",
    "0",
    "1",
    "5",
    "7",
    "23",
    "59",
    "60",
    "-",
    "/",
    ",",
    "mon",
    "JAN",
    "sun",
    "",
    "+1",
    "05",
    "*/2",
    "1-3",
]


def _cron_job(**spec: Any) -> dict[str, Any]:
    return {**CRON_JOB, "spec": {**CRON_JOB["spec"], **spec}}


def _schedules() -> list[str]:
    chance = random.Random("schedules")
    fields = [
        ["".join(chance.choices(PIECES, k=chance.choice((1, 1, 1, 2, 3)))) for _ in range(5)] for _ in range(2000)
    ]
    found = [" ".join("*" if chance.random() < 0.5 else field for field in five) for five in fields]
    found += [f"@every {amount}" for amount in ("1h", "1.5h", ".5m", "1", "0", "-5s", "1h1", "1µs", "h", "1 h", "")]
    return found + [
        "@Daily",
        "@daily ",
        " 0 0 * * *",
        "0 0 * * * ",
        "0\t0 * * *",
        "",
        " ",
        "0 0 * * 1 2",
        "99999999999 * * * *",
    ]


def test_a_schedule_is_parsed_as_the_api_server_parses_it() -> None:
    found = _schedules()
    answers = refused([_cron_job(schedule=schedule) for schedule in found])
    assert [one for one, bad in zip(found, answers, strict=True) if bool(schedule_fault(one)) is not bad] == []
    assert 0.1 < sum(answers) / len(answers) < 0.9


def test_every_time_zone_that_we_know_is_known_to_the_api_server() -> None:
    assert not any(refused([_cron_job(timeZone=zone) for zone in sorted(zones())]))


@pytest.mark.parametrize(
    "zone", ["", "local", "Local", "europe/paris", "Europe/", "UTC+1", "../UTC", "Europe//Paris", "PST"]
)
def test_what_is_no_time_zone(zone: str) -> None:
    assert zone_fault(zone)
    assert refused([_cron_job(timeZone=zone)]) == [True]


def test_no_schedule_takes_long() -> None:
    for piece in ("1", "*,", "1-", "@every 1", "9" * 5000):
        schedule_fault(piece * 100_000)
        schedule_fault(f"@every {piece * 100_000}")
