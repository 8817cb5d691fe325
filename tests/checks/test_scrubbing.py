"""What is secret or varies is in no message."""

import base64

import pytest

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
        ((LONG,), f"starts {LONG[:20]!r}…", "starts '(masked)"),
        (("hush", "hush-hush"), "'hush-hush' and 'hush'", "'(masked)' and '(masked)'"),
        ((), "nothing to hide", "nothing to hide"),
    ],
)
def test_secrets(values: tuple[str, ...], message: str, expected: str) -> None:
    assert scrubber(*values).clean(message) == expected


def test_what_varies_is_replaced_by_what_is_steady_everywhere() -> None:
    found = scrubber(name="job-x7z9q", steady="job-(unstable)")
    assert found.steadied(["job-x7z9q", {"job-x7z9q": 1}]) == ["job-(unstable)", {"job-(unstable)": 1}]
