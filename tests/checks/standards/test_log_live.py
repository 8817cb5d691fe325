"""LOG: the last words of containers."""

import json
import re

import pytest

from tests.checks.standards.asking import laid

FORM = "^[0-9]+ (INFO|ERROR) "
KEEPS = "kind: Deployment\nspec: {template: {spec: {containers: [{terminationMessagePolicy: FallbackToLogsOnError}]}}}"


def recorded(message: str, state: str = "lastState") -> str:
    status = {"name": "web", state: {"terminated": {"message": message}}}
    return f"kind: Pod\nstatus: {json.dumps({'containerStatuses': [status]})}"


@pytest.mark.parametrize(
    ("message", "share"),
    [
        ("1 INFO a\n2 ERROR b\n", ""),
        ("1 INFO a\nboom\n\n", "1 of the last 2 lines"),
        ("boom", "1 of the last 1 lines"),
        ("", "to review: "),
    ],
)
def test_lines_that_the_cluster_has_kept_are_judged(message: str, share: str) -> None:
    for state in ("state", "lastState"):
        hits = laid("LOG003", KEEPS, recorded=recorded(message, state), settings={"logFormat": FORM})
        assert [share in hit.message for hit in hits] == [True] * bool(share)
    assert laid("LOG003", "", recorded=recorded("boom"), settings={"logFormat": FORM})[0].message.startswith(
        "to review: "
    )


def test_what_a_person_has_to_read_is_said_with_the_command() -> None:
    (hit,) = laid("LOG003", "", recorded="kind: Pod", settings={"logFormat": FORM})
    assert hit.message.endswith("kubectl --namespace shop logs web-shop-test-5d8f9-0 --container web --tail=100")


@pytest.mark.parametrize(("form", "said"), [("", "to review: log lines"), ("(", "no regular expression")])
def test_a_format_that_is_none(form: str, said: str) -> None:
    (hit,) = laid("LOG003", "", recorded="kind: Pod", settings={"logFormat": form})
    assert re.search(said, hit.message)
