"""References between the releases of an environment, judged from the indices of their renderings."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from pipeline.checks.references.index import from_json
from pipeline.checks.references.judging import judge
from pipeline.checks.references.view import Breach
from pipeline.checks.registry import by_id
from pipeline.model.verdict import Mark, Verdict
from pipeline.repository.plan import Planned
from pipeline.store.disk import Store


def index_address(planned: Planned, engine: str, ruleset: str) -> str:
    """Where the index of a release is kept: by what it is made from, so that it is found without reading any file."""
    return hashlib.sha256("\0".join(("index", planned.fingerprint, engine, ruleset)).encode()).hexdigest()


def kept_index(planned: Planned, store: Store, engine: str, ruleset: str) -> Any:
    """The index that the cache has of a release, None where it has none."""
    text = store.get(index_address(planned, engine, ruleset)) if planned.fingerprint else None
    return None if text is None else orjson.loads(text)


def keep_index(planned: Planned, index: Any, store: Store, engine: str, ruleset: str) -> None:
    """Puts the index of a release where `kept_index` finds it."""
    if planned.fingerprint:
        store.put(index_address(planned, engine, ruleset), orjson.dumps(index))


def references_verdicts(indices: Mapping[str, Any]) -> tuple[dict[str, Verdict], tuple[tuple[str, str], ...]]:
    """What is broken between the releases of one environment, by their labels; and the rules that crashed."""
    breaches, crashes = judge({label: from_json(index) for label, index in indices.items()})
    found: dict[str, list[Mark]] = {}
    for breach in breaches:
        found.setdefault(breach.release, []).append(_mark(breach))
    verdicts = {
        label: Verdict(tuple(sorted(marks, key=lambda one: (one.rule, one.fingerprint))))
        for label, marks in found.items()
    }
    return verdicts, tuple((crash.rule, crash.error) for crash in crashes)


def _mark(breach: Breach) -> Mark:
    rule, place = by_id()[breach.rule], breach.place
    known = (rule.id, breach.resource.kind, breach.resource.name, breach.path, breach.key)
    return Mark(
        rule.id, rule.level.value, rule.severity, rule.waivers, breach.message,
        hashlib.sha256("\0".join(known).encode("utf-8", "surrogatepass")).hexdigest()[:32], breach.severity, breach.resource,
        "", breach.path, place.file, place.line, place.key or "chart",
    )  # fmt: skip
