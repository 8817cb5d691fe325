"""`-o sarif`: SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), for code hosts and editors."""

from typing import Any, Final
from urllib.parse import quote

import orjson

from pipeline.formats.entries import Entry, entries
from pipeline.formats.format import View
from pipeline.model.finding import Severity
from pipeline.model.report import Report

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STATES: Final = {"new": "new", "existing": "unchanged", "fixed": "absent"}


def render(report: Report, view: View) -> str:
    """One run with a result for each fault."""
    found = entries(report, "new", "existing", "fixed")
    rules = sorted({one.finding.rule for one in found})
    driver = {"name": "rendiff", "semanticVersion": report.tool_version, "rules": [{"id": rule} for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, rules, report.base.kind != "none", view) for one in found],
    }
    known = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return orjson.dumps(known, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _result(entry: Entry, rules: list[str], compared: bool, view: View) -> dict[str, Any]:
    one = entry.finding
    region = {"region": {"startLine": one.line}} if one.line else {}
    suppressed = {"suppressions": [{"kind": "external", "justification": one.waiver}]} if one.waiver else {}
    return {
        "ruleId": one.rule,
        "ruleIndex": rules.index(one.rule),
        "level": _LEVELS[one.severity],
        "message": {"text": entry.sentence},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": quote(view.located(one.file))}, **region}}],
        "partialFingerprints": {"rendiff/v1": entry.fingerprint},
        **({"baselineState": _STATES[one.state]} if compared else {}),
        **suppressed,
    }
