"""The examples are the tests: each bad one is found by its rule, no good one is, and none breaks others by accident."""

import pytest

from pipeline.checks.registry import by_id, rules
from pipeline.checks.words import Example, words
from tests.checks.examples import broken, ids

SAID = sorted(rule for rule in words() if rule in by_id())


def test_every_rule_has_words_and_all_words_have_a_rule() -> None:
    assert [rule.id for rule in rules()] == sorted(words())


@pytest.mark.parametrize("rule", SAID)
def test_the_bad_example_is_found_and_breaks_no_other_rule_by_accident(rule: str) -> None:
    said = words()[rule]
    assert ids(broken(said.bad)) == {rule, *said.also}


@pytest.mark.parametrize("rule", SAID)
def test_the_good_example_is_not_found(rule: str) -> None:
    assert rule not in ids(broken(words()[rule].good))


def test_what_is_blameless_breaks_no_rule() -> None:
    assert ids(broken(Example())) == set()
    assert ids(broken(Example(files={}))) == set()
