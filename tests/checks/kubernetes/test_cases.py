"""Our checks say what the API server's own validation says, on each manifest of the table."""

from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers
from pkgutil import iter_modules

import pytest

from pipeline.checks import kubernetes
from pipeline.checks.hit import Hit
from pipeline.checks.rule import Rule, Subject, is_rule
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.model.finding import Severity
from tests.apiserver.oracle import oracle
from tests.apiserver.record import asked
from tests.checks.kubernetes.table import Case, cases

TABLE = cases()
RULES: list[Rule] = [
    rule
    for module in iter_modules(kubernetes.__path__, f"{kubernetes.__name__}.")
    for _, rule in getmembers(import_module(module.name), is_rule)
    if rule.id.startswith("K8S1")
]


def hits(case: Case) -> Iterator[tuple[Rule, Hit]]:
    """What the rules of this family say of a manifest."""
    release = release_of((manifest(0, case.body),), f"{case.kube}.0", DEFAULTS)
    for rule in RULES:
        for subject in release.pods if rule.subject is Subject.POD else release.objects:
            if not rule.kinds or subject.kind in rule.kinds:
                yield from ((rule, hit) for hit in rule.check(subject, release))


def found(case: Case) -> tuple[set[str], set[str]]:
    """The rules of this family that find an error in a manifest, and those that warn."""
    said = [(rule.id, hit.severity or rule.severity) for rule, hit in hits(case)]
    errors = {rule for rule, severity in said if severity is Severity.ERROR}
    return errors, {rule for rule, _ in said} - errors


def test_every_case_has_its_own_name() -> None:
    assert len({case.id for case in TABLE}) == len(TABLE)


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.id)
def test_we_say_what_the_api_server_says(case: Case) -> None:
    errors, warnings = found(case)
    assert errors == case.rules
    assert warnings == case.warns
    if case.schema:
        assert case.refused
        assert not errors
    else:
        assert (bool(errors) == bool(case.refused)) is not bool(case.differs)


def test_the_recorded_verdicts_are_the_oracles() -> None:
    assert {case.id: case.refused for case in TABLE} == asked(oracle())
