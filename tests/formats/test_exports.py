"""The formats for other tools, made by the command and read as those tools read them."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.conftest import Repository

SARIF = jsonschema_rs.validator_for(json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text("utf-8")))
HOSTILE = """apiVersion: v1
kind: ConfigMap
metadata:
  name: "a<b>&\\"'\\e[31m\\u202e]]>"
data: {password: "x"}
"""


@pytest.fixture
def exported(shop: Repository) -> Repository:
    """What validate and review write about a chart with a hostile name in it."""
    shop.commit({"charts/web/templates/more.yaml": HOSTILE})
    for word in ("validate", "review"):
        answer = shop.rendiff(
            word, "-o", f"sarif={word}.sarif", "-o", f"codequality={word}.json", "-o", f"junit={word}.xml"
        )
        assert answer.code == 1, answer.err
    return shop


def loaded(repository: Repository, file: str) -> Any:
    return json.loads((repository.root / file).read_text("utf-8"))


@pytest.mark.parametrize("word", ["validate", "review"])
def test_sarif_is_valid_by_its_schema(exported: Repository, word: str) -> None:
    found = loaded(exported, f"{word}.sarif")
    SARIF.validate(found)
    results = found["runs"][0]["results"]
    assert {one["level"] for one in results} == {"error", "warning", "note"}
    assert len({one["partialFingerprints"]["rendiff/v1"] for one in results}) == len(results)
    states = {one.get("baselineState") for one in results}
    assert states == {None} if word == "validate" else {"new", "unchanged"} <= states <= {"new", "unchanged", "absent"}


@pytest.mark.parametrize("word", ["validate", "review"])
def test_code_quality_has_what_gitlab_asks_of_each_entry(exported: Repository, word: str) -> None:
    found = loaded(exported, f"{word}.json")
    for one in found:
        assert isinstance(one["description"], str)
        assert one["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert (exported.root / one["location"]["path"]).is_file()
        assert one["location"]["lines"]["begin"] >= 1
    assert len({one["fingerprint"] for one in found}) == len(found)


@pytest.mark.parametrize("word", ["validate", "review"])
def test_junit_is_xml_with_each_name_once(exported: Repository, word: str) -> None:
    suites = ET.fromstring((exported.root / f"{word}.xml").read_text("utf-8"))
    assert {"ci/web", "production/web", "charts/web"} <= {suite.get("name") for suite in suites}
    for suite in suites:
        names = [case.get("name") for case in suite]
        assert len(set(names)) == len(names) == int(suite.get("tests", "0"))
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures", "0"))


def test_nothing_found_is_an_empty_array_and_suites_that_pass(shop: Repository) -> None:
    shop.commit({"environments/ci/web.yaml": "replicas: 1\n"})
    assert shop.rendiff("review", "-o", "codequality=c.json", "-o", "junit=j.xml", "-r", "web", "-e", "ci").code == 0
    cases = ET.fromstring((shop.root / "j.xml").read_text("utf-8")).findall("testsuite/testcase")
    assert {case.get("name") for case in cases} == {"nothing to object to"}
