"""Files of the chart are shown below its folder, all others where they are."""

import pytest

from pipeline.checks.hit import Hit
from pipeline.checks.places.locating import Sources, locate
from pipeline.repository.origins import Written

LAID = ("shared/x.yaml", "values.yaml", "charts/web/values-ci.yaml", "environments/ci/web.yaml")
SOURCES = Sources(
    "charts/web",
    {"values.yaml": b"a: 1\n", "templates/a.yaml": b"", "environments/a.yaml": b""},
    Written(tuple(("release", path, b"a: 1\n") for path in LAID)),
)


@pytest.mark.parametrize(
    ("sources", "file", "expected"),
    [
        *((SOURCES, path, path) for path in LAID),
        (SOURCES, "environments/ci/environment.yaml", "environments/ci/environment.yaml"),
        (SOURCES, "environments/a.yaml", "charts/web/environments/a.yaml"),
        (SOURCES, "templates/a.yaml", "charts/web/templates/a.yaml"),
        (SOURCES, "templates/", "charts/web/templates/"),
        (Sources("charts/web", SOURCES.files), "values.yaml", "charts/web/values.yaml"),
    ],
)
def test_where_a_file_stands(sources: Sources, file: str, expected: str) -> None:
    assert locate(Hit("wrong", file=file, line=1), None, sources).file == expected
