"""No rule crashes on what it is given, whatever a chart prints and whatever its files hold."""

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks.judging import Verdict, judge_chart, judge_live, judge_overlays, judge_release
from pipeline.checks.references.index import from_json, index_of, to_json
from pipeline.checks.references.judging import judge
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import ChartName, manifest
from pipeline.checks.subjects.release import Context, Release, release_of
from pipeline.checks.subjects.values import ValuesFile
from tests.checks.examples import HOME, blameless
from tests.checks.stock import STOCK

BODIES: list[dict[str, Any]] = [
    *(dict(one.body) for one in blameless().objects),
    *(dict(one) for found in STOCK.values() for one in found),
]
CHART = HOME / "charts" / "shop"
FILES = {str(path.relative_to(CHART)): path.read_bytes() for path in sorted(CHART.rglob("*")) if path.is_file()}
JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, "", " ", "a", "0", "*", "/", "a" * 300, "\x00", "é😀", "{{", "$(A)", "1e400", "2026-01-01",
    [], {}, [None], [[]], [{}], {"a": None}, {"": {}}, [1, "a", {}], {"name": None}, {"name": 3}, {"matchLabels": None},
)  # fmt: skip


def released(bodies: list[Any]) -> Release:
    objects = tuple(
        manifest(index, body, f"shop/templates/t{index}.yaml", 0, ChartName("shop", "1.0.0"))
        for index, body in enumerate(bodies)
    )
    context = Context("test", "shop", "shop", "1.0.0", "production", "production")
    return release_of(objects, "1.34.2", Settings(registries=("registry.example.org",)), context)


def spoiled(value: Any, dice: random.Random, junk: Any) -> Any:
    """The value with junk at one place of it."""
    if not value or not isinstance(value, dict | list) or dice.random() < 0.1:
        return junk
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = dice.choice(keys)
    found = copy.copy(value)
    found[key] = spoiled(value[key], dice, junk)
    return found


def fine(verdict: Verdict) -> None:
    assert not verdict.crashes


@settings(max_examples=150)
@given(seed=st.integers(0, 2**32), junk=st.lists(st.sampled_from(JUNK), min_size=4, max_size=12))
def test_objects_of_any_shape(seed: int, junk: list[Any]) -> None:
    dice = random.Random(seed)
    bodies = list(BODIES)
    for one in junk:
        index = dice.randrange(len(bodies))
        spoilt = spoiled(bodies[index], dice, one)
        bodies[index] = spoilt if isinstance(spoilt, dict) else {}
    release = released(bodies)
    fine(judge_release(release))
    fine(judge_live(Live(release.objects, released(BODIES))))
    fine(judge_live(Live(released(BODIES).objects, release)))
    kept = index_of(release)
    assert from_json(to_json(kept)) == kept
    assert judge({"production/test": kept, "production/other": kept})[1] == ()


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_the_same_junk_everywhere(junk: Any) -> None:
    def filled(value: Any, depth: int) -> Any:
        if depth == 0 or not isinstance(value, dict | list):
            return junk
        return (
            {key: filled(item, depth - 1) for key, item in value.items()}
            if isinstance(value, dict)
            else [filled(item, depth - 1) for item in value]
        )

    for depth in range(1, 9):
        kept = [{**filled(body, depth), "kind": body["kind"], "apiVersion": body["apiVersion"]} for body in BODIES]
        fine(judge_release(released(kept)))
        fine(judge_release(release_of(released(kept).objects, "?", Settings())))


@settings(max_examples=120)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 6))
def test_charts_with_any_lines(seed: int, count: int) -> None:
    dice = random.Random(seed)
    files = dict(FILES)
    every = b"\n".join(FILES.values()).split(b"\n")
    for _ in range(count):
        path = dice.choice(sorted(files))
        lines = files[path].split(b"\n")
        place = dice.randrange(len(lines))
        lines[place] = dice.choice(
            (b"", b"{{", b"}}", b"{{ end }}", b"- - -", b"a: [", b"\xff\xfe", b"\t", b"---", dice.choice(every))
        )
        files[path] = b"\n".join(lines)
    if dice.random() < 0.3:
        del files[dice.choice(sorted(files))]
    chart = ChartSource("charts/shop", files, Settings())
    fine(judge_chart(chart))
    fine(judge_overlays([ValuesFile("environments/ci/test.yaml", chart.text("values.yaml"))], chart))


def test_ten_thousand_objects_and_five_megabytes_in_a_text() -> None:
    many = [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"c{number}"}, "data": {"a": "b"}}
        for number in range(10_000)
    ]
    large = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "large"}, "data": {"a": "x=1 " * 1_250_000}}
    fine(judge_release(released([*many, large])))
