"""CHART: what Chart.yaml says. A Chart.yaml that cannot be read is the business of CHART001 alone."""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, MUST, SHOULD, WARNING, chart
from pipeline.checks.subjects.chart import METADATA, ChartSource
from pipeline.manifests.ranges import is_range, is_version
from pipeline.manifests.reading import listing, text
from pipeline.model.finding import Severity

_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EMAIL: Final = re.compile(r"[^\s@<>]+@[^\s@<>.]+(?:\.[^\s@<>.]+)+")
_MANDATORY: Final = ("name", "version", "description", "home")
_VERSIONS: Final = ("v1", "v2")


@chart("CHART007", SHOULD, ERROR, "none")
def name(chart: ChartSource) -> Iterator[Hit]:
    """Chart name is lowercase and hyphenated."""
    given = chart.metadata.get("name")
    if not _is_empty(given) and not _is_name(given):
        yield _hit(chart, f"the name {given!r} is not lowercase words joined by single hyphens", "name")
    for index, one in enumerate(chart.dependencies):
        for key in ("name", "alias"):
            if not _is_empty(one.get(key)) and not _is_name(one[key]):
                message = f"the {key} {one[key]!r} of a dependency is not lowercase words joined by single hyphens"
                yield _hit(chart, message, "dependencies", index, key, severity=INFO)


@chart("CHART009", MUST, ERROR, "none")
def mandatory(chart: ChartSource) -> Iterator[Hit]:
    """Chart.yaml carries the six mandatory fields."""
    if not chart.is_readable:
        return
    for key in _MANDATORY:
        given = chart.metadata.get(key)
        if _is_empty(given):
            yield _hit(chart, f"{key!r} is missing or empty", key)
        elif not isinstance(given, str) and key not in ("name", "version"):
            yield _hit(chart, f"{key!r} is no text", key)
    yield from _list(chart, "maintainers", dict, "map of name and email")
    yield from _list(chart, "sources", str, "text")


@chart("CHART010", MUST, ERROR, "none")
def version(chart: ChartSource) -> Iterator[Hit]:
    """Chart version is a semantic version."""
    given = chart.metadata.get("version")
    if not _is_empty(given) and not (isinstance(given, str) and is_version(given)):
        reason = "in the form MAJOR.MINOR.PATCH" if isinstance(given, str) else "text; put it in quotes"
        yield _hit(chart, f"the version {given!r} is not {reason}", "version")
    for index, one in enumerate(chart.dependencies):
        wanted = one.get("version")
        if not _is_empty(wanted) and not (isinstance(wanted, str) and is_range(wanted)):
            message = f"the version {wanted!r} of the dependency {one.get('name')!r} is no range of versions"
            yield _hit(chart, message, "dependencies", index, "version")


@chart("CHART012", MUST, ERROR, "none")
def api_version(chart: ChartSource) -> Iterator[Hit]:
    """Chart.yaml apiVersion is set for Helm 3."""
    if not chart.is_readable:
        return
    given = chart.metadata.get("apiVersion")
    if given not in _VERSIONS:
        message = "there is no apiVersion" if _is_empty(given) else f"apiVersion {given!r} is neither v1 nor v2"
        yield _hit(chart, message, "apiVersion")
    elif given == "v1":
        for key in ("dependencies", "type"):
            if not _is_empty(chart.metadata.get(key)):
                yield _hit(chart, f"{key!r} belongs to apiVersion v2, and this chart says v1", key)


@chart("CHART014", MAY, INFO, "reason")
def maintainers(chart: ChartSource) -> Iterator[Hit]:
    """Maintainers have a name and an email."""
    for index, one in enumerate(listing(chart.metadata.get("maintainers"))):
        if not isinstance(one, dict):
            continue
        email = one.get("email")
        if not text(one.get("name")).strip():
            yield _hit(chart, f"maintainer {index + 1} has no name", "maintainers", index, "name", severity=ERROR)
        if _is_empty(email):
            yield _hit(chart, f"maintainer {index + 1} has no email", "maintainers", index, "email")
        elif not isinstance(email, str) or not _EMAIL.fullmatch(email):
            yield _hit(chart, f"{email!r} is no address of email", "maintainers", index, "email")


@chart("CHART015", MAY, WARNING, "reason")
def urls(chart: ChartSource) -> Iterator[Hit]:
    """home, sources and icon are URLs."""
    for key in ("home", "icon"):
        given = chart.metadata.get(key)
        if not _is_empty(given) and not _is_url(given):
            yield _hit(chart, f"{key} {given!r} is no http or https URL", key)
    for index, given in enumerate(listing(chart.metadata.get("sources"))):
        if not _is_empty(given) and not _is_url(given):
            yield _hit(chart, f"the source {given!r} is no http or https URL", "sources", index)


@chart("CHART016", MAY, INFO, "reason")
def keywords(chart: ChartSource) -> Iterator[Hit]:
    """keywords and icon are given."""
    if not chart.is_readable:
        return
    given = listing(chart.metadata.get("keywords"))
    if not given or not all(isinstance(one, str) and one.strip() for one in given):
        yield _hit(chart, "keywords is no list of words", "keywords")
    if _is_empty(chart.metadata.get("icon")):
        yield _hit(chart, "there is no icon", "icon")


def _hit(chart: ChartSource, message: str, *path: str | int, severity: Severity | None = None) -> Hit:
    """A hit at a key of Chart.yaml."""
    key = ".".join(map(str, path))
    return chart.hit(METADATA, message, chart.line_of(METADATA, *path), severity, key)


def _is_empty(value: Any) -> bool:
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _is_url(value: Any) -> bool:
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, value))


def _list(chart: ChartSource, key: str, kind: type, what: str) -> Iterator[Hit]:
    given = chart.metadata.get(key)
    if _is_empty(given):
        yield _hit(chart, f"{key!r} is missing or empty", key)
    elif not isinstance(given, list):
        yield _hit(chart, f"{key!r} is no list", key)
    else:
        for index, one in enumerate(given):
            if not isinstance(one, kind) or _is_empty(one):
                yield _hit(chart, f"entry {index + 1} of {key!r} is no {what}", key, index)
