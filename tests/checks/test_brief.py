"""A brief arrives as it was sent."""

from dataclasses import replace

from pipeline.checks.brief import Brief, brief_of, brief_text
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.release import Plea
from pipeline.model.node import Node
from pipeline.model.problem import Place
from pipeline.repository.origins import Written

BRIEF = Brief(
    source=True, folder="charts/shop", settings=Settings(registries=("a", "b")), environment="test", role="ci",
    nodes=(Node("n", {"a": "b"}, ({"key": "k"},), True),), crds=({"kind": "CustomResourceDefinition"},),
    laid=Written((("values", "a.yaml", b"a: \xff"),), (("a[0]", Place("a.yaml", 1, "a"), "set"),)), recorded=({"kind": "Pod"},),
    pleas=(Plea("Pod/*", "multicast", "OPS-12"),), neighbours={"charts/box": ("box", "0.2.0")},
)  # fmt: skip


def test_a_brief_arrives_as_it_was_sent() -> None:
    assert brief_text(brief_of(brief_text(BRIEF))) == brief_text(BRIEF)
    assert brief_of(brief_text(BRIEF)).pleas == BRIEF.pleas
    assert brief_of(brief_text(BRIEF)).neighbours == BRIEF.neighbours
    assert brief_of(brief_text(replace(BRIEF, neighbours=None))).neighbours is None
