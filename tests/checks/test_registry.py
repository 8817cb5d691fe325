"""Every rule is known by its id once, and all of its checks are called."""

from pipeline.checks.registry import by_id, of, rules
from pipeline.checks.rule import Subject


def test_a_further_check_is_called_and_is_no_rule_of_its_own() -> None:
    further = [rule for subject in Subject for rule in of(subject) if rule.is_further]
    assert further
    for one in further:
        whole = by_id()[one.id]
        assert not whole.is_further
        assert one.subject is not whole.subject
        assert (one.title, one.level, one.severity, one.waivers) == (
            whole.title,
            whole.level,
            whole.severity,
            whole.waivers,
        )
    assert not any(rule.is_further for rule in rules())
    assert len({rule.id for rule in rules()}) == len(rules())
