"""A broken reference is the same fault wherever it moves, in whichever environment, and that of its own chart alone."""

import orjson
import pytest

from pipeline.checks.references.index import to_json
from pipeline.judgement.references import references_verdicts
from pipeline.store.disk import Store
from tests.checks.references.releases import indexed, made, pod

GONE = "{name: A, valueFrom: {secretKeyRef: {name: gone, key: k}}}"
POLICY = "spec: {podSelector: {}, ingress: [{from: [%s]}]}"
FAR = "{podSelector: {matchLabels: {app: far}}}"
FARTHER = "{podSelector: {matchLabels: {app: farther}}}"


def env(*entries: str, name: str = "web") -> str:
    return pod(f"{{containers: [{{name: c, env: [{', '.join(entries)}]}}]}}", name=name)


def policy(*peers: str) -> str:
    return pod("{}") + made("NetworkPolicy", "p", POLICY % ", ".join(peers), "networking.k8s.io/v1")


def prints(text: str, release: str = "test", chart: str = "shop") -> set[str]:
    index = orjson.dumps(to_json(indexed(text, release=release, chart=chart)))
    verdicts = references_verdicts({"one/a": index}, Store(None), "1")
    return {mark.fingerprint for mark in verdicts["one/a"].marks}


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (env(GONE), env("{name: B, value: b}", GONE)),
        (policy(FARTHER), policy("{ipBlock: {cidr: 10.0.0.0/8}}", FARTHER)),
    ],
)
def test_positions_in_lists_are_no_part_of_a_fault(text: str, other: str) -> None:
    assert len(prints(text)) == 1
    assert prints(text) == prints(other)


def test_what_stands_at_other_positions_is_another_fault() -> None:
    assert len(prints(policy(FAR, FARTHER))) == 2
    assert prints(policy(FARTHER)) < prints(policy(FAR, FARTHER))


def test_names_that_end_with_the_release_are_those_of_any_release() -> None:
    assert prints(env(GONE, name="web-blue"), "blue") == prints(env(GONE, name="web-green"), "green")
    named = GONE.replace("gone", "gone-%s")
    assert prints(env(named % "blue"), "blue") == prints(env(named % "green"), "green")


def test_another_chart_has_faults_of_its_own() -> None:
    assert prints(env(GONE)).isdisjoint(prints(env(GONE), chart="cart"))
