"""crds/ of an environment holds definitions, and nothing else unseen."""

import pytest

from pipeline.model.problem import Problem
from pipeline.repository.crds import crds_of
from pipeline.repository.tree import Entry, Tree

FILE = "environments/ci/crds/widgets.yaml"
CRD = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a}\n"
MUST = "must be a CustomResourceDefinition, not"


def read(text: str) -> tuple[int, list[str]]:
    tree = Tree(
        {FILE: Entry("", "100644")}, lambda paths: {path: text.encode("utf-8", "surrogateescape") for path in paths}
    )
    problems: list[Problem] = []
    return len(crds_of(tree, "ci", problems)), [str(one) for one in problems]


@pytest.mark.parametrize(
    ("text", "count", "problems"),
    [
        (CRD, 1, []),
        (f"{CRD}---\n# nothing\n---\n{CRD}", 2, []),
        (f"{CRD}---\napiVersion: v1\nkind: ConfigMap\n", 1, [f"{FILE}:5: documents: {MUST} ConfigMap"]),
        ("a: b\n", 0, [f"{FILE}:1: documents: {MUST} something without a kind"]),
        ("---\n\n[1]\n", 0, [f"{FILE}:3: documents: {MUST} something without a kind"]),
        ("kind: 1\n", 0, [f"{FILE}:1: documents: {MUST} something without a kind"]),
        ("apiVersion: v1\nkind: List\nitems: [1]\n", 0, [f"{FILE}:1: documents: {MUST} something without a kind"]),
        (f"{CRD}---\na: [\n", 1, [f"{FILE}:5: documents: is no valid YAML: did not find expected node content"]),
        ("a: \udcff", 0, [f"{FILE}:1: documents: is no valid YAML: it is not UTF-8"]),
    ],
)
def test_what_is_no_definition_is_named_with_its_line(text: str, count: int, problems: list[str]) -> None:
    assert read(text) == (count, problems)
