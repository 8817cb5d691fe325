"""Whatever a chart prints: no rule crashes, takes long, or says something that is no sentence about a place."""

import time
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.manifests.pointer import steps
from pipeline.manifests.reading import at
from tests.checks.kubernetes.judging import hits
from tests.checks.kubernetes.table import Case, cases
from tests.checks.kubernetes.test_mutations import changed, places

TABLE = [case for case in cases() if len(str(case.body)) < 4000]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
ANYTHING = st.recursive(
    SCALARS, lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=5), some, max_size=3)
)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_anything_anywhere_crashes_nothing(data: st.DataObject) -> None:
    body: Any = data.draw(st.sampled_from(TABLE)).body
    for _ in range(data.draw(st.integers(1, 3))):
        if found := list(places(body)):
            body = changed(body, data.draw(st.sampled_from(found)), data.draw(ANYTHING))
    list(hits(body))


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.id)
def test_a_hit_is_one_sentence_about_a_place(case: Case) -> None:
    for rule, hit in hits(case.body, case.kube):
        assert hit.message, rule.id
        assert not hit.message.endswith("."), hit.message
        assert "\n" not in hit.message
        assert len(hit.message) < 300
        way = steps(hit.path)
        there = [len(way) - cut for cut in range(len(way) + 1) if _stands(case.body, way[: len(way) - cut])]
        assert len(way) - there[0] <= 3, hit.path  # what is missing is pointed to all the same


def _stands(body: Any, way: tuple[str, ...]) -> bool:
    for step in way:
        body = at(body, int(step) if isinstance(body, list) else step)
    return body is not None


@pytest.mark.parametrize("value", [None, [], "x", 5], ids=repr)
def test_every_field_may_be_of_another_type(value: Any) -> None:
    for case in TABLE:
        body: Any = deepcopy(case.body)
        for path in places(case.body):
            list(hits(changed(body, path, value)))


def test_ten_thousand_entries_take_no_time() -> None:
    ports = [{"name": f"p{number}", "containerPort": number} for number in range(1, 10_000)]
    env = [{"name": f"E{number}", "value": "x"} for number in range(10_000)]
    mounts = [{"name": f"v{number}", "mountPath": f"/{number}"} for number in range(10_000)]
    volumes = [{"name": f"v{number}", "emptyDir": {}} for number in range(10_000)]
    container = {"name": "a", "image": "a", "ports": ports, "env": env, "volumeMounts": mounts}
    body = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "a"},
        "spec": {"containers": [container], "volumes": volumes},
    }
    begun = time.perf_counter()
    assert list(hits(body)) == []
    assert time.perf_counter() - begun < 2
