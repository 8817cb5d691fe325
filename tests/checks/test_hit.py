"""Names in messages."""

import pytest

from pipeline.checks.hit import an, some


@pytest.mark.parametrize(
    ("count", "expected"), [(0, ""), (1, "n0"), (5, "n0, n1, n2, n3, n4"), (7, "n0, n1, n2, n3, n4 and 2 more")]
)
def test_of_many_names_the_first_are_said(count: int, expected: str) -> None:
    assert some([f"n{number}" for number in range(count)]) == expected


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("Ingress", "an Ingress"),
        ("APIService", "an APIService"),
        ("HTTPRoute", "an HTTPRoute"),
        ("MPIJob", "an MPIJob"),
        ("UDPRoute", "a UDPRoute"),
        ("Secret", "a Secret"),
        ("HorizontalPodAutoscaler", "a HorizontalPodAutoscaler"),
        ("resource", "a resource"),
        ("object", "an object"),
    ],
)
def test_articles(noun: str, expected: str) -> None:
    assert an(noun) == expected
