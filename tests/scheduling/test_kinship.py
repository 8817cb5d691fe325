"""Which workloads mean each other."""

from typing import Any

import pytest
from hypothesis import given

from pipeline.manifests.kyaml import load
from pipeline.scheduling.kinship import Kin, kinship
from pipeline.scheduling.placement import Wish, wish_of
from tests.scheduling.junk import BODIES

REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


def wish(app: str, spec: str = "{}", namespace: str = "shop", **labels: str) -> Wish:
    return wish_of({"app": app, **labels}, namespace, load(spec))


def term(kind: str, app: str, more: str = "") -> str:
    return f"affinity: {{{kind}: {{{REQUIRED}: [{{topologyKey: rack, labelSelector: {{matchLabels: {{app: {app}}}}}{more}}}]}}}}"


def first(*wishes: Wish) -> Kin:
    return kinship(wishes)[0]


def test_a_pod_means_those_that_all_its_terms_mean() -> None:
    two = load(term("podAffinity", "b"))
    two["affinity"]["podAffinity"][REQUIRED].append(
        {"topologyKey": "zone", "labelSelector": {"matchLabels": {"tier": "x"}}}
    )
    one = wish_of({"app": "a"}, "shop", two)
    found = first(one, wish("b"), wish("b", tier="x"), wish("c", tier="x"))
    assert (found.near, found.meant, found.itself) == (("rack", "zone"), frozenset((2,)), False)


def test_one_that_means_itself() -> None:
    assert first(wish("a", term("podAffinity", "a"))).itself


def test_who_keeps_away_and_who_is_kept_away() -> None:
    one, other = kinship((wish("a", term("podAntiAffinity", "b")), wish("b")))
    assert (one.apart, one.opposed) == ((("rack", frozenset((1,))),), ())
    assert (other.apart, other.opposed) == ((), ((0, "rack"),))


@pytest.mark.parametrize(
    ("more", "meant"),
    [
        ("", {1, 2, 3}),
        (", matchLabelKeys: [tier]", {1}),
        (", mismatchLabelKeys: [tier]", {2, 3}),
        (", matchLabelKeys: [gone]", {1, 2, 3}),
        (", matchLabelKeys: [1, null, {}]", {1, 2, 3}),
        (", namespaces: [other]", {4}),
        (", namespaceSelector: {}", {1, 2, 3, 4}),
    ],
)
def test_labels_of_its_own_narrow_what_a_term_means(more: str, meant: set[int]) -> None:
    one = wish("a", term("podAffinity", "b", more), tier="x")
    others = (wish("b", tier="x"), wish("b", tier="y"), wish("b"), wish("b", namespace="other"))
    assert first(one, *others).meant == meant


@pytest.mark.parametrize(
    ("constraint", "counted"),
    [
        ("{topologyKey: rack, labelSelector: {matchLabels: {app: a}}}", [{0, 1, 2}]),
        ("{topologyKey: rack, labelSelector: {}}", [{0, 1, 2, 3}]),
        ("{topologyKey: rack}", [set()]),
        ("{topologyKey: rack, labelSelector: {matchLabels: {app: a}}, matchLabelKeys: [hash]}", [{0, 1}]),
        ("{topologyKey: rack, labelSelector: {matchLabels: {hash: y}}, matchLabelKeys: [hash]}", [set()]),
        ("{topologyKey: rack, whenUnsatisfiable: ScheduleAnyway}", []),
        ("{topologyKey: 1}", []),
        ("null", []),
    ],
)
def test_whom_a_constraint_counts(constraint: str, counted: list[set[int]]) -> None:
    one = wish("a", f"topologySpreadConstraints: [{constraint}]", hash="x")
    others = (wish("a", hash="x"), wish("a", hash="y"), wish("b"), wish("a", namespace="other"))
    assert [set(numbers) for _, numbers in first(one, *others).spread] == counted


@given(BODIES, BODIES)
def test_no_spec_breaks_it(spec: dict[str, Any], other: dict[str, Any]) -> None:
    found = kinship((wish_of({}, "shop", spec), wish_of(other, "shop", other)))
    assert all(numbers <= {0, 1} for kin in found for numbers in (kin.meant, *(numbers for _, numbers in kin.apart)))
