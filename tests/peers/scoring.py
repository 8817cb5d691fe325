"""kube-score over the examples of rules, beside what we find there."""

import json
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.checks.subjects.release import Release
from pipeline.checks.words import Example, words
from pipeline.manifests.emitting import dump
from tests.checks.examples import broken, laid_release, rendering, said
from tests.peers.programs import KUBE_SCORE, peer

_FINE = 10


def examples(rule: str) -> Mapping[str, Example]:
    """What is judged for a rule: its own examples, and the release without fault."""
    return {"bad": words()[rule].bad, "good": words()[rule].good, "blameless": Example()}


def rendered(example: Example) -> Release:
    """The objects of an example."""
    return laid_release(example) if example.files is None else rendering(example)


def ours(rule: str, example: Example) -> set[str]:
    """Where we find the rule broken: "Kind/name" of objects, or the path of a file."""
    objects = rendered(example).objects
    return {
        hit.file or f"{objects[hit.resource].kind}/{objects[hit.resource].name}" for hit in said(broken(example), rule)
    }


def theirs(check: str, example: Example) -> set[str]:
    """The objects in which kube-score finds something by one of its checks."""
    release = rendered(example)
    return _found("---\n".join(dump(one.body) for one in release.objects), release.kube_version).get(check, set())


@cache
def checks() -> frozenset[str]:
    """The checks that kube-score knows."""
    done = subprocess.run([peer(KUBE_SCORE), "list"], capture_output=True, check=True, text=True)
    return frozenset(line.partition(",")[0] for line in done.stdout.splitlines())


@cache
def _found(text: str, kube_version: str) -> Mapping[str, set[str]]:
    version = ".".join(kube_version.split(".")[:2])
    command: list[str | Path] = [
        peer(KUBE_SCORE),
        "score",
        "--output-format",
        "json",
        "--kubernetes-version",
        f"v{version}",
        "-",
    ]
    done = subprocess.run(command, input=text, capture_output=True, check=False, text=True)
    assert done.stdout, done.stderr
    found: dict[str, set[str]] = {}
    for one in json.loads(done.stdout):
        name = f"{one['type_meta']['kind']}/{one['object_meta']['name']}"
        for result in one["checks"]:
            if not result["skipped"] and result["grade"] < _FINE:
                found.setdefault(result["check"]["id"], set()).add(name)
    return found
