"""What is secret or varies is in no message."""

import base64
import json
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.checks.scrubbing import Scrubber
from pipeline.model.resource import Resource, ResourceId

IDENTITY = ResourceId("", "Secret", "shop", "web")
LONG = "a-long-secret-that-somebody-cut-in-two"


def scrubber(*values: str, steady: str = "", **more: str) -> Scrubber:
    data = {f"k{number}": value for number, value in enumerate(values)}
    body = {"kind": "Secret", "data": data, "open": {"user": "tango", **more}}
    unstable = tuple(f"/open/{name}" for name in more)
    secret = tuple(f"/data/{name}" for name in data)
    return Scrubber(
        [body], [Resource(IDENTITY, body, unstable=unstable, steady=(steady,) * len(unstable), secret=secret)]
    )


@pytest.mark.parametrize(
    ("values", "message", "expected"),
    [
        (("hush-hush",), "env is 'hush-hush' here", "env is '(masked)' here"),
        ((base64.b64encode(b"hush-hush").decode(),), "decoded it is 'hush-hush'", "decoded it is '(masked)'"),
        (("abc",), "the abc of 'abc'", "the abc of '(masked)'"),
        (("tango",), "the system tango is open anyway", "the system tango is open anyway"),
        ((LONG,), f"starts {LONG[:20]!r}…", "starts '(masked)…"),
        ((LONG, f"{LONG}_"), f"name {LONG!r} must be shorter", "name '(masked)' must be shorter"),
        (("hush", "hush-hush"), "'hush-hush' and 'hush'", "'(masked)' and '(masked)'"),
        (("hush-one", "one-hush"), "hush-one-hush", "(masked)"),
        ((LONG, LONG[8:] + LONG), f"all of {LONG!r} is there", "all of '(masked)' is there"),
        ((), "nothing to hide", "nothing to hide"),
    ],
)
def test_secrets(values: tuple[str, ...], message: str, expected: str) -> None:
    assert scrubber(*values).clean(message) == expected


def _quoted(text: str) -> list[str]:
    around = ("{}", "a {} b", "it's {}", '"{}"', "'\"{}", "\\{}\n\u00fc")
    whole = [pattern.format(text) for pattern in around]
    return [said for one in whole for said in (f"env is {one!r}", json.dumps(one), json.dumps(one, ensure_ascii=False))]


@given(st.text(st.sampled_from("ab'\"\\\n\t\u00fc\U0001f512\x00"), min_size=4, max_size=9))
@example("p'a\"s\\w")
def test_secrets_in_quotes_within_quotes(secret: str) -> None:
    for said in _quoted(secret):
        shown = scrubber(secret).clean(said)
        assert "(masked)" in shown
        assert not any(
            form in shown for form in (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]) if len(form) > 8
        )


@given(st.lists(st.text("ab'", min_size=1, max_size=20), max_size=4), st.text("ab' ", max_size=40))
def test_what_is_shown_holds_no_secret(secrets: list[str], message: str) -> None:
    shown = scrubber(*secrets).clean(message)
    for one in secrets:
        assert len(one) < 4 or one not in shown
        assert repr(one) not in shown


def test_many_secrets_cost_little() -> None:
    found = scrubber(*(f"secret-{number:05d}-{'x' * 20}" for number in range(5000)))
    found.clean("warm")
    began = time.perf_counter()
    for number in range(200):
        found.clean(f"container 'web-{number}' has no limits.memory; it may take all of its node, and it will")
    assert time.perf_counter() - began < 0.1


def test_what_varies_is_replaced_by_what_is_steady_everywhere() -> None:
    found = scrubber(name="job-x7z9q", steady="job-(unstable)")
    assert found.steadied(["job-x7z9q", {"job-x7z9q": 1}]) == ["job-(unstable)", {"job-(unstable)": 1}]
