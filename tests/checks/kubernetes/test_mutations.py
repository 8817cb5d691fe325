"""The table with one value changed at a time: hardly ever do we and the API server's own validation disagree."""

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import orjson

from tests.checks.kubernetes.judging import disagreements
from tests.checks.kubernetes.table import VERSION, cases

GONE = object()
VALUES = [GONE, "", "a_b!", "A.b", -1, 0, 1, 70000, 3.5, [], {}, None, True, "x", "10", "10.0.0.0/8", [""], "5%"]
Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where something stands in an object, its kind and version left out."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        if step not in ("kind", "apiVersion"):
            yield (*path, step)
            yield from places(child, (*path, step))


def changed(body: Any, path: Path, value: Any) -> Any:
    """A copy with another value at a place, or with nothing there."""
    copy = deepcopy(body)
    parent = copy
    for step in path[:-1]:
        parent = parent[step]
    if value is GONE:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return copy


def test_small_changes_are_judged_alike() -> None:
    chance = random.Random("mutations")
    pool = [case.body for case in cases() if case.kube == VERSION and not case.differs]
    pool = [body for body in pool if len(orjson.dumps(body)) < 4000 and "extensions/" not in str(body["apiVersion"])]
    bodies: list[Any] = []
    while len(bodies) < 5000:
        body = chance.choice(pool)
        bodies.append(changed(body, chance.choice(list(places(body))), chance.choice(VALUES)))
    # What is left is odd: null in lists, and fields that a schema requires and the server fills.
    assert len(disagreements(bodies)) <= 20
