"""LOG: where a chart sends what it logs."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, SHOULD, chart
from pipeline.checks.subjects.assigned import assigned
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.pod import WORKLOADS
from pipeline.checks.subjects.template import Document
from pipeline.checks.subjects.written import Written, plain, written

_HOST: Final = r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?"
# syslog://host, syslog+tcp://host, syslog:server=host of nginx, and @host:514 of rsyslog.
_ADDRESS: Final = re.compile(
    rf"\bsyslog(?:\+\w{{1,9}})?(?:://|:server=)({_HOST})|(?<![\w.-])({_HOST}):514(?![\w.])", re.IGNORECASE
)
_NAMED: Final = re.compile(rf"({_HOST})(?::\d{{1,5}})?")
_WHERE: Final = re.compile(r"HOST|SERVER|ADDR|ENDPOINT|TARGET|URL|DEST", re.IGNORECASE)
_DOTTED: Final = re.compile(r"[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)+|\d{1,3}(?:\.\d{1,3}){3}")
_HOME: Final = re.compile(r"localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0", re.IGNORECASE)


@chart("LOG002", SHOULD, INFO, "reason")
def configurable_syslog(chart: ChartSource) -> Iterator[Hit]:
    """Syslog target is configurable."""
    for template in chart.templates:
        for document in template.documents:
            for name, one in _settings(document):
                for host in dict.fromkeys(_hosts(name, one)):
                    message = f"the syslog host {host!r} is written out"
                    yield chart.hit(template.path, message, one.line, key=f"{plain(document.kind)}/{name}/{host}")


def _settings(document: Document) -> Iterator[tuple[str, Written]]:
    """(name, value) of each setting of a program, "" for an argument."""
    yield from assigned(document)
    if plain(document.kind) in WORKLOADS:
        yield from (("", one) for one in written(document) if one.path[-2:-1] in (("args",), ("command",)))


def _hosts(name: str, one: Written) -> Iterator[str]:
    """The hosts that a value writes out and that are not the pod itself."""
    found = [match[1] or match[2] for match in _ADDRESS.finditer(one.text)]
    named = _NAMED.fullmatch(one.text) if "SYSLOG" in name.upper() and one.is_literal else None
    if named and (_WHERE.search(name) or _DOTTED.fullmatch(named[1])):
        found.append(named[1])
    return (host for host in found if not host.isdigit() and not _HOME.fullmatch(host))
