"""CustomResourceDefinitions that one release of an environment renders, lent to those that have objects of their kinds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.checks.kubernetes.custom import declares
from pipeline.judgement.knowledge import Kinds, Known, lenders
from pipeline.judgement.work import Court, Order, Work, ordered
from pipeline.model.rendering import Rendering
from pipeline.rendering import Made, Prepared, rendered

Body = Mapping[str, Any]


def lent(
    work: Sequence[Work], known: Sequence[Mapping[str, Known]], found: Mapping[str, Made], court: Court
) -> tuple[Work, ...]:
    """The work with new orders for the borrowers of every side, so that both sides can be held against each other.

    known: of all releases of the environments that are touched, by side; found: what the work has given so far.
    """
    pairs = [list(lenders(known[number], side.labels)) for number, side in enumerate(work)]
    borrowers = {borrower for found_pairs in pairs for borrower, _, _ in found_pairs}
    if not borrowers:
        return tuple(work)
    return tuple(_lent(side, loans, borrowers, found, court) for side, loans in zip(work, pairs, strict=True))


def _lent(
    side: Work, loans: Sequence[tuple[str, str, Kinds]], borrowers: set[str], found: Mapping[str, Made], court: Court
) -> Work:
    definitions = _definitions(side, {lender for _, lender, _ in loans}, found, court)
    bodies: dict[str, list[Body]] = defaultdict(list)
    for borrower, lender, kinds in loans:
        bodies[borrower] += [body for body in definitions[lender] if declares(body) & kinds]
    planned = {label: side.reading.planned[label] for label in sorted(borrowers) if label in side.reading.planned}
    orders = ordered(planned, side.reading, court, bodies)
    return replace(
        side,
        labels=side.labels | planned.keys(),
        orders={**side.orders, **orders},
        indexed=side.indexed - planned.keys(),
    )


def _definitions(side: Work, lenders: set[str], found: Mapping[str, Made], court: Court) -> dict[str, tuple[Body, ...]]:
    """The definitions of each lender; one that nobody rendered in this run is in the cache."""
    missing = {label: side.reading.planned[label] for label in sorted(lenders) if label not in side.orders}
    orders: dict[str, Order] = {label: side.orders[label] for label in lenders if label in side.orders}
    orders |= ordered(missing, side.reading, court)
    also = rendered((one for label in missing if isinstance(one := orders[label], Prepared)), court.workshop)
    return {label: tuple(_bodies(one, {**found, **also})) for label, one in orders.items()}


def _bodies(order: Order, found: Mapping[str, Made]) -> Iterator[Body]:
    rendering = found[order.key].rendering if isinstance(order, Prepared) else ""
    if isinstance(rendering, Rendering):
        yield from (one.body for one in rendering.resources if one.id.kind == "CustomResourceDefinition")
