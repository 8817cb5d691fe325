"""What `rendiff rules` tells of a rule."""

import json

from tests.conftest import Repository


def test_examples_hold_what_another_release_has(repository: Repository) -> None:
    (rule,) = json.loads(repository.rendiff("rules", "REF011", "-o", "json").out)
    assert "name: web-shop-test" in rule["bad"]["beside"]
    assert rule["bad"] != rule["good"]
