"""Where objects stand among the documents of their template."""

import pytest

from pipeline.checks.places.ordering import ordered
from pipeline.checks.subjects.manifest import manifest

NAME = "metadata:\n  name: "
FULL = '{{ include "x" . }}'


def document(kind: str, name: str = FULL) -> str:
    return f"kind: {kind}\n{NAME}{name}\n"


@pytest.mark.parametrize(
    ("documents", "printed", "places"),
    [
        ([document("Deployment"), document("Service")], ["Service/a", "Deployment/a"], [1, 0]),
        ([document("Service"), document("Deployment")], ["Service/a", "Deployment/a"], [0, 1]),
        (
            [document("Deployment"), document("Service"), document("Deployment"), document("Service")],
            ["Service/a", "Service/b", "Deployment/a", "Deployment/b"],
            [1, 3, 0, 2],
        ),
        (
            [document("Service"), document("Deployment"), document("Service", f"{FULL}-headless")],
            ["Service/a-headless", "Deployment/a"],
            [0, 1],
        ),
        (
            [document("Service", f"{FULL}-a"), document("Deployment"), document("Service", f"{FULL}-b")],
            ["Service/x-b", "Deployment/x"],
            [2, 1],
        ),
        ([document("Deployment"), document("Service")], ["Service/a", "Service/b", "Deployment/a"], [1, 1, 0]),
        ([document("Deployment"), document("{{ .Values.kind }}")], ["Service/a", "Deployment/a"], [1, 0]),
        ([document("Deployment"), FULL], ["Service/a", "Deployment/a"], [1, 0]),
        ([document("Deployment")], ["Service/a", "Deployment/a"], [0, 1]),
        ([], ["Service/a", "Deployment/a"], [0, 1]),
    ],
)  # fmt: skip
def test_objects_stand_where_their_documents_do(documents: list[str], printed: list[str], places: list[int]) -> None:
    files = {"templates/a.yaml": "---\n".join(documents).encode()}
    objects = [
        manifest(
            index, {"kind": one.split("/")[0], "metadata": {"name": one.split("/")[1]}}, "shop/templates/a.yaml", index
        )
        for index, one in enumerate(printed)
    ]
    found = ordered(objects, files)
    assert [one.order for one in found] == places
    assert [one.body for one in found] == [one.body for one in objects]
    assert [one.order for one in ordered(objects, {})] == list(range(len(objects)))
