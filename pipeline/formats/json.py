"""`-o json`: the report for other tools, by the schema in pipeline/report/schema.json."""

import orjson

from pipeline.formats.format import View
from pipeline.model.report import Report
from pipeline.report.document import document


def render(report: Report, view: View) -> str:
    """The document with two blanks of indent and a newline at the end."""
    return orjson.dumps(
        document(report, view.unstable), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    ).decode()
