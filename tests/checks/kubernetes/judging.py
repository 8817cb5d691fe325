"""The rules of this family called on single manifests, and the API server's own validation beside them."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from inspect import getmembers
from pkgutil import iter_modules
from typing import Any

from pipeline.checks import kubernetes
from pipeline.checks.hit import Hit
from pipeline.checks.rule import Rule, Subject, is_rule
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.model.finding import Severity
from tests.apiserver.oracle import oracle, verdicts
from tests.checks.kubernetes.table import VERSION

RULES: Sequence[Rule] = [
    rule
    for module in iter_modules(kubernetes.__path__, f"{kubernetes.__name__}.")
    for _, rule in getmembers(import_module(module.name), is_rule)
]
OWN = [rule for rule in RULES if rule.id.startswith("K8S1")]
SCHEMAS = [rule for rule in RULES if rule.id in ("K8S001", "K8S002")]


def hits(body: Mapping[str, Any], kube: str = VERSION, rules: Sequence[Rule] = OWN) -> Iterator[tuple[Rule, Hit]]:
    """What rules about objects and pods say of a manifest."""
    release = release_of((manifest(0, body),), f"{kube}.0", DEFAULTS)
    subjects: Mapping[Subject, Sequence[Any]] = {Subject.OBJECT: release.objects, Subject.POD: release.pods}
    for rule in rules:
        for subject in subjects.get(rule.subject, ()):
            if not rule.kinds or subject.kind in rule.kinds:
                yield from ((rule, hit) for hit in rule.check(subject, release))


def errors(body: Mapping[str, Any], kube: str = VERSION, rules: Sequence[Rule] = OWN) -> set[str]:
    """The rules that find an error in a manifest."""
    return {rule.id for rule, hit in hits(body, kube, rules) if (hit.severity or rule.severity) is Severity.ERROR}


def refused(bodies: Sequence[Any], kube: str = VERSION) -> list[bool]:
    """Whether the API server's validation refuses each manifest; skips the test where it is not built."""
    return [bool(verdict.get("refused")) for verdict in verdicts(oracle(), bodies, "" if kube == VERSION else kube)]


def disagreements(bodies: Sequence[Any], kube: str = VERSION) -> list[Any]:
    """The manifests of which our rules say something else than the API server's validation."""
    return [
        body
        for body, bad in zip(bodies, refused(bodies, kube), strict=True)
        if bool(errors(body, kube, [*SCHEMAS, *OWN])) is not bad
    ]
