"""What people read at a terminal: short, harmless, and with nothing missing."""

import importlib
import json
from pkgutil import iter_modules

import pytest

import pipeline.formats
from pipeline.formats.escaping import LONGEST, shortened, terminal, terminal_line
from pipeline.formats.format import View
from pipeline.formats.lines import Paint, edit_lines
from pipeline.formats.registry import NAMES, named
from pipeline.model.change import Edit
from pipeline.model.resource import ResourceId
from tests.formats.reports import finding, release, report

HUGE = "x" * 5_000_000


@pytest.mark.parametrize("format", ["text", "sarif", "codequality", "junit"])
def test_a_name_of_megabytes_is_shown_by_its_beginning(format: str) -> None:
    shown = report(release("ci", *(finding(f"{number} {HUGE}", name=HUGE) for number in range(17))))
    assert len(named(format)(shown, View(whole=True, explain=True))) < 17 * 5 * LONGEST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * LONGEST, "a" * LONGEST),
        ("a" * LONGEST + "bc", "a" * LONGEST + "… (2 more characters)"),
        ("", ""),
    ],
)
def test_long_lines_are_shortened(text: str, expected: str) -> None:
    assert shortened(text) == terminal(text) == terminal_line(text) == expected
    assert terminal(f"b\n{text}\nc") == f"b\n{expected}\nc"


def test_what_differs_at_the_end_of_a_long_line_is_shown() -> None:
    one, other = ("y" * 5000 + end for end in ("before", "after"))
    lines = list(edit_lines(Edit("replace", "/data/a", one, other, key="data.a"), Paint(False)))
    assert lines[1].endswith("ybefore")
    assert lines[2].endswith("yafter")
    assert max(map(len, lines)) < LONGEST


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [("", "a", "(no kind) a"), ("Pod", "", "Pod (no name)"), ("", "", "(no kind) (no name)"), ("Pod", "a", "Pod a")],
)
def test_objects_without_kind_or_name_are_named_readably(kind: str, name: str, expected: str) -> None:
    shown = report(release("ci", finding(kind=kind, name=name)))
    assert f"    {expected} in ci/web\n" in named("text")(shown, View())
    assert f"({expected}): ci/web" in named("codequality")(shown, View())
    assert ResourceId("", kind, "", name).title == str(ResourceId("", kind, "", name)) == expected


def test_skipped_rules_are_counted_once_for_all_that_miss_the_same() -> None:
    one = named("text")(report(release(None, skipped=("ENV001", "ENV002"))), View())
    assert "\n2 rules skipped: they need a release in an environment (--verbose names them)\n" in one
    assert "ENV001" not in one
    two = report(release(None, skipped=("ENV001", "ENV002")), release(None, skipped=("ENV001",)))
    assert named("text")(two, View(whole=True)).endswith(
        "\n2 rules skipped in web: they need a release in an environment\n  ENV001, ENV002\n"
        "1 rule skipped in web: they need a release in an environment\n  ENV001\n"
    )
    assert "skipped" not in named("text")(report(release(None)), View())


def test_files_are_named_as_other_tools_know_them() -> None:
    view = View(located=lambda file: f"top/{file}")
    shown = report(release("ci", finding()))
    expected = "top/charts/web/templates/web.yaml"
    (entry,) = json.loads(named("codequality")(shown, view))
    (result,) = json.loads(named("sarif")(shown, view))["runs"][0]["results"]
    assert entry["location"]["path"] == expected
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == expected
    assert f'file="{expected}"' in named("junit")(shown, view)


def test_every_module_that_renders_is_a_format() -> None:
    modules = [f"{pipeline.formats.__name__}.{one.name}" for one in iter_modules(pipeline.formats.__path__)]
    found = [name for name in modules if hasattr(importlib.import_module(name), "render")]
    assert sorted(name.rpartition(".")[2] for name in found) == sorted(NAMES)
