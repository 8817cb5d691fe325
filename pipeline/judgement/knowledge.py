"""What the releases of an environment know of each other: kept beside the verdicts, found without reading any file."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from pipeline.model.config import Environment
from pipeline.model.verdict import Verdict
from pipeline.repository.plan import Planned
from pipeline.store.disk import Store

# (apiVersion, kind) of objects.
Kinds = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """index: of what a release renders and refers to, as JSON. unchecked: kinds of which it has objects and no schema;
    defined: kinds that its own CustomResourceDefinitions declare."""

    index: bytes
    unchecked: Kinds = frozenset()
    defined: Kinds = frozenset()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where that is kept. engine, ruleset: the versions by which it was made."""

    store: Store
    engine: str
    ruleset: str

    def address(self, planned: Planned, environment: Environment | None) -> str:
        """By what a release is made from and what the environment declares; "" where that is not known."""
        about = orjson.dumps([environment.crds, bool(environment.nodes)] if environment else [])
        parts = (b"known", planned.fingerprint.encode(), self.engine.encode(), self.ruleset.encode(), about)
        return hashlib.sha256(b"\0".join(parts)).hexdigest() if planned.fingerprint else ""

    def get(self, address: str) -> Known | None:
        """What is kept there, None where nothing is."""
        head, _, index = (self.store.get(address) or b"").partition(b"\n") if address else (b"", b"", b"")
        if not index:
            return None
        unchecked, defined = orjson.loads(head)
        return Known(index, _kinds(unchecked), _kinds(defined))

    def put(self, address: str, known: Known) -> None:
        """Keeps it for the next run."""
        head = orjson.dumps([sorted(known.unchecked), sorted(known.defined)])
        if address:
            self.store.put(address, head + b"\n" + known.index)


def known_of(verdict: Verdict) -> Known | None:
    """What a fresh verdict tells, None where there is no rendering."""
    if verdict.index is None:
        return None
    return Known(orjson.dumps(verdict.index), frozenset(verdict.unchecked), frozenset(verdict.defined))


def lenders(known: Mapping[str, Known], changed: frozenset[str]) -> Iterator[tuple[str, str, Kinds]]:
    """(borrower, lender, kinds): which release has objects of kinds that another one of its environment declares.

    changed: labels; pairs of which neither is among them were judged by an earlier run.
    """
    for lender in sorted(label for label, one in known.items() if one.defined):
        for borrower, one in sorted(known.items()):
            kinds = one.unchecked & known[lender].defined
            if kinds and changed & {borrower, lender} and _environment(borrower) == _environment(lender):
                yield borrower, lender, kinds


def _environment(label: str) -> str:
    return label.partition("/")[0]


def _kinds(pairs: Sequence[Any]) -> Kinds:
    return frozenset((version, kind) for version, kind in pairs)
