"""A verdict as it travels and as the cache keeps it: JSON."""

from typing import Any

import orjson

from pipeline.model.finding import Severity
from pipeline.model.resource import ResourceId
from pipeline.model.verdict import Mark, Verdict


def verdict_text(verdict: Verdict) -> bytes:
    """The verdict as bytes; the same verdict gives the same ones."""
    return orjson.dumps([
        [_listed(mark) for mark in verdict.marks], verdict.crashes, verdict.skipped, verdict.unchecked,
        verdict.defined, verdict.index,
    ])  # fmt: skip


def verdict_of(text: bytes) -> Verdict:
    """What `verdict_text` wrote; ValueError, TypeError or IndexError for anything else."""
    marks, crashes, skipped, unchecked, defined, index = orjson.loads(text)
    return Verdict(
        tuple(_mark(one) for one in marks), tuple((rule, error) for rule, error in crashes), tuple(skipped),
        _kinds(unchecked), _kinds(defined), index,
    )  # fmt: skip


def _kinds(given: list[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((version, kind) for version, kind in given)


def _listed(mark: Mark) -> list[Any]:
    one = mark.resource
    identity = [one.group, one.kind, one.namespace, one.name, one.occurrence] if one else None
    return [
        mark.rule, mark.level, mark.usual, mark.waivers, mark.message, mark.fingerprint, mark.severity, identity,
        mark.api_version, mark.path, mark.file, mark.line, mark.certainty,
    ]  # fmt: skip


def _mark(given: list[Any]) -> Mark:
    rule, level, usual, waivers, message, fingerprint, severity, identity, version, path, file, line, certainty = given
    return Mark(
        rule, level, Severity(usual), tuple(waivers), message, fingerprint, None if severity is None else Severity(severity),
        ResourceId(*identity) if identity else None, version, path, file, line, certainty,
    )  # fmt: skip
