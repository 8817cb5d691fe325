"""Regular expressions of settings: matched in linear time, or refused with the reason."""

from time import perf_counter

import pytest

from pipeline.checks.patterns import complaint, matcher
from pipeline.checks.policy import mistakes
from pipeline.model.policy import Policy


@pytest.mark.parametrize(
    ("expression", "text", "found", "is_all"),
    [
        ("dev-[0-9]+", "dev-17", True, True),
        ("dev-[0-9]+", "my-dev-17", True, False),
        ("dev", "dev\n", True, False),
        ("dev|prod", "product", True, False),
        ("^v1$", "v1", True, True),
        ("(?i)DEV", "dev", True, True),
        ("", "dev", True, False),
    ],
)
def test_what_is_found_and_what_is_all(expression: str, text: str, found: bool, is_all: bool) -> None:
    inside, whole = matcher(expression), matcher(expression, whole=True)
    assert inside
    assert whole
    assert (inside(text), whole(text)) == (found, is_all)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("(", "is no regular expression"),
        ("a)|(b", "is no regular expression"),
        ("(?=a)b", "is no regular expression"),
        (r"(a)\1", "is no regular expression"),
        ("a{1000}{1000}", "is no regular expression"),
        ("a" * 501, "has 501 characters, at most 500"),
    ],
)
def test_what_cannot_be_used(expression: str, reason: str) -> None:
    assert complaint(expression).startswith(reason)
    assert matcher(expression) is None
    assert matcher(expression, whole=True) is None


def test_no_expression_makes_the_engine_try_again_without_end() -> None:
    fits = matcher("(a+)+", whole=True)
    assert fits
    start = perf_counter()
    assert not fits("a" * 100_000 + "!")
    assert perf_counter() - start < 2


def test_each_expression_of_a_setting_is_looked_at() -> None:
    policy = Policy(settings={"tags": ["dev-[0-9]+", "(", "x" * 501], "logFormat": "["})
    said = [one.message for one in mistakes(policy, (), "")]
    assert [message.partition(" ")[0] for message in said] == ["'('", f"{'x' * 60!r}", "'['"]
