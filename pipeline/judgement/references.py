"""References between the releases of an environment, judged from the indices of their renderings."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

import orjson

from pipeline.checks.fingerprints import Fingerprints
from pipeline.checks.record import verdict_of, verdict_text
from pipeline.checks.references.entries import Index
from pipeline.checks.references.index import from_json
from pipeline.checks.references.judging import judge
from pipeline.checks.references.view import Breach
from pipeline.checks.registry import by_id
from pipeline.model.node import Node
from pipeline.model.verdict import Mark, Verdict
from pipeline.store.disk import Store


def references_verdicts(
    indices: Mapping[str, bytes], store: Store, ruleset: str, nodes: Sequence[Node] = ()
) -> dict[str, Verdict]:
    """What is broken between the releases of one environment, by their labels; under "" the rules that crashed.

    indices: as JSON, by label; the verdict on the same ones is kept in the store. ruleset: the version of all rules;
    nodes: of the environment's inventory.
    """
    address = _address(indices, ruleset, nodes)
    kept = store.get(address)
    if kept is not None:
        return {label: verdict_of(text.encode()) for label, text in orjson.loads(kept).items()}
    found = _judged(indices, nodes)
    store.put(address, orjson.dumps({label: verdict_text(verdict).decode() for label, verdict in found.items()}))
    return found


def _address(indices: Mapping[str, bytes], ruleset: str, nodes: Sequence[Node]) -> str:
    known = [(label, hashlib.sha256(index).hexdigest()) for label, index in sorted(indices.items())]
    return hashlib.sha256(
        orjson.dumps(["references", ruleset, nodes, known], option=orjson.OPT_NON_STR_KEYS)
    ).hexdigest()


def _judged(indices: Mapping[str, bytes], nodes: Sequence[Node]) -> dict[str, Verdict]:
    read = {label: _read(index) for label, index in indices.items()}
    breaches, crashes = judge(read, nodes)
    prints = {label: Fingerprints(index.chart, index.release, {}) for label, index in read.items()}
    found: dict[str, list[Mark]] = {}
    for breach in breaches:
        found.setdefault(breach.release, []).append(_mark(breach, prints[breach.release]))
    verdicts = {
        label: Verdict(tuple(sorted(marks, key=lambda one: (one.rule, one.fingerprint))))
        for label, marks in found.items()
    }
    return {**verdicts, "": Verdict(crashes=tuple((crash.rule, crash.error) for crash in crashes))}


@lru_cache(maxsize=8192)
def _read(index: bytes) -> Index:
    """An index, which most often is the same on both sides."""
    return from_json(orjson.loads(index))


def _mark(breach: Breach, prints: Fingerprints) -> Mark:
    rule, place = by_id()[breach.rule], breach.place
    return Mark(
        rule.id, rule.level.value, rule.severity, rule.waivers, breach.message, prints.of_breach(breach), breach.severity,
        breach.resource, "", breach.path, place.file, place.line, place.key or "chart",
    )  # fmt: skip
