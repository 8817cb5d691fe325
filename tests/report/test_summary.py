"""The one line that says what came out."""

import pytest

from pipeline.model.finding import Severity
from pipeline.model.report import Report, Revision
from pipeline.report.summary import headline
from tests.formats.reports import finding, release, report

BASE = Revision("git", "main")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (report(release("ci")), "nothing to object to"),
        (report(release("ci", failed=1), release("production", failed=1)), "2 releases failed"),
        (report(release("ci"), release("production", failed=1)), "1 release failed"),
        (report(release("ci", finding()), release("production", failed=1)), "1 error · 1 release failed"),
        (report(release("ci"), base=BASE), "no change in 1 release · no new findings"),
        (report(release("ci", failed=1), base=BASE), "1 release failed"),
        (
            report(release("ci", finding(state="new"), finding("too", Severity.INFO, "fixed")), base=BASE),
            "no change in 1 release · 1 new error · 1 fixed",
        ),
    ],
)
def test_the_line_does_not_begin_with_praise_where_something_failed(shown: Report, expected: str) -> None:
    assert headline(shown) == expected
