"""`-o junit`: each release and chart as a suite, what is not allowed as its failures (GitLab's and Jenkins' reading of JUnit XML)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from xml.sax.saxutils import quoteattr

from pipeline.formats.entries import placed
from pipeline.formats.escaping import shortened, terminal_line
from pipeline.formats.format import View
from pipeline.model.finding import Finding, Severity
from pipeline.model.rendering import Failure
from pipeline.model.report import Report

# What XML 1.0 cannot hold (w3.org/TR/xml, Char).
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, view: View) -> str:
    """The document; findings that the base has too, and waived ones, are no cases."""
    suites: dict[str, list[str]] = defaultdict(list)
    for place, failures in _failures(report):
        suites[place] += [_failed(place, failure) for failure in failures]
    for place, finding in placed(report):
        if finding.counts and (finding.state == "new" or report.base.kind == "none"):
            suites[place].append(_case(place, finding, view))
    lines = (line for place, cases in suites.items() for line in _suite(place, cases))
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", *lines, "</testsuites>")) + "\n"


def _failures(report: Report) -> Iterator[tuple[str, Iterable[Failure]]]:
    for release in report.releases:
        place = release.release if release.environment is None else f"{release.environment}/{release.release}"
        yield place, (failure for failure in release.failures if failure.side == "head")


def _suite(place: str, cases: list[str]) -> Iterator[str]:
    """A suite without a case would be left out: what is fine is a case of its own."""
    shown = list(dict.fromkeys(cases)) or [
        f"    <testcase{_attributes({'classname': place, 'name': 'nothing to object to'})}/>"
    ]
    failures = sum("<failure" in case for case in shown)
    errors = sum("<error" in case for case in shown)
    counts = {"name": place, "tests": str(len(shown)), "failures": str(failures), "errors": str(errors)}
    yield f"  <testsuite{_attributes(counts)}>"
    yield from shown
    yield "  </testsuite>"


def _case(place: str, one: Finding, view: View) -> str:
    file = view.located(one.file)
    where = f"{file}:{one.line}" if one.line else file
    subject = f"{one.resource.title}{one.path}" if one.resource else where
    head = _attributes({"classname": place, "name": f"{one.rule} {subject}: {one.message}", "file": file})
    text = _text(f"{one.severity} {one.rule}: {shortened(one.message)}\n{where}")
    if one.severity is Severity.ERROR:
        return f"    <testcase{head}><failure{_attributes({'message': one.message})}>{text}</failure></testcase>"
    return f"    <testcase{head}><system-out>{text}</system-out></testcase>"


def _failed(place: str, failure: Failure) -> str:
    head = _attributes({"classname": place, "name": "renders", "file": failure.file})
    return f"    <testcase{head}><error{_attributes({'message': failure.message})}/></testcase>"


def _attributes(given: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(_legal(terminal_line(value)))}" for name, value in given.items())


def _text(text: str) -> str:
    return _legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
