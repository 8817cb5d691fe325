"""TMPL: what templates say about themselves."""

import pytest

from tests.checks.standards.asking import written

TWO = "kind: A\n---\nkind: B\n"


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("# Gives others a name.\nkind: A", False),
        ("# Too short\nkind: A", True),
        ("# 1 2 3 4\nkind: A", True),
        ("kind: A # the one and only", False),
        ("# one\n# two\n# three\nkind: A", False),
        ("# one\n\n# two\n\n# three\nkind: A", True),
        ("# replicas: 3\n# command: [sh, -c]\n# image: a b\nkind: A", True),
        ("# Note: this one is kept apart.\nkind: A", False),
        ("# - name: a\n# - name: b\n# - name: c\nkind: A", True),
        ("{{/* Gives others a name. */}}\nkind: A", False),
        ("{{- /*\n  Gives others\n  a name. */ -}}\nkind: A", False),
        ("{{/* Gives others a name.\nkind: A", True),
        ("kind: A\nspec: {{ if .x }}a{{ end }} /* not at all one */", True),
        ('{{ if eq .x "# one two three" }}\nkind: A\n{{ end }}', True),
        (f"# Gives others a name.\n{TWO}", True),
        (f"# Gives others a name.\n{TWO}# and takes it away", False),
        ("{{ define `x` }}\nkind: A\n{{ end }}", False),
        ("a: b", False),
        ("", False),
    ],
)
def test_each_resource_is_explained(text: str, is_told: bool) -> None:
    assert len(written("TMPL012", {"templates/a.yaml": text})) == is_told


@pytest.mark.parametrize(("comments", "is_told"), [(0, False), (1, False), (2, True)])
def test_how_many_comments_are_wanted_is_a_setting(comments: int, is_told: bool) -> None:
    files = {"templates/a.yaml": f"# Gives others a name.\n{'kind: A' if comments else TWO}"}
    assert len(written("TMPL012", files, comments=comments)) == is_told


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("kind: A\n\n{{/* Gives others a name. */}}", [3]),
        ("{{/* Gives others a name. */}}\nkind: A # and takes it away", []),
        ("{{/* Gives others a name. */}}\nkind: A # thus", [1]),
        ("{{/* short */}}\nkind: A", []),
        ("kind: A", []),
        ("{{/* Gives others a name. */}}\n{{ define `x` }}{{ end }}", []),
    ],
)
def test_comments_are_rendered(text: str, lines: list[int]) -> None:
    assert [hit.line for hit in written("TMPL013", {"templates/a.yaml": text})] == lines


@pytest.mark.parametrize("rule", ["TMPL012", "TMPL013"])
@pytest.mark.parametrize(
    "text", ["{{/*" * 100_000, "/*" * 100_000, "# a: " * 50_000, "#\n" * 50_000, "-" * 100_000 + ": a"]
)
def test_long_and_strange_files_are_read_in_no_time(rule: str, text: str) -> None:
    written(rule, {"templates/a.yaml": f"kind: A\n{text}"})
    written(rule, {"templates/a.yaml": f"kind: A\n# {text}"})
