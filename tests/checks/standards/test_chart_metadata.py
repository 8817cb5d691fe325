"""CHART: what Chart.yaml says."""

import pytest

from tests.checks.standards.asking import severities, written


def keys(rule: str, metadata: str) -> list[str]:
    return [hit.key for hit in written(rule, {"Chart.yaml": metadata})]


RULES = ["CHART007", "CHART009", "CHART010", "CHART012", "CHART014", "CHART015", "CHART016"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("metadata", ["- a", "", "name: [", "1"])
def test_a_chart_yaml_that_is_no_map_is_told_by_one_rule_alone(rule: str, metadata: str) -> None:
    assert keys(rule, metadata) == []
    assert written(rule, {}) == []


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("value", ["null", "1", "[]", "{}", "[null]", "[[a]]", "{a: b}", "true", "1.5", '""'])
def test_any_value_is_read(rule: str, value: str) -> None:
    fields = [
        "name",
        "version",
        "description",
        "home",
        "maintainers",
        "sources",
        "keywords",
        "icon",
        "apiVersion",
        "type",
        "dependencies",
    ]
    written(rule, {"Chart.yaml": "\n".join(f"{field}: {value}" for field in fields)})


@pytest.mark.parametrize(
    ("name", "is_good"),
    [
        ("shop", True), ("shop-2", True), ("2shop", True), ('"123"', True), ("shop-front-door", True),
        ("Shop", False), ("shop_front", False), ("shop--front", False), ("shop.front", False), ("-shop", False),
        ("shop-", False), ("'shop front'", False), ("schön", False), ('"shop\\n"', False), ("123", False), ("[a]", False),
        ("null", True), ('""', True),
    ],
)  # fmt: skip
def test_a_name_is_lowercase_words_with_hyphens(name: str, is_good: bool) -> None:
    assert keys("CHART007", f"name: {name}") == ([] if is_good else ["name"])


def test_names_of_dependencies_are_worth_a_note() -> None:
    found = written(
        "CHART007", {"Chart.yaml": "dependencies: [{name: A, alias: b_c}, {name: a, alias: null}, {name: 1}]"}
    )
    assert [hit.key for hit in found] == ["dependencies.0.name", "dependencies.0.alias", "dependencies.2.name"]
    assert set(severities(found)) == {"info"}


FULL = "{name: a, version: 1.0.0, description: b, home: c, maintainers: [{name: d}], sources: [e], %s}"


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ("x: 1", []),
        ("description: ' '", ["description"]),
        ("description: 1", ["description"]),
        ("home: null", ["home"]),
        ("name: null", ["name"]),
        ("name: 1", []),
        ("version: 1.0", []),
        ("version: ''", ["version"]),
        ("maintainers: []", ["maintainers"]),
        ("maintainers: {name: d}", ["maintainers"]),
        ("maintainers: [d, {}, null, {name: x}]", ["maintainers.0", "maintainers.1", "maintainers.2"]),
        ("sources: e", ["sources"]),
        ("sources: [null, ' ', 1, e]", ["sources.0", "sources.1", "sources.2"]),
    ],
)
def test_six_fields_are_there(change: str, missing: list[str]) -> None:
    assert keys("CHART009", FULL % change) == missing


def test_each_missing_field_is_told() -> None:
    assert keys("CHART009", "{}") == ["name", "version", "description", "home", "maintainers", "sources"]


@pytest.mark.parametrize(
    ("version", "is_good"),
    [
        ("1.0.0", True), ("1.0.0-rc.1+build.5", True), ("'0.0.1'", True), ("null", True),
        ("1.0", False), ('"1.0"', False), ("v1.0.0", False), ("01.0.0", False), ("1", False), ("1.0.0.0", False),
        ("latest", False), ("[1, 0, 0]", False), ('"1.0.0\\n"', False),
    ],
)  # fmt: skip
def test_a_version_is_strict(version: str, is_good: bool) -> None:
    assert keys("CHART010", f"version: {version}") == ([] if is_good else ["version"])


