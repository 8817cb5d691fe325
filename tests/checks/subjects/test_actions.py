"""Blocks are followed however their actions are written."""

import pytest

from pipeline.checks.subjects.actions import Guard, actions, inside, is_control, joined, moved


@pytest.mark.parametrize(
    ("action", "guard"),
    [
        ("{{ if .a }}", Guard("if", ".a")),
        ("{{if(or .a .b)}}", Guard("if", "(or .a .b)")),
        ("{{if\n  .a}}", Guard("if", ".a")),
        ("{{- with\t$ -}}", Guard("with", "$")),
        ("{{if.a}}", Guard("if", ".a")),
        ("{{ define `x` }}", Guard("define", "`x`")),
        ("{{ range }}", Guard("range", "")),
    ],
)
def test_what_opens_a_block(action: str, guard: Guard) -> None:
    for text in (action, joined(action)):
        assert moved((), inside(text)) == (guard,)
        assert is_control(inside(text))
        assert moved((guard,), "end") == ()


@pytest.mark.parametrize(
    "action", ["{{ iffy }}", "{{ .if }}", "{{ (if) }}", "{{}}", "{{ include `if` . }}", "{{ ending }}"]
)
def test_what_opens_and_closes_none(action: str) -> None:
    around = (Guard("if", ".a"),)
    assert moved(around, inside(action)) == around
    assert not is_control(inside(action))


@pytest.mark.parametrize("action", ["else", "else if .b", "else\n", "end", "break", "continue", "$x := 1", "$x = 1"])
def test_what_prints_nothing(action: str) -> None:
    assert is_control(action)


def test_the_other_branch_is_guarded_by_what_does_not_hold() -> None:
    first, other = (said for _, said in actions("{{ if .a }}{{ else if(.b) }}"))
    assert moved(moved((), first), other) == (Guard("if", "not .a if(.b)"),)
