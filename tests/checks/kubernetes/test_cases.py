"""Our checks say what the API server's own validation says, on each manifest of the table."""

import pytest

from tests.apiserver.oracle import oracle
from tests.apiserver.record import asked
from tests.checks.kubernetes.judging import errors, hits
from tests.checks.kubernetes.table import Case, cases

TABLE = cases()


def test_every_case_has_its_own_name() -> None:
    assert len({case.id for case in TABLE}) == len(TABLE)


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.id)
def test_we_say_what_the_api_server_says(case: Case) -> None:
    found = errors(case.body, case.kube)
    assert found == case.rules
    assert {rule.id for rule, _ in hits(case.body, case.kube)} - found == case.warns
    if case.schema:
        assert case.refused
        assert not found
    else:
        assert (bool(found) == bool(case.refused)) is not bool(case.differs)


def test_the_recorded_verdicts_are_the_oracles() -> None:
    assert {case.id: case.refused for case in TABLE} == asked(oracle())
