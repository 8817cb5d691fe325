"""`rendiff rules` as a user runs it."""

import json

import pytest

from tests.conftest import Repository


def test_a_page_is_as_wide_as_the_terminal_except_for_what_can_be_pasted(repository: Repository) -> None:
    for columns, widest in (("0", 80), ("60", 60)):
        shown = repository.rendiff("rules", "*", COLUMNS=columns).out.split("\n")
        assert max(len(line) for line in shown if not line.startswith("  ")) <= widest
        assert {"IMG001", "waiver-unused"} <= {line.split(" ")[0] for line in shown}


def test_a_list_is_as_wide_as_the_terminal(repository: Repository) -> None:
    shown = repository.rendiff("rules").out.split("\n")
    assert max(map(len, shown)) <= 80
    assert any(line.startswith("waiver-expired ") for line in shown)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--family", "XXX"], "there is no family 'XXX'"),
        (["--family", "IMH"], "there is no family 'IMH'; did you mean 'IMG'?"),
        (["IMG0001"], "there is no rule 'IMG0001'; did you mean 'IMG001'?"),
        (["waiver-expird"], "there is no rule 'waiver-expird'"),
    ],
)
def test_what_there_is_not_is_named_with_what_is_near(repository: Repository, arguments: list[str], words: str) -> None:
    answer = repository.rendiff("rules", *arguments)
    assert (answer.code, answer.out) == (3, "")
    assert words in answer.err


@pytest.mark.parametrize(
    "arguments", [["--family", "IMG", "SVC001"], ["--family", "IMG", "--level", "may", "--stage", "live"]]
)
def test_filters_that_exclude_each_other_are_said_to(repository: Repository, arguments: list[str]) -> None:
    answer = repository.rendiff("rules", *arguments)
    assert (answer.code, answer.out) == (0, "no rule is all of that at once; leave out one of the filters\n")
    assert json.loads(repository.rendiff("rules", *arguments, "-o", "json").out) == []


def test_what_is_wrong_with_waivers_has_pages_like_rules(repository: Repository) -> None:
    assert (
        "waiver-refused  Each waiver is of a kind that its rule allows"
        in repository.rendiff("rules", "waiver-refused").out
    )
    listed = json.loads(repository.rendiff("rules", "--family", "waiver", "-o", "json").out)
    assert [one["id"] for one in listed] == ["waiver-expired", "waiver-refused", "waiver-unused"]


def test_examples_hold_what_another_release_has(repository: Repository) -> None:
    (rule,) = json.loads(repository.rendiff("rules", "REF011", "-o", "json").out)
    assert "name: web-shop-test" in rule["bad"]["beside"]
    assert rule["bad"] != rule["good"]
