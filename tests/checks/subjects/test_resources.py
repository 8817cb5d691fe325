"""Documents of a template and the objects that come of them find each other."""

from collections.abc import Sequence

import pytest

from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.checks.subjects.resources import Resource, resources


def found(text: str, *kinds: str) -> Sequence[Resource]:
    """The resources of a template that renders objects of these kinds."""
    objects = tuple(
        manifest(index, {"kind": kind, "metadata": {"name": f"o{index}"}}, "shop/templates/a.yaml", index)
        for index, kind in enumerate(kinds)
    )
    files = {"Chart.yaml": b"name: shop", "templates/a.yaml": text.encode()}
    chart = ChartSource("charts/shop", files, Settings(), release_of(objects, "1.34.2", Settings()))
    (template,) = chart.templates
    return resources(chart, template)


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("kind: A\n---\nkind: B", "BA", [("A", 1), ("B", 1)]),
        ("kind: A\n---\nkind: B", "B", [("A", 0), ("B", 1)]),
        ("kind: A", "AAA", [("A", 3)]),
        ("kind: A\n---\nkind: A", "AA", [("A", 1), ("A", 1)]),
        ("kind: A\n---\nkind: A", "AAA", [("A", 1), ("A", 2)]),
        ('kind: "A" # the first', "A", [("A", 1)]),
        ("kind: {{ .Values.kind }}", "B", [("B", 1)]),
        ("kind: {{ .Values.kind }}", "", [("", 0)]),
        ("{{ if .a }}\nkind: A\n{{ else }}\nkind: B\n{{ end }}", "B", [("B", 1)]),
        ("{{ if .a }}\nkind: A\n{{ else }}\nkind: B\n{{ end }}", "", [("A", 0)]),
        ('{{ include "all" . }}', "ABA", [("A", 2), ("B", 1)]),
        ('kind: A\n---\n{{ include "all" . }}', "BA", [("A", 1), ("B", 1)]),
        ("kind: A", "BB", [("A", 0), ("B", 2)]),
        ("# nothing", "", []),
    ],
)
def test_each_resource_knows_what_comes_of_it(text: str, kinds: str, expected: list[tuple[str, int]]) -> None:
    assert [(one.kind, len(one.objects)) for one in found(text, *kinds)] == expected


@pytest.mark.parametrize(
    ("text", "is_hook"),
    [
        ("kind: A\nmetadata:\n  annotations:\n    helm.sh/hook: test", True),
        ('kind: A\nmetadata:\n  annotations: {"helm.sh/hook": test}', True),
        ("kind: A\nmetadata:\n  annotations:\n    note: none", False),
        ("kind: A\nspec:\n  helm.sh/hook: test", False),
    ],
)
def test_a_hook_is_known_by_what_is_written(text: str, is_hook: bool) -> None:
    assert [one.is_hook for one in found(text)] == [is_hook]


def test_many_documents_and_objects_are_paired_in_no_time() -> None:
    text = "\n---\n".join(["kind: A"] * 5_000)
    assert len(found(text, *["A"] * 10_000, *["B"] * 10_000)) == 5_001
