"""NetworkPolicies: each peer with its place, and whom a selector means."""

from typing import Any

import pytest

from pipeline.checks.settings import Settings
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.policies import chosen, peers
from pipeline.checks.subjects.release import release_of

POD = {"kind": "Pod", "metadata": {"name": "web", "labels": {"app": "web"}}}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"ingress": [{"from": [{"a": 1}, {"b": 2}]}]}, ["/spec/ingress/0/from/0", "/spec/ingress/0/from/1"]),
        ({"egress": [{}, {"to": [{}]}]}, ["/spec/egress/1/to/0"]),
        ({"ingress": [{"to": [{}]}]}, []),
        ({"ingress": [{"from": [None]}], "egress": "all"}, ["/spec/ingress/0/from/0"]),
        (None, []),
    ],
)
def test_each_peer_has_its_place(spec: Any, expected: list[str]) -> None:
    assert [one.path for one in peers(manifest(0, {"spec": spec}))] == expected


@pytest.mark.parametrize(
    ("selector", "is_meant"),
    [
        ({}, True),
        ({"matchLabels": {"app": "web"}}, True),
        ({"matchLabels": {"app": "db"}}, False),
        (None, False),
        ([], False),
    ],
)
def test_whom_a_selector_means(selector: Any, is_meant: bool) -> None:
    release = release_of((manifest(0, POD),), "1.34.2", Settings())
    assert bool(chosen(manifest(1, {"kind": "NetworkPolicy"}), selector, release)) is is_meant
