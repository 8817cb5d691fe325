"""Every check of another tool that the words of a rule name is one that this tool has."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.manifests.kyaml import load
from tests.peers.mirrors import named
from tests.peers.scoring import checks

LISTED: dict[str, Any] = load(Path(__file__).with_name("names.yaml").read_text("utf-8"))


@pytest.mark.parametrize("tool", LISTED)
def test_checks_are_on_the_list_of_the_tool(tool: str) -> None:
    known = {*LISTED[tool]["checks"], *LISTED[tool].get("templates", ())}
    assert [(rule, name) for rule, name in named(tool) if name not in known] == []
    assert list(named(tool))


def test_checks_of_kube_score_are_those_that_it_lists() -> None:
    assert [(rule, name) for rule, name in named("kube-score") if name not in checks()] == []
