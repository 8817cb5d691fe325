"""`-o codequality`: GitLab's Code Quality report (docs.gitlab.com/ci/testing/code_quality, "Code Quality report format").

GitLab compares the reports of two branches by their fingerprints, so this holds all that stands now, not what changed.
"""

from typing import Any, Final

import orjson

from pipeline.formats.entries import Entry, standing
from pipeline.formats.format import View
from pipeline.model.finding import Severity
from pipeline.model.report import Report

_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}
# GitLab wants a line of every finding.
_FIRST: Final = 1


def render(report: Report, view: View) -> str:
    """One array; an entry for each fault, in whatever number of environments it is as severe."""
    found = [_item(one, view) for one in standing(report)]
    return orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _item(entry: Entry, view: View) -> dict[str, Any]:
    one = entry.finding
    return {
        "description": f"{one.rule}: {entry.sentence}",
        "check_name": one.rule,
        "fingerprint": entry.fingerprint,
        "severity": _SEVERITIES[one.severity],
        "location": {"path": view.located(one.file), "lines": {"begin": one.line or _FIRST}},
    }
