"""Our schemas say what the API server's own decoding says, on each way in which a part of a manifest can be spoilt."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from pipeline.manifests.kyaml import load
from pipeline.schemas.bundles import NEWEST, validator
from pipeline.schemas.flaws import FlawKind
from tests.apiserver.oracle import oracle, verdicts

BASES: dict[str, Any] = load((Path(__file__).parents[1] / "checks/kubernetes/bases.yaml").read_text("utf-8"))
VALUES: dict[str, Any] = {
    "number": 5, "negative": -1, "fraction": 1.5, "huge": 99999999999, "text": "abc", "digits": "5", "empty": "",
    "true": True, "null": None, "list": ["a"], "map": {"a": "b"},
}  # fmt: skip
Way = tuple[str | int, ...]


def ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """The path of each value below one."""
    for step, below in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield (*way, step)
        yield from ways(below, (*way, step))


def spoilt(base: Any) -> Iterator[tuple[str, Any]]:
    """What was done, and what came of it: other values, fields left out, renamed and added."""
    for way in ways(base):
        for name, value in VALUES.items():
            if not (value is None and isinstance(way[-1], int)):  # the server reads null as the empty value; we say so
                yield f"{name} at {way}", _with(base, way, value)
        if isinstance(way[-1], str):
            yield f"no {way}", _with(base, way)
            yield f"other name of {way}", _with(base, (*way[:-1], f"{way[-1]}x"), _at(base, way))


def _at(value: Any, way: Way) -> Any:
    for step in way:
        value = value[step]
    return value


def _with(base: Any, way: Way, *value: Any) -> Any:
    copy = deepcopy(base)
    home = _at(copy, way[:-1])
    if value:
        home[way[-1]] = value[0]
    else:
        del home[way[-1]]
    return copy


@pytest.mark.parametrize("name", BASES)
def test_the_same_as_the_api_server(name: str) -> None:
    base = BASES[name]
    checker = validator(NEWEST, base["apiVersion"], base["kind"])
    if checker is None:
        pytest.skip("a kind of another's")
    cases = [(done, body) for done, body in spoilt(base) if {"apiVersion", "kind"} <= body.keys()]
    same = [
        (done, body) for done, body in cases if (body["apiVersion"], body["kind"]) == (base["apiVersion"], base["kind"])
    ]
    for (done, body), verdict in zip(same, verdicts(oracle(), [body for _, body in same]), strict=True):
        flaws = checker(body)
        refused = any(flaw.kind is not FlawKind.MISSING for flaw in flaws)
        assert refused == (verdict.get("stage") == "decode"), (done, flaws, verdict)
        assert not flaws or verdict.get("stage"), (done, flaws)
