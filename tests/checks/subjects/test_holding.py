"""Which objects a template holds."""

from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.holding import held
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of

TEXT = 'a: b\n---\nkind: "Role"\n---\nkind: {{ .Values.kind }}\n---\nmetadata: {name: a}\nkind: Pod # one'


def test_kinds_are_those_written_and_those_rendered() -> None:
    objects = tuple(
        manifest(index, {"kind": kind}, source)
        for index, (kind, source) in enumerate(
            (
                ("Job", "web/templates/a.yaml"),
                ("Service", "web/charts/b/templates/a.yaml"),
                ("Secret", "web/templates/b.yaml"),
            )
        )
    )
    files = {"Chart.yaml": b"name: web", "templates/a.yaml": TEXT.encode()}
    chart = ChartSource("charts/web", files, DEFAULTS, release_of(objects, "1.34.2", DEFAULTS))
    assert list(held(chart, chart.templates[0])) == [("Role", 3), ("Pod", 8), ("Job", 0)]
