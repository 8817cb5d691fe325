"""Unknown keys of Chart.yaml, each with the known one that is meant."""

import pytest

from pipeline.checks.helm.metadata import keys
from pipeline.model.finding import Severity
from tests.checks.helm.asking import METADATA, said


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("annotations: {anything: goes}", []),
        ("kubeVersions: '>=1'", [("kubeVersions", 4, None, "did you mean 'kubeVersion'?")]),
        ("maintainer: {name: a}", [("maintainer", 4, None, "did you mean 'maintainers'?")]),
        ("engine: gotpl", [("engine", 4, Severity.INFO, "a key of Helm 2")]),
        ("tillerVersion: '>2'", [("tillerVersion", 4, Severity.INFO, "a key of Helm 2")]),
        ("appversion: '1'", [("appversion", 4, Severity.INFO, "is written 'appVersion'")]),
        ("dependencies:\n  - {name: a}\n  - {name: b, importValues: []}", [("dependencies.1.importValues", 6, None, "did you mean 'import-values'?")]),
        ("maintainers: [{name: a, mail: b}]", [("maintainers.0.mail", 4, None, "did you mean 'email'?")]),
        ("dependencies: {a: b}\nmaintainers: [null, 7, a]", []),
        ("7: a", [("7", 4, None, "Helm knows no key '7'")]),
    ],
)  # fmt: skip
def test_unknown_keys(more: str, expected: list[tuple[str, int, Severity | None, str]]) -> None:
    found = said(keys, {"Chart.yaml": f"{METADATA}{more}\n"})
    assert [(hit.key, hit.line, hit.severity) for hit in found] == [one[:3] for one in expected]
    for hit, one in zip(found, expected, strict=True):
        assert one[3] in hit.message


@pytest.mark.parametrize("text", ["", "null", "- a", "a: [", "7"])
def test_a_file_that_is_no_map_has_no_keys(text: str) -> None:
    assert said(keys, {"Chart.yaml": text}) == []
