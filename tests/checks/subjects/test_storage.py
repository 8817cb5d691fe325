"""What offers storage and what asks for it."""

from typing import Any

import pytest

from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Release, release_of
from pipeline.checks.subjects.storage import candidates, pairs, storages

NAME = "app.kubernetes.io/name"


def release(*bodies: tuple[str, str, str, dict[str, Any]]) -> Release:
    objects = tuple(
        manifest(index, {"kind": kind, "metadata": {"name": name, "labels": {NAME: label}}, "spec": spec})
        for index, (kind, name, label, spec) in enumerate(bodies)
    )
    return release_of(objects, "1.34.2", DEFAULTS)


def volume(name: str, label: str, storage_class: str = "a") -> tuple[str, str, str, dict[str, Any]]:
    return "PersistentVolume", name, label, {"storageClassName": storage_class}


def claim(name: str, label: str, wanted: object = None) -> tuple[str, str, str, dict[str, Any]]:
    return "PersistentVolumeClaim", name, label, {"storageClassName": "a", "volumeName": wanted}


@pytest.mark.parametrize(
    ("asking", "found"),
    [
        (claim("c", "x", "one"), ["one"]),
        (claim("c", "x", "other"), []),
        (claim("c", "x"), []),
        (claim("c", "y"), ["three"]),
        (claim("c", ""), []),
        (claim("c", "x", ["one"]), []),
    ],
)
def test_a_claim_has_the_volume_that_it_names(asking: tuple[str, str, str, dict[str, Any]], found: list[str]) -> None:
    every = release(volume("one", "x"), volume("two", "x"), volume("three", "y"), asking)
    assert [offered.owner.name for _, offered in pairs(every)] == found


@pytest.mark.parametrize(
    ("asking", "found"),
    [
        (claim("one", "x"), ("one",)),
        (claim("c", "x"), ("one", "two")),
        (claim("c", "z"), ()),
        (claim("c", ""), ()),
    ],
)
def test_volumes_fit_by_name_and_else_by_label(
    asking: tuple[str, str, str, dict[str, Any]], found: tuple[str, ...]
) -> None:
    every = release(volume("one", "x"), volume("two", "x"), volume("three", "x", "b"), volume("", ""), asking)
    assert [names for _, names in candidates(every)] == [found]


def test_each_template_of_claims_is_one() -> None:
    body = {"kind": "StatefulSet", "spec": {"volumeClaimTemplates": [None, {"spec": {"accessModes": ["a", None]}}]}}
    found = list(storages(manifest(0, body)))
    assert [one.path for one in found] == [f"/spec/volumeClaimTemplates/{index}/spec" for index in (0, 1)]
    assert [one.modes for one in found] == [(), ("a", None)]