@pytest.mark.parametrize(
    ("wanted", "is_good"),
    [("1.0.0", True), ("~1.2", True), ("'>=1 <2 || 3.x'", True), ("null", True), ("1.0", False), ("newest", False), ("'>>1'", False)],
)  # fmt: skip
def test_versions_of_dependencies_are_ranges(wanted: str, is_good: bool) -> None:
    found = keys("CHART010", f"dependencies: [{{name: a, version: {wanted}}}]")
    assert found == ([] if is_good else ["dependencies.0.version"])


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ("apiVersion: v2", []),
        ("apiVersion: v1", []),
        ("{apiVersion: v2, type: library, dependencies: [{name: a}]}", []),
        ("{apiVersion: v1, type: application, dependencies: [{name: a}]}", ["dependencies", "type"]),
        ("{apiVersion: v1, type: null, dependencies: []}", []),
        ("{}", ["apiVersion"]),
        ("apiVersion: v3", ["apiVersion"]),
        ("apiVersion: 2", ["apiVersion"]),
        ("apiVersion: [v2]", ["apiVersion"]),
    ],
)
def test_the_api_version_is_one_of_helm_3(metadata: str, found: list[str]) -> None:
    assert keys("CHART012", metadata) == found


@pytest.mark.parametrize(
    ("maintainer", "found"),
    [
        ("{name: Ada, email: ada@example.org}", []),
        ("{email: ada@example.org}", ["error"]),
        ("{name: ' ', email: a.b+c@mail.example.org}", ["error"]),
        ("{name: Ada}", [""]),
        ("{name: Ada, email: ada}", [""]),
        ("{name: Ada, email: ada@localhost}", [""]),
        ("{name: Ada, email: Ada <ada@example.org>}", [""]),
        ("{name: Ada, email: 'a@b.c@d.e'}", [""]),
        ("{name: Ada, email: [ada@example.org]}", [""]),
        ("{name: 1}", ["error", ""]),
        ("null", []),
        ("Ada", []),
    ],
)
def test_maintainers_can_be_reached(maintainer: str, found: list[str]) -> None:
    assert severities(written("CHART014", {"Chart.yaml": f"maintainers: [{maintainer}]"})) == found


@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        ("https://example.org", True), ("http://example.org:8080/a?b#c", True), ("https://[::1]/", True), ("null", True),
        ("example.org", False), ("//example.org", False), ("ftp://example.org", False), ("https://", False),
        ("https:///a", False), ("'https://exa mple.org'", False), ("'https://[::1'", False), ("file:///a", False),
        ("git@example.org:a/b", False), ("1", False), ("[a]", False), ("'data:image/png;base64,AA'", False),
    ],
)  # fmt: skip
def test_links_can_be_followed(url: str, is_good: bool) -> None:
    for field in ("home", "icon"):
        assert keys("CHART015", f"{field}: {url}") == ([] if is_good else [field])
    assert keys("CHART015", f"sources: [https://a.example.org, {url}]") == ([] if is_good else ["sources.1"])


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ("{keywords: [a, b], icon: c}", []),
        ("{keywords: [a]}", ["icon"]),
        ("{icon: a}", ["keywords"]),
        ("{icon: ' ', keywords: a}", ["keywords", "icon"]),
        ("{icon: a, keywords: [a, 1]}", ["keywords"]),
        ("{icon: a, keywords: [a, '']}", ["keywords"]),
        ("{icon: a, keywords: []}", ["keywords"]),
    ],
)
def test_a_chart_can_be_found(metadata: str, found: list[str]) -> None:
    assert keys("CHART016", metadata) == found


def test_hits_stand_at_the_line_of_their_key() -> None:
    metadata = "name: shop\nsources:\n  - https://a.example.org\n  - b\nmaintainers:\n  - email: x\n"
    assert [hit.line for hit in written("CHART015", {"Chart.yaml": metadata})] == [4]
    assert [hit.line for hit in written("CHART014", {"Chart.yaml": metadata})] == [6, 6]


def test_many_maintainers_are_read_in_no_time() -> None:
    metadata = "maintainers:\n" + "  - {email: x}\n" * 10_000
    assert len(written("CHART014", {"Chart.yaml": metadata})) == 20_000
