"""Scripts taken apart: which commands they call, and what stands between those."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.shell import Step, calls, commands, program, scripts, steps, targets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a && b || c; d", [("a", "", "&&"), ("b", "&&", "||"), ("c", "||", ";"), ("d", ";", "")]),
        ("a &&\n  b", [("a", "", "&&"), ("b", "&&", "")]),
        ("a \\\n b\nc", [("a b", "", ""), ("c", "", "")]),
        ("( a; b ) & c", [("a", "(", ";"), ("b", ";", ") &"), ("c", ") &", "")]),
        ("a # b; c\nd", [("a", "", ""), ("d", "", "")]),
        ("a 'b; c' \"d && e\" f\\;g", [("a b; c d && e f;g", "", "")]),
        ("a 2>&1 | b &>/f >> g", [("a 2>&1", "", "|"), ("b &> /f >> g", "|", "")]),
        ("cat <<EOF >/f\na; b\nEOF\nc", [("cat << EOF > /f", "", ""), ("c", "", "")]),
        ("cat <<'A' <<-B\nx\nA\ny\n\tB\nc", [("cat << A <<- B", "", ""), ("c", "", "")]),
        ("cat <<EOF\nnever ends", [("cat << EOF", "", "")]),
        ("a <<< b; c", [("a << < b", "", ";"), ("c", ";", "")]),
        ("", []),
        (" ;;&\n", []),
    ],
)
def test_a_script_is_cut_into_steps(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(" ".join(step.words), step.before, step.after) for step in steps(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a & b", [True, False]),
        ("a &", [True]),
        ("(a; b) &", [False, True]),
        ("a && b", [False, False]),
        ("a |& b", [False, False]),
        ("a 2>&1; b &>/f", [False, False]),
    ],
)
def test_what_runs_in_the_background_is_known(text: str, expected: list[bool]) -> None:
    assert [step.is_background for step in steps(text)] == expected


@pytest.mark.parametrize(
    ("vector", "expected"),
    [
        (["sh", "-c", "a; b"], [(2, "a; b")]),
        (["-ec", "a"], [(1, "a")]),
        (["tini", "--", "bash", "-c", "-e", "a"], [(5, "a")]),
        (["python3", "-c", "a; b"], []),
        (["/usr/bin/perl", "-c", "a"], []),
        (["sh", "-c"], []),
        (["sh", "a.sh"], []),
        ([], []),
    ],
)
def test_scripts_are_what_a_shell_is_handed(vector: list[str], expected: list[tuple[int, str]]) -> None:
    assert list(scripts(vector)) == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (("exec", "/bin/a", "b"), ("a", ("b",))),
        (("if", "!", "A=1", "a"), ("a", ())),
        (("then",), ("", ())),
        ((), ("", ())),
    ],
)
def test_the_program_of_a_command_is_behind_keywords_and_assignments(
    command: tuple[str, ...], expected: tuple[str, tuple[str, ...]]
) -> None:
    assert program(command) == expected


def test_files_that_a_command_writes_are_behind_its_arrows() -> None:
    assert list(targets(("a", ">", "/b", "2>>", "/c", "2>&1", "&>", "/d", "<", "/e"))) == ["/b", "/c", "/d"]


def test_the_calls_of_a_vector_are_itself_and_the_steps_of_its_scripts() -> None:
    assert list(calls(["sh", "-c", "a && b"])) == [
        (0, Step(("sh", "-c", "a && b"))), (2, Step(("a",), "", "&&")), (2, Step(("b",), "&&", "")),
    ]  # fmt: skip
    assert list(calls([])) == []


@given(st.text(st.sampled_from("a '\"\\;&|()<>#\n`$E"), max_size=60))
def test_any_text_can_be_cut(text: str) -> None:
    found = steps(text)
    assert all(isinstance(step, Step) and step.words for step in found)
    assert [step.words for step in found] == list(commands(text))


@pytest.mark.parametrize(
    "text", ["<<A\n" * 50_000, ";" + " " * 200_000 + "x", '"\\' * 100_000, "(" * 200_000, "'" * 200_001]
)
def test_no_text_takes_long(text: str) -> None:
    assert len(steps(text)) <= len(text)
