"""VAL: names of values, how deep they lie, and what is said about them."""

from typing import Any

import pytest

from pipeline.checks.hit import Hit
from pipeline.checks.rule import Rule
from pipeline.checks.settings import Settings
from pipeline.checks.standards import val
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.values import ValuesFile
from tests.checks.standards.asking import severities


def judged(
    rule: Rule, values: str, template: str = "", path: str = "values.yaml", metadata: str = "", **settings: Any
) -> list[Hit]:
    """What a rule says of a file of values, for a chart with one template."""
    files = {"templates/a.yaml": template.encode(), "Chart.yaml": metadata.encode(), "values.yaml": values.encode()}
    return list(rule.check(ValuesFile(path, values), ChartSource("charts/a", files, Settings(**settings))))


def paths(hits: list[Hit]) -> list[str]:
    return sorted(hit.path for hit in hits)


DEPENDENCIES = "dependencies: [{name: tango-rest}, {name: redis-server, alias: cache-x}]"


@pytest.mark.parametrize(
    ("values", "template", "found"),
    [
        ("a-b: 1", "", ["/a-b"]),
        ("a: {b-c: {d-e: 1}}", "", ["/a/b-c", "/a/b-c/d-e"]),
        ("a: [{b-c: 1}, 7, null, [{d-e: 1}]]", "", ["/a/0/b-c", "/a/3/0/d-e"]),
        ("annotations: {a-b: 1}\npodAnnotations: {a-b: 1}\nextraEnv: [{a-b: 1}]", "", []),
        ("x-annotations: {a-b: 1}", "", ["/x-annotations", "/x-annotations/a-b"]),
        ("a: {b: {c-d: 1}, e-f: 1}", "{{ toYaml .Values.a.b }}", ["/a/e-f"]),
        ("a: {b: {c-d: 1}}", "{{ range $k, $v := .Values.a.b }}{{ end }}", []),
        ("a: {b: {c-d: 1}}", "{{ with .Values.a }}{{ toYaml .b }}{{ end }}", []),
        ("a: {b: {c-d: 1}}", '{{ index .Values.a.b "c-d" }}', ["/a/b/c-d"]),
        ("7: 1\ntrue: 2\n'': 3\n-: 4", "", ["/-"]),
    ],
)
def test_hyphens(values: str, template: str, found: list[str]) -> None:
    assert paths(judged(val.no_hyphens, values, template)) == found


def test_names_of_dependencies_are_given_and_what_is_below_is_theirs() -> None:
    values = "tango-rest: {a-b: 1}\ncache-x: {A_b: 1}\nredis-server: {}\nother-x: {}"
    hits = judged(val.no_hyphens, values, metadata=DEPENDENCIES)
    assert dict(zip(paths(hits), severities(sorted(hits, key=lambda hit: hit.path)), strict=True)) == {
        "/tango-rest": "info", "/cache-x": "info", "/redis-server": "info", "/other-x": "",
    }  # fmt: skip
    assert judged(val.plain_names, values, metadata=DEPENDENCIES) == []


@pytest.mark.parametrize(
    ("name", "is_right"),
    [
        ("logLevel", True),
        ("loglevel2", True),
        ("global", True),
        ("a-b", True),
        ("log_level", False),
        ("Log", False),
        ("2log", False),
        ("a.b", False),
        ("ä", False),
        ("''", False),
        ('"a\\n"', False),
    ],
)
def test_names_are_camel_case(name: str, is_right: bool) -> None:
    assert (judged(val.plain_names, f"{name}: 1", path="environments/ci/values.yaml") == []) is is_right


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ("a: {b: {c: 1}}", []),
        ("a: {b: {c: {d: 1}}}", ["/a/b/c"]),
        ("a: {b: {c: {d: {e: 1}, f: 2}}}", ["/a/b/c"]),
        ("a: {b: {c: {}}}", []),
        ("a: {b: {c: {d: {}}}}", []),
        ("a: {b: {c: [{d: {e: 1}}]}}", []),
        ("a: {b: {c: {d: null}}}", ["/a/b/c"]),
        ("a: {b: {resources: {limits: {cpu: 1}}}}", []),
        ("a: {b: {c: {labels: {d: 1}}}}", []),
        ("global: {b: {c: {d: 1}}}", []),
        ("global: {b: {c: {d: {e: 1}}}}", ["/global/b/c/d"]),
        ("tango-rest: {b: {c: {d: 1}}}", []),
        ("a: [[1]]\nb: 7", []),
    ],
)
def test_depth(values: str, found: list[str]) -> None:
    assert paths(judged(val.shallow, values, metadata=DEPENDENCIES)) == found


def test_depth_can_be_set_and_is_not_asked_of_overlays() -> None:
    values = "a: {b: {c: {d: {e: 1}}}}"
    assert [hit.message for hit in judged(val.shallow, values)] == [
        "values below 'a.b.c' are up to 5 keys deep, 3 are allowed"
    ]
    assert paths(judged(val.shallow, values, depth=2)) == ["/a/b"]
    assert judged(val.shallow, values, depth=5) == []
    assert judged(val.shallow, values, path="environments/ci/values.yaml") == []


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ("# a\na: 1\nb: 2 # b\n", []),
        ("a: 1\n", ["/a"]),
        ("# a\n\na: 1\n", ["/a"]),
        ("a: '#'\nb: \" # \"\nc: x#y\n", ["/a", "/b", "/c"]),
        ("# a\na:\n  b: 1\nc:\n  # d\n  d: 1\n", ["/c"]),
        ("{a: 1} # a\n", []),
        ("", []),
        ("[a]", []),
    ],
)
def test_comments(values: str, found: list[str]) -> None:
    assert paths(judged(val.commented, values)) == found
    assert judged(val.commented, values, path="environments/ci/values.yaml") == []


def test_how_many_comments_are_missing_is_said_and_can_be_few() -> None:
    values = "# a\na: 1\nb: {c: 1, d: {}}\n"
    assert [hit.message for hit in judged(val.commented, values)] == [
        "'b' has no comment, nor has the only value in it; 1 of 2 keys have none"
    ]
    assert judged(val.commented, values, commented=50) == []


@pytest.mark.parametrize("rule", [val.no_hyphens, val.plain_names, val.shallow, val.commented])
def test_bad_days(rule: Rule) -> None:
    for values in ("a: [", "null", "- a", "7", "a: &a [*a]", "a: null\nb: [null, [null]]"):
        list(judged(rule, values))
    assert len(judged(rule, "".join(f"A-{one}: {{b: {{c: {{d: 1}}}}}}\n" for one in range(10_000)))) in (0, 10_000)
