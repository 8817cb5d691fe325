"""LIVE: recordings that make no sense, and large ones."""

import random
from collections.abc import Iterable
from time import perf_counter
from typing import Any

import pytest

from pipeline.checks.judging import judge_live
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import ChartName, Manifest, manifest
from pipeline.checks.subjects.release import Context, release_of
from tests.checks.examples import blameless
from tests.checks.recording import recording
from tests.checks.stock import STOCK

CHART = ChartName("shop", "1.0.0")
CONTEXT = Context("test", "shop", "shop", "1.0.0", role="production")
NONSENSE: tuple[Any, ...] = (None, 1, "x", [], {}, [None], [1], {"a": None}, [{}], {"reason": []}, True)


def spoiled(value: Any, chance: random.Random) -> Any:
    """The same with nonsense here and there."""
    if chance.random() < 0.1:
        return chance.choice(NONSENSE)
    if isinstance(value, dict):
        return {key: spoiled(item, chance) for key, item in value.items()}
    return [spoiled(item, chance) for item in value] if isinstance(value, list) else value


def manifests(bodies: Iterable[Any]) -> tuple[Manifest, ...]:
    found = [body for body in bodies if isinstance(body, dict)]
    return tuple(manifest(index, body, "shop/templates/a.yaml", index, CHART) for index, body in enumerate(found))


@pytest.mark.parametrize("seed", range(40))
def test_no_rule_crashes(seed: int) -> None:
    chance = random.Random(seed)
    stock = [body for bodies in STOCK.values() for body in bodies]
    rendered = [spoiled(body, chance) for body in stock] if seed % 2 else stock
    recorded = [spoiled(body, chance) for body in recording(release_of(manifests(stock), "1.34.2", Settings()))]
    settings = Settings(disruptive=True, log_format="^{")
    live = Live(manifests(recorded), release_of(manifests(rendered), "1.34.2", settings, CONTEXT))
    assert judge_live(live).crashes == ()


def test_the_time_grows_with_the_recording() -> None:
    own = blameless()
    bodies = recording(own)
    pod = next(body for body in bodies if body["kind"] == "Pod" and "ownerReferences" in body["metadata"])
    more = [
        {**pod, "metadata": {**pod["metadata"], "name": f"{pod['metadata']['name']}-{index}"}}
        for index in range(10_000)
    ]
    live = Live(manifests([*bodies, *more]), own)
    start = perf_counter()
    assert judge_live(live).crashes == ()
    assert perf_counter() - start < 5
