"""The manual page of a rule shows both examples: no heading stands above nothing."""

import pytest

from pipeline.checks.registry import by_id
from pipeline.checks.words import words
from pipeline.formats.manual import example_text


@pytest.mark.parametrize("rule", sorted(by_id()))
def test_each_rule_has_both_examples(rule: str) -> None:
    said = words()[rule]
    assert example_text(said.bad)
    assert example_text(said.good)


def test_what_another_release_has_is_shown() -> None:
    shown = example_text(words()["REF011"].bad)
    assert "# of another release of the environment" in shown
    assert "name: web-shop-test" in shown
