"""What pods ask for, as kube-scheduler adds it up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manifests.kyaml import load
from pipeline.scheduling.amounts import MOST, amount, amounts, requests, total
from tests.scheduling.junk import BODIES, JUNK


@pytest.mark.parametrize(
    ("resource", "value", "expected"),
    [
        ("cpu", "250m", 250),
        ("cpu", 2, 2000),
        ("cpu", "0.1", 100),
        ("cpu", "1n", 1),
        ("memory", "1Ki", 1024),
        ("memory", "1.5", 2),
        ("memory", "1e3", 1000),
        ("example.org/gpu", "3", 3),
        ("cpu", "much", 0),
        ("cpu", None, 0),
        ("cpu", True, 0),
        ("cpu", ["1"], 0),
        ("memory", "-1Gi", 0),
        ("memory", "1e999", MOST),
        ("cpu", "9" * 5000, MOST),
    ],
)
def test_amount(resource: str, value: Any, expected: int) -> None:
    assert amount(resource, value) == expected


def asked(text: str) -> dict[str, int]:
    return requests(load(text))


ONE = "resources: {requests: {cpu: 1}}"
TWO = "resources: {requests: {cpu: 2}}"


@pytest.mark.parametrize(
    ("spec", "cpu"),
    [
        (f"containers: [{{{ONE}}}, {{{TWO}}}]", 3000),
        (f"{{containers: [{{{ONE}}}], initContainers: [{{{TWO}}}]}}", 2000),
        (f"{{containers: [{{{TWO}}}], initContainers: [{{{ONE}}}, {{{ONE}}}]}}", 2000),
        (f"{{containers: [{{{ONE}}}], initContainers: [{{restartPolicy: Always, {TWO}}}]}}", 3000),
        (f"{{containers: [{{{ONE}}}], initContainers: [{{restartPolicy: Always, {ONE}}}, {{{TWO}}}]}}", 3000),
        (f"{{containers: [{{{ONE}}}], initContainers: [{{{TWO}}}, {{restartPolicy: Always, {ONE}}}]}}", 2000),
        (f"{{containers: [{{{ONE}}}], overhead: {{cpu: 500m}}}}", 1500),
        ("containers: [{resources: {limits: {cpu: 2}}}]", 2000),
        ("containers: [{resources: {limits: {cpu: 2}, requests: {cpu: 1}}}]", 1000),
        ("containers: [{resources: {limits: {cpu: 2}, requests: {cpu: 0}}}]", 0),
    ],
    ids=[
        "side by side", "the start asks for more", "one start after the other", "beside all the time", "beside a start",
        "started after a start", "overhead", "limit for request", "less than the limit", "nothing",
    ],
)  # fmt: skip
def test_a_pod_asks_for_the_most_it_may_need_at_one_time(spec: str, cpu: int) -> None:
    assert asked(spec).get("cpu", 0) == cpu


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ("requests: {cpu: 3}", {"cpu": 3000, "memory": 64}),
        ("requests: {cpu: 500m}", {"cpu": 500, "memory": 64}),
        ("limits: {cpu: 3}", {"cpu": 1000, "memory": 64}),
        ("limits: {hugepages-2Mi: 4}", {"cpu": 1000, "memory": 64, "hugepages-2Mi": 4}),
        ("requests: {example.org/gpu: 1, ephemeral-storage: 1}", {"cpu": 1000, "memory": 64}),
        ("[]", {"cpu": 1000, "memory": 64}),
    ],
)
def test_what_is_said_of_the_pod_as_a_whole_counts(resources: str, expected: dict[str, int]) -> None:
    body = resources if resources == "[]" else f"{{{resources}}}"
    assert (
        asked(f"{{resources: {body}, containers: [{{resources: {{requests: {{cpu: 1, memory: 64}}}}}}]}}") == expected
    )


def test_a_sum_of_too_much_is_too_much() -> None:
    assert total(({"cpu": MOST}, {"cpu": MOST, "memory": 1})) == {"cpu": MOST, "memory": 1}


@given(BODIES)
def test_no_spec_breaks_it_and_no_amount_outgrows_what_is_kept(spec: dict[str, Any]) -> None:
    assert all(0 <= number <= MOST for number in requests(spec).values())


@given(st.dictionaries(st.text(max_size=3), JUNK) | JUNK)
def test_no_list_of_resources_breaks_it(given_: Any) -> None:
    assert all(0 <= number <= MOST for number in amounts(given_).values())
